/** How far a page is with its data, and how a failed question is kept for drawing. */
import { type ErrorCode, toAppError } from '#shared/errors.ts'

export interface Failure {
  readonly code: ErrorCode
  readonly message: string
  readonly retryable: boolean
}

export type Load =
  | { readonly status: 'idle' | 'loading' | 'ready' }
  | { readonly status: 'failed'; readonly failure: Failure }

export const IDLE: Load = { status: 'idle' }
export const LOADING: Load = { status: 'loading' }
export const READY: Load = { status: 'ready' }

/** Any thrown value as plain data for a notice. */
export function failureOf(thrown: unknown): Failure {
  const { code, message, retryable } = toAppError(thrown)
  return { code, message, retryable }
}

export function failed(thrown: unknown): Load {
  return { status: 'failed', failure: failureOf(thrown) }
}

/** Collapses a burst of calls into one, `delayMs` after the first. */
export function gather(run: () => void, delayMs: number): () => void {
  let isWaiting = false
  return () => {
    if (isWaiting) return
    isWaiting = true
    setTimeout(() => {
      isWaiting = false
      run()
    }, delayMs)
  }
}
