/** Runs bin/campaignforge as its users do: a process of its own, with its exit status and its JSON. */
import { spawn } from 'node:child_process'
import path from 'node:path'

export const REPOSITORY = path.resolve(import.meta.dirname, '../..')
const program = path.join(REPOSITORY, 'bin', 'campaignforge')

export interface CommandResult {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  /** Standard output parsed; undefined when it is not exactly one JSON value. */
  readonly json: unknown
}

export interface CommandOptions {
  readonly dataFolder: string
  readonly input?: string
  /** The answer for people, without --json. */
  readonly isText?: boolean
  readonly environment?: Readonly<Record<string, string>>
  /** Sends the signal when standard error has shown this text. */
  readonly interrupt?: { readonly whenShown: string; readonly with: NodeJS.Signals }
  /** Sends SIGKILL after the time. */
  readonly killAfterMs?: number
  /** Sends SIGKILL when the promise has resolved. */
  readonly killAfter?: Promise<unknown>
}

/** With the given data folder and, unless text is asked for, --json. Keys of the surrounding environment are not passed on. */
export async function runCommand(args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  const form = options.isText === true ? [] : ['--json']
  const child = spawn(program, ['--data', options.dataFolder, ...form, ...args], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...options.environment },
    stdio: ['pipe', 'pipe', 'pipe']
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
    if (options.interrupt !== undefined && stderr.includes(options.interrupt.whenShown))
      child.kill(options.interrupt.with)
  })
  child.stdin.end(options.input ?? '')
  void options.killAfter?.then(() => child.kill('SIGKILL'))
  const timer =
    options.killAfterMs === undefined
      ? undefined
      : setTimeout(() => child.kill('SIGKILL'), options.killAfterMs)
  return await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (exitCode, signal) => {
      clearTimeout(timer)
      resolve({ exitCode, signal, stdout, stderr, json: tryParse(stdout) })
    })
  })
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
