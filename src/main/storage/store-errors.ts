/** Errors that every store adapter words the same way, and which of them need a person before a store works again. */
import { AppError, type ErrorCode } from '#shared/errors.ts'

export function objectMissing(): AppError {
  return new AppError('OBJECT_MISSING', 'This store has no such object.')
}

/** The bytes to store are not those that were announced. */
export function sourceChanged(): AppError {
  return new AppError('OBJECT_CORRUPT', 'The local copy changed or is damaged. It was not uploaded.', {
    details: { where: 'source' }
  })
}

/** What the store holds is not what was stored. */
export function storedWrong(detail: string): AppError {
  return new AppError('OBJECT_CORRUPT', 'The copy in the store is not what was stored.', {
    details: { where: 'store', detail }
  })
}

const NEEDS_A_PERSON: readonly ErrorCode[] = [
  'UNAUTHORIZED',
  'NO_CREDIT',
  'STORAGE_NOT_CONFIGURED',
  'DISK_FULL',
  'CONFLICT'
]

/** True when trying again soon cannot help: keys, bucket, quota, clock, full disk. The side pauses with this reason. */
export function needsPerson(error: AppError): boolean {
  return NEEDS_A_PERSON.includes(error.code) || error.details?.['reason'] === 'clock_skew'
}

const STORE_TROUBLE: readonly ErrorCode[] = [
  'NETWORK',
  'TIMEOUT',
  'VENDOR_UNAVAILABLE',
  'RATE_LIMITED',
  'BAD_RESPONSE'
]

/** True when the store as a whole is at fault, not one object; counts against its health. */
export function isStoreTrouble(error: AppError): boolean {
  return STORE_TROUBLE.includes(error.code) || needsPerson(error)
}
