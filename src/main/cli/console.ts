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
  /** How far work is: one changing line on a terminal; elsewhere a line per stage and per quarter of it. */
  progress(stage: string, done: number, total: number): void
  /** A remark for people, on standard error. */
  note(line: string): void
}

export function createConsole(options: { isJson: boolean; stdout: Output; stderr: Output }): Console {
  const { isJson, stdout, stderr } = options
  let openLine = ''
  let lastQuarter = ''

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
    progress(stage, done, total) {
      const line = total > 0 ? `${stage} ${done} of ${total}` : stage
      const quarter = `${stage} ${total > 0 ? Math.floor((done / total) * 4) : ''}`
      if (stderr.isTTY === true) {
        openLine = line
        stderr.write(`\r\u001b[K${line}`)
      } else if (quarter !== lastQuarter) stderr.write(`${line}\n`)
      lastQuarter = quarter
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
