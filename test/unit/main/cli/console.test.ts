import { describe, expect, test } from 'vitest'
import { createConsole, toUsdFields } from '#main/cli/console.ts'
import { AppError } from '#shared/errors.ts'

function capture(options: { isJson: boolean; isTTY?: boolean }) {
  const written = { out: '', err: '' }
  const stdout = { write: (text: string) => (written.out += text) }
  const stderr = { write: (text: string) => (written.err += text), isTTY: options.isTTY === true }
  return { written, console: createConsole({ isJson: options.isJson, stdout, stderr }) }
}

describe('console', () => {
  test('with --json standard output is one JSON value and progress goes elsewhere', () => {
    const { written, console } = capture({ isJson: true })
    console.progress('images', 1, 2)
    console.answer({ totalCostMicroUsd: 2700 }, 'for people')
    expect(JSON.parse(written.out)).toEqual({ totalCostUsd: 0.0027 })
    expect(written.err).toContain('images 1 of 2')
  })

  test('a failure is JSON with its code, or words on standard error', () => {
    const error = new AppError('NOT_FOUND', 'Gone.')
    const json = capture({ isJson: true })
    json.console.fail(error)
    expect(JSON.parse(json.written.out)).toEqual({
      error: { code: 'NOT_FOUND', message: 'Gone.', retryable: false }
    })
    const plain = capture({ isJson: false })
    plain.console.fail(error)
    expect(plain.written).toEqual({ out: '', err: 'Gone. [NOT_FOUND]\n' })
  })

  test('in a pipe a thousand reports make a handful of lines', () => {
    const { written, console } = capture({ isJson: false })
    for (let done = 0; done <= 1000; done++) console.progress('frames', done, 1000)
    expect(written.err.split('\n').length).toBeLessThan(8)
  })

  test('on a terminal the answer starts on a clean line', () => {
    const { written, console } = capture({ isJson: false, isTTY: true })
    console.progress('frames', 1, 2)
    console.answer(null, 'done')
    expect(written.err.endsWith('\r\u001b[K')).toBe(true)
    expect(written.out).toBe('done\n')
  })
})

test('amounts become dollars at any depth, also null, and other fields stay', () => {
  const value = { a: [{ costMicroUsd: 1, balanceMicroUsd: null }], note: 'MicroUsd', nameMicroUsd: 'text' }
  expect(toUsdFields(value)).toEqual({
    a: [{ costUsd: 0.000001, balanceUsd: null }],
    note: 'MicroUsd',
    nameMicroUsd: 'text'
  })
})
