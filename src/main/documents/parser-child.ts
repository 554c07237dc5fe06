/** One conversation with one parser process: send a task, watch it, get its result or the reason it ended. */
import type { z } from 'zod'
import { AppError, fromSerializedError } from '#shared/errors.ts'
import { type ParserTask, parserReplySchema, type resultSchemas } from './parser-protocol.ts'
import type { ReadUsage } from './process-usage.ts'

/** A running parser process. Node's fork and Electron's utility process both fit after a few lines. */
export interface ParserChild {
  readonly pid: number | undefined
  send(message: unknown): void
  /** Gives the unsubscribe. */
  onMessage(listener: (message: unknown) => void): () => void
  /** Called once, when the process has ended for whatever reason. Gives the unsubscribe. */
  onExit(listener: () => void): () => void
  kill(): void
  /** While false the process does not keep the app alive. */
  hold(isBusy: boolean): void
}

export interface ParserLimits {
  /** Above this the process is ended at once. */
  readonly maxRssBytes: number
  /** Above this the process is replaced after its task. */
  readonly restartRssBytes: number
  /** Processor time without a sign of progress. */
  readonly stuckCpuMs: number
  /** Wall time without a sign of progress; generous, because the computer may be busy. */
  readonly stuckWallMs: number
  /** Processor time of one task in all. */
  readonly totalCpuMs: number
}

const MEGABYTE = 1024 * 1024
/** A 352-page book takes 6 s, the largest sound DOCX 750 MB, a bomb without limit (measured 2026-11). */
export const PARSER_LIMITS: ParserLimits = {
  maxRssBytes: 1000 * MEGABYTE,
  restartRssBytes: 500 * MEGABYTE,
  stuckCpuMs: 15_000,
  stuckWallMs: 45_000,
  totalCpuMs: 120_000
}

export interface Conversation {
  readonly child: ParserChild
  readonly id: number
  readonly task: ParserTask
  readonly limits: ParserLimits
  readonly readUsage: ReadUsage
  readonly now: () => number
  readonly signal: AbortSignal | undefined
  /** Called when the process was ended from here: it dies a moment later and must not get another task. */
  onKill(): void
}

export interface ConversationEnd {
  readonly result: unknown
  readonly rssBytes: number
}

export type TaskResult<Name extends keyof typeof resultSchemas> = z.output<(typeof resultSchemas)[Name]>

const WATCH_INTERVAL_MS = 100

/**
 * Resolves with the unchecked result. Throws the task's own error; TIMEOUT when the process got stuck, FILE_TOO_LARGE
 * when it took too much memory, FILE_DAMAGED when it died, CANCELLED.
 */
export function converse(conversation: Conversation): Promise<ConversationEnd> {
  const { child, id, task, signal } = conversation
  return new Promise((resolve, reject) => {
    let isOver = false
    const end = (finish: () => void): void => {
      if (isOver) return
      isOver = true
      watch.stop()
      stopListening()
      stopWaiting()
      signal?.removeEventListener('abort', cancel)
      child.hold(false)
      finish()
    }
    const kill = (error: AppError): void => {
      child.kill()
      conversation.onKill()
      end(() => reject(error))
    }
    const cancel = (): void => kill(new AppError('CANCELLED', 'Cancelled.'))
    const watch = startWatch(conversation, kill)
    const stopListening = child.onMessage((message) => {
      const reply = parserReplySchema.safeParse(message)
      if (!reply.success || reply.data.id !== id || isOver) return
      if (reply.data.kind === 'progress') watch.sawProgress()
      else if (reply.data.kind === 'done') {
        const { result, rssBytes } = reply.data
        end(() => resolve({ result, rssBytes }))
      } else {
        const error = fromSerializedError(reply.data.error)
        end(() => reject(error))
      }
    })
    const stopWaiting = child.onExit(() => end(() => reject(died())))
    signal?.addEventListener('abort', cancel)
    child.hold(true)
    child.send({ id, task })
    if (signal?.aborted === true) cancel()
  })
}

interface Watch {
  sawProgress(): void
  stop(): void
}

function startWatch(conversation: Conversation, kill: (error: AppError) => void): Watch {
  const { child, limits, readUsage, now } = conversation
  let cpuAtStartMs: number | null = null
  let cpuAtProgressMs = 0
  let lastCpuMs = 0
  let progressAt = now()
  const look = async (): Promise<void> => {
    const usage = child.pid === undefined ? null : await readUsage(child.pid)
    if (now() - progressAt > limits.stuckWallMs) kill(tookTooLong())
    if (usage === null) return
    cpuAtStartMs ??= usage.cpuMs
    cpuAtProgressMs = Math.max(cpuAtProgressMs, cpuAtStartMs)
    lastCpuMs = usage.cpuMs
    if (usage.rssBytes > limits.maxRssBytes) kill(tookTooMuch(limits.maxRssBytes))
    else if (usage.cpuMs - cpuAtProgressMs > limits.stuckCpuMs) kill(tookTooLong())
    else if (usage.cpuMs - cpuAtStartMs > limits.totalCpuMs) kill(tookTooLong())
  }
  const timer = setInterval(() => void look(), WATCH_INTERVAL_MS)
  return {
    sawProgress() {
      progressAt = now()
      cpuAtProgressMs = lastCpuMs
    },
    stop: () => clearInterval(timer)
  }
}

function tookTooLong(): AppError {
  return new AppError(
    'TIMEOUT',
    'Reading this file took too long. Save it again in its program or split it.',
    {
      retryable: false
    }
  )
}

function tookTooMuch(limitBytes: number): AppError {
  return new AppError(
    'FILE_TOO_LARGE',
    'Reading this file needs too much memory. Save it again or split it.',
    {
      details: { limitBytes }
    }
  )
}

function died(): AppError {
  return new AppError('FILE_DAMAGED', 'The reader stopped on this file. Save it again in its program.', {
    details: { reason: 'reader_stopped' }
  })
}
