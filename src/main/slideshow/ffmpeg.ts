/** The one place that runs ffmpeg: arguments in, files out, its failures as our codes. */
import type { Readable } from 'node:stream'
import type { ProcessRunner, RunResult } from '#main/core/process.ts'
import { AppError } from '#shared/errors.ts'

export interface FfmpegRequest {
  readonly args: readonly string[]
  readonly input?: Readable
  readonly signal: AbortSignal
  readonly onStdoutLine?: (line: string) => void
}

export interface Ffmpeg {
  /**
   * Runs to the end. Input that fails ends the program and its own error is thrown.
   * Throws CANCELLED, DISK_FULL, FFMPEG_MISSING or FFMPEG_FAILED {exitCode, lastLines}.
   */
  run(request: FfmpegRequest): Promise<RunResult>
}

export function createFfmpeg(program: string, processes: ProcessRunner): Ffmpeg {
  return {
    async run({ args, input, signal, onStdoutLine }) {
      const stop = new AbortController()
      let inputError: unknown
      input?.once('error', (cause) => {
        inputError = cause
        stop.abort()
      })
      const all = ['-hide_banner', '-nostdin', '-loglevel', 'error', '-y', ...args]
      const options = {
        signal: AbortSignal.any([signal, stop.signal]),
        ...(input === undefined ? {} : { input }),
        ...(onStdoutLine === undefined ? {} : { onStdoutLine })
      }
      try {
        const result = await processes.run(program, all, options).catch((cause: unknown) => {
          throw inputError ?? missing(cause)
        })
        if (inputError !== undefined) throw inputError
        if (result.exitCode !== 0) throw failed(result)
        return result
      } finally {
        input?.destroy()
      }
    }
  }
}

function missing(cause: unknown): unknown {
  if (!(cause instanceof AppError) || cause.code !== 'NOT_FOUND') return cause
  return new AppError('FFMPEG_MISSING', 'ffmpeg could not be started. Check its path in the settings.', {
    cause
  })
}

/** ffmpeg has one exit code for everything; a full disk shows only in its text. */
function failed({ exitCode, lastLines }: RunResult): AppError {
  if (lastLines.some((line) => line.includes('No space left on device'))) {
    return new AppError('DISK_FULL', 'The disk is full. Free some space and try again.')
  }
  const reason = lastLines.at(-1) ?? (exitCode === null ? 'it was ended from outside' : 'no message')
  return new AppError('FFMPEG_FAILED', `ffmpeg stopped: ${reason}`, {
    details: { exitCode, lastLines: [...lastLines] }
  })
}
