/** Runs other programs: arguments as a list, no shell, cancel kills the whole tree, output bounded. */

import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ExecaError, execa } from 'execa'
import { AppError } from '#shared/errors.ts'

export interface RunOptions {
  readonly signal?: AbortSignal | undefined
  /**
   * Bytes for standard input: a stream is piped with back-pressure, a function writes for itself and ends the stream,
   * nothing means closed input.
   */
  readonly input?: Readable | Uint8Array | ((stdin: Writable) => void) | undefined
  /** Takes standard output as bytes, with back-pressure, instead of as lines. */
  readonly output?: Writable | undefined
  /** Called with each line of standard output. */
  readonly onStdoutLine?: (line: string) => void
  /** Called with each line of standard error. */
  readonly onStderrLine?: (line: string) => void
  readonly timeoutMs?: number
  readonly folder?: string
}

export interface RunResult {
  /** Null when a signal ended the program. */
  readonly exitCode: number | null
  /** At most the last 2 MB. */
  readonly stdout: string
  /** The last 40 lines of standard error, for messages. */
  readonly lastLines: readonly string[]
}

export interface ProcessRunner {
  /**
   * Resolves when the program ended, whatever its exit code.
   * Throws CANCELLED, TIMEOUT, or NOT_FOUND when the program does not exist.
   */
  run(program: string, args: readonly string[], options?: RunOptions): Promise<RunResult>
  /** Ends every program still running; for quitting. */
  killAll(): Promise<void>
}

const KEPT_LINES = 40
const MAX_STDOUT_CHARS = 2 * 1024 * 1024

export function createProcessRunner(): ProcessRunner {
  const running = new Set<{ kill(): void; readonly ended: Promise<unknown> }>()

  async function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    const child = execa(program, args, {
      reject: true,
      buffer: false,
      stdin: options.input === undefined ? 'ignore' : 'pipe',
      forceKillAfterDelay: 500,
      ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
      ...(options.folder === undefined ? {} : { cwd: options.folder })
    })
    feed(child.stdin, options.input)
    const stdout =
      options.output === undefined
        ? keepText(child.stdout, options.onStdoutLine)
        : handOver(child.stdout, options.output)
    const lastLines = keepLastLines(child.stderr, options.onStderrLine)
    const ended = child.then(
      () => 0,
      (error: unknown) => toExit(error, program)
    )
    const entry = { kill: () => void child.kill('SIGKILL'), ended: ended.catch(() => null) }
    running.add(entry)
    try {
      const exitCode = await ended
      return { exitCode, stdout: await stdout, lastLines: await lastLines }
    } finally {
      running.delete(entry)
    }
  }

  return {
    run,
    async killAll() {
      const entries = [...running]
      for (const entry of entries) entry.kill()
      await Promise.all(entries.map((entry) => entry.ended))
    }
  }
}

function feed(stdin: Writable | null | undefined, input: RunOptions['input']): void {
  if (stdin === null || stdin === undefined || input === undefined) return
  // A program may end before it read everything; its exit code tells, not the broken pipe.
  stdin.on('error', () => undefined)
  if (input instanceof Uint8Array) stdin.end(input)
  else if (typeof input === 'function') input(stdin)
  else input.on('error', () => stdin.end()).pipe(stdin)
}

function toExit(error: unknown, program: string): number | null {
  if (!(error instanceof ExecaError)) throw error
  if (error.isCanceled) throw new AppError('CANCELLED', 'Cancelled.', { cause: error })
  if (error.timedOut) throw new AppError('TIMEOUT', `${program} did not end in time.`, { cause: error })
  if (error.code === 'ENOENT' || error.code === 'EACCES') {
    throw new AppError('NOT_FOUND', `Program not found: ${program}`, { cause: error })
  }
  return error.exitCode ?? null
}

/** Ends when the program closed its output or the taker was destroyed. */
async function handOver(stream: Readable | null, output: Writable): Promise<string> {
  // A killed program cuts its pipe, and a taker may have enough; the exit code tells of failures.
  if (stream !== null) await pipeline(stream, output).catch(() => undefined)
  return ''
}

async function keepText(stream: Readable | null, onLine?: (line: string) => void): Promise<string> {
  let text = ''
  await eachLine(stream, (line) => {
    onLine?.(line)
    text = `${text}${line}\n`
    if (text.length > MAX_STDOUT_CHARS) text = text.slice(-MAX_STDOUT_CHARS)
  })
  return text
}

async function keepLastLines(
  stream: Readable | null,
  onLine?: (line: string) => void
): Promise<readonly string[]> {
  const lines: string[] = []
  await eachLine(stream, (line) => {
    onLine?.(line)
    lines.push(line)
    if (lines.length > KEPT_LINES) lines.shift()
  })
  return lines
}

/** Lines end at \n or \r: progress of ffmpeg comes with carriage returns. */
async function eachLine(stream: Readable | null, take: (line: string) => void): Promise<void> {
  if (stream === null) return
  let rest = ''
  try {
    for await (const chunk of stream.setEncoding('utf8')) {
      const parts = `${rest}${String(chunk)}`.split(/\r\n|\n|\r/)
      rest = (parts.pop() ?? '').slice(-65536)
      for (const line of parts) take(line)
    }
  } catch {
    // A killed program cuts its pipes; what was read so far is what there is.
  }
  if (rest !== '') take(rest)
}
