/** The one place that runs ffmpeg: arguments in, files out, its failures as our codes. */
import type { Writable } from 'node:stream'
import { throwIfCancelled } from '#main/core/cancel.ts'
import type { ProcessRunner, RunOptions, RunResult } from '#main/core/process.ts'
import { createTurns } from '#main/core/turns.ts'
import { AppError } from '#shared/errors.ts'

export interface FfmpegRequest {
  readonly args: readonly string[]
  readonly input?: NonNullable<RunOptions['input']>
  /** Takes standard output as bytes. */
  readonly output?: Writable
  readonly signal: AbortSignal
}

export interface Ffmpeg {
  /** Runs to the end. Throws CANCELLED, DISK_FULL, FFMPEG_MISSING or FFMPEG_FAILED {exitCode, lastLines}. */
  run(request: FfmpegRequest): Promise<RunResult>
}

export function createFfmpeg(program: string, processes: ProcessRunner): Ffmpeg {
  const turns = createTurns()
  return {
    async run({ args, input, output, signal }) {
      const all = ['-hide_banner', '-nostdin', '-loglevel', 'error', '-y', ...args]
      const options = { signal, input, output }
      // Linux copies the process's page tables to start a program: 30 ms in one go where 400 MB are in use (2026-11).
      await turns.next()
      throwIfCancelled(signal)
      const result = await processes.run(program, all, options).catch((cause: unknown) => {
        throw missing(cause)
      })
      if (result.exitCode !== 0) throw failed(result)
      return result
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
