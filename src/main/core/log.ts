/** The log: one JSON line per event, secrets taken out before anything is written. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Clock } from './clock.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** Facts to write beside the message; values are redacted. Never hand over keys on purpose. */
export type LogFields = Readonly<Record<string, unknown>>

export interface Log {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
}

const SECRET_PATTERNS: readonly RegExp[] = [
  /\b(sk|pk|rk|r8|key|tgp|fal)[-_][A-Za-z0-9_-]{8,}/g,
  /\b(Bearer|Basic|Key)\s+[A-Za-z0-9._~+/=:-]{8,}/g,
  /([?&](?:X-Amz-[A-Za-z-]+|Signature|token|key|api_key|sig)=)[^&\s"']+/gi,
  /\bAIza[A-Za-z0-9_-]{20,}/g
]

/** Replaces everything that looks like a key or a signature, and every known secret, by dots. */
export function redact(text: string, secrets: readonly string[] = []): string {
  let safe = text
  for (const secret of secrets) if (secret.length >= 4) safe = safe.replaceAll(secret, '•••')
  for (const pattern of SECRET_PATTERNS) {
    safe = safe.replace(pattern, (_match, head: unknown) => `${typeof head === 'string' ? head : ''}•••`)
  }
  return safe
}

/** A log that goes nowhere, for tests and short commands. */
export function createSilentLog(): Log {
  const drop = (): void => undefined
  return { debug: drop, info: drop, warn: drop, error: drop }
}

const MAX_LOG_BYTES = 5 * 1024 * 1024

/** Writes to `<folder>/campaignforge.log`, kept under 10 MB in two files. A log that cannot be written is silent. */
export function createFileLog(folder: string, clock: Clock): Log {
  const file = path.join(folder, 'campaignforge.log')
  const write = (level: LogLevel, message: string, fields: LogFields = {}): void => {
    const line = JSON.stringify({ at: new Date(clock.now()).toISOString(), level, message, ...plain(fields) })
    tryAppend(file, `${redact(line)}\n`)
  }
  return {
    debug: (message, fields) => write('debug', message, fields),
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
    error: (message, fields) => write('error', message, fields)
  }
}

/** Errors become their name, message and stack; other values stay. */
function plain(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      value instanceof Error ? { name: value.name, message: value.message, stack: value.stack } : value
    ])
  )
}

function tryAppend(file: string, line: string): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true })
    const sizeBytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0
    if (sizeBytes > MAX_LOG_BYTES) renameSync(file, `${file}.1`)
    appendFileSync(file, line)
  } catch {
    // The product must work on a full or read-only disk; there is no second place to report to.
  }
}
