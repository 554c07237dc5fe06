/** Time and identity, passed in everywhere so that tests decide both. */
import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { AppError } from '#shared/errors.ts'

export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** A new id: 26 characters that sort by creation time, safe in file names and addresses. */
  newId(): string
  /** Resolves after the time; throws CANCELLED when the signal aborts first. */
  wait(durationMs: number, signal?: AbortSignal): Promise<void>
  /** A number in [0, 1), for jitter only. */
  random(): number
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** The computer's own clock. */
export function createSystemClock(): Clock {
  return {
    now: () => Date.now(),
    newId: () => sortableId(Date.now()),
    wait: waitFor,
    random: () => Math.random()
  }
}

/** 10 characters of time and 16 of chance, base 32. */
function sortableId(now: number): string {
  let time = now
  let head = ''
  for (let digit = 0; digit < 10; digit++) {
    head = ALPHABET.charAt(time % 32) + head
    time = Math.floor(time / 32)
  }
  return head + Array.from(randomBytes(16), (byte) => ALPHABET.charAt(byte % 32)).join('')
}

async function waitFor(durationMs: number, signal?: AbortSignal): Promise<void> {
  try {
    await wait(durationMs, undefined, signal === undefined ? {} : { signal })
  } catch (cause) {
    throw new AppError('CANCELLED', 'Cancelled.', { cause })
  }
}
