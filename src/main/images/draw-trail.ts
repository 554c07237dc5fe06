/** What happened so far for one image, and the error it ends with when nobody could draw it. */
import { AppError } from '#shared/errors.ts'
import type { AttemptRepository } from './attempt-repository.ts'
import type { Tried } from './cascade.ts'
import type { Candidates } from './provider-registry.ts'

/** A provider that was not asked, and why. */
export interface LeftOut {
  readonly provider: string
  readonly reason: string
}

export interface Trail {
  tried(): readonly Tried[]
  attemptIds(): readonly string[]
  failed(result: { readonly attemptId: string; readonly tried: Tried; readonly error: AppError }): void
  overBudget(error: AppError): void
  finalError(isStopped: boolean): AppError
}

/** What happened so far for one image, and the error it ends with. */
export function createTrail(
  attempts: AttemptRepository,
  context: { readonly found: Candidates; readonly skipped: readonly LeftOut[] }
): Trail {
  const tried: Tried[] = []
  const attemptIds: string[] = []
  let lastError: AppError | null = null
  let budgetError: AppError | null = null
  const details = () => ({
    attempts: attempts.findAll(attemptIds),
    skipped: context.skipped,
    isUnknown: tried.at(-1)?.isPossiblyBilled === true
  })
  return {
    tried: () => tried,
    attemptIds: () => attemptIds,
    failed(result) {
      tried.push(result.tried)
      attemptIds.push(result.attemptId)
      lastError = result.error
    },
    overBudget: (error) => {
      budgetError = error
    },
    finalError(isStopped) {
      if (isStopped && lastError !== null) return withDetails(lastError, details())
      if (tried.length > 0) return allFailed(details(), lastError)
      if (budgetError !== null) return withDetails(budgetError, details())
      return nobodyLeft(context.found, details())
    }
  }
}

function withDetails(error: AppError, details: Readonly<Record<string, unknown>>): AppError {
  return new AppError(error.code, error.message, {
    details: { ...error.details, ...details },
    retryable: error.retryable,
    cause: error
  })
}

function allFailed(details: Readonly<Record<string, unknown>>, lastError: AppError | null = null): AppError {
  const last = lastError === null ? '' : ` The last one: ${lastError.message}`
  return new AppError('ALL_PROVIDERS_FAILED', `No provider could draw this image.${last}`, { details })
}

function nobodyLeft(
  found: Candidates,
  details: { readonly skipped: readonly { readonly reason: string }[] }
): AppError {
  if (found.candidates.length === 0) {
    return new AppError(
      'NO_PROVIDER_CONFIGURED',
      'None of these providers is set up. Enter a key in Settings.',
      { details }
    )
  }
  if (details.skipped.some((each) => each.reason === 'needs_permission')) {
    return new AppError(
      'BUDGET_EXCEEDED',
      'Only the emergency provider is left, above the highest price for an image. Allow it or raise that price.',
      { details }
    )
  }
  if (details.skipped.some((each) => each.reason === 'over_max_price')) {
    return new AppError(
      'BUDGET_EXCEEDED',
      'Every provider costs more than the highest price for an image. Raise it in Settings.',
      { details }
    )
  }
  return allFailed(details)
}
