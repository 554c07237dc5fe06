/** What the command line prints: one JSON value or plain text on standard output, progress on standard error. */
import { type AppError, toSerializedError } from '#shared/errors.ts'

export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean
}

export interface Console {
  /** The verb's answer: JSON with --json, else the text. Called once. */
  answer(json: unknown, text: string): void
  /** The failure: `{"error":…}` on standard output with --json, else words on standard error. */
  fail(error: AppError): void
  /** One progress line; replaces the last one on a terminal, silent when standard error is no terminal and work is quick. */
  progress(line: string): void
  /** A remark for people, on standard error. */
  note(line: string): void
}

export function createConsole(options: { isJson: boolean; stdout: Output; stderr: Output }): Console {
  const { isJson, stdout, stderr } = options
  let openLine = ''

  function closeLine(): void {
    if (openLine !== '') stderr.write('\r\u001b[K')
    openLine = ''
  }

  return {
    answer(json, text) {
      closeLine()
      stdout.write(isJson ? `${JSON.stringify(toUsdFields(json))}\n` : `${text}\n`)
    },
    fail(error) {
      closeLine()
      if (isJson) stdout.write(`${JSON.stringify(toUsdFields({ error: toSerializedError(error) }))}\n`)
      else stderr.write(`${error.message} [${error.code}]\n`)
    },
    progress(line) {
      if (line === openLine) return
      if (stderr.isTTY === true) stderr.write(`\r\u001b[K${line}`)
      else stderr.write(`${line}\n`)
      openLine = stderr.isTTY === true ? line : ''
    },
    note(line) {
      closeLine()
      stderr.write(`${line}\n`)
    }
  }
}

/** Amounts leave as dollars: `costMicroUsd: 2700` → `costUsd: 0.0027`, at any depth. */
export function toUsdFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toUsdFields)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) =>
      name.endsWith('MicroUsd') && (typeof field === 'number' || field === null)
        ? [name.replace(/MicroUsd$/, 'Usd'), field === null ? null : field / 1e6]
        : [name, toUsdFields(field)]
    )
  )
}
