/** The parser host against real processes that crash, hang and eat memory. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createSystemClock } from '#main/core/clock.ts'
import { forkParser } from '#main/documents/fork-parser.ts'
import { PARSER_LIMITS, type ParserLimits } from '#main/documents/parser-child.ts'
import { createParserHost, type ParserHost } from '#main/documents/parser-host.ts'

/** Stands in for the parser program: the file's name says how it behaves. */
const PROGRAM = `
process.on('disconnect', () => process.exit(0))
const extraction = (text) => ({ kind: 'txt', title: null, text, pages: [{ number: 1, text }], pageCount: null,
  wordCount: 1, language: null, outline: [], isTextless: false })
process.on('message', ({ id, task }) => {
  const name = task.path
  if (name === 'crash') process.exit(3)
  if (name === 'hang') for (;;) {}
  if (name === 'sleep') return
  if (name === 'eat') { const kept = []; for (;;) kept.push(Buffer.alloc(8 * 1024 * 1024, 1)) }
  if (name === 'odd') return process.send({ kind: 'done', id, result: { nonsense: true }, rssBytes: 1 })
  if (name === 'refuse') return process.send({ kind: 'failed', id, rssBytes: 1,
    error: { code: 'FILE_ENCRYPTED', message: 'm', retryable: false } })
  process.send({ kind: 'done', id, result: extraction(String(process.pid)), rssBytes: name === 'fat' ? 2e9 : 1 })
})`

let folder: string
let entry: string
let host: ParserHost
let forks = 0

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'campaignforge-parser-'))
  entry = path.join(folder, 'program.cjs')
  await writeFile(entry, PROGRAM)
})
afterAll(() => rm(folder, { recursive: true, force: true }))
afterEach(() => host.stop())

function start(limits: Partial<ParserLimits> = {}, poolSize = 1): ParserHost {
  forks = 0
  const fork = () => {
    forks++
    return forkParser(entry)
  }
  host = createParserHost({
    fork,
    clock: createSystemClock(),
    poolSize,
    limits: { ...PARSER_LIMITS, ...limits }
  })
  return host
}
const parse = (name: string, signal?: AbortSignal) => host.parse({ path: name, format: 'txt' }, { signal })

describe('parser host', () => {
  test('one process serves many files', async () => {
    start()
    const texts = [await parse('a'), await parse('b'), await parse('c')].map(({ text }) => text)
    expect(new Set(texts).size).toBe(1)
    expect(forks).toBe(1)
  })

  test('a crash costs its file only', async () => {
    start()
    await expect(parse('crash')).rejects.toMatchObject({ code: 'FILE_DAMAGED' })
    await expect(parse('next')).resolves.toHaveProperty('text')
  })

  test('a hanging reader is ended with TIMEOUT and the next file is read at once', async () => {
    start({ stuckCpuMs: 300 })
    await expect(parse('hang')).rejects.toMatchObject({ code: 'TIMEOUT', retryable: false })
    await expect(parse('next')).resolves.toHaveProperty('text')
  })

  test('a reader that waits for ever is ended by wall time', async () => {
    start({ stuckWallMs: 300 })
    await expect(parse('sleep')).rejects.toMatchObject({ code: 'TIMEOUT' })
  })

  test('a reader that eats memory is ended with FILE_TOO_LARGE', async () => {
    start({ maxRssBytes: 200 * 1024 * 1024 })
    await expect(parse('eat')).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' })
    await expect(parse('next')).resolves.toHaveProperty('text')
  })

  test('a grown process is replaced after its task', async () => {
    start()
    const first = await parse('fat')
    const second = await parse('next')
    expect(second.text).not.toBe(first.text)
  })

  test("the reader's own refusal arrives with its code and keeps the process", async () => {
    start()
    await expect(parse('refuse')).rejects.toMatchObject({ code: 'FILE_ENCRYPTED' })
    await parse('next')
    expect(forks).toBe(1)
  })

  test('an answer of the wrong shape is refused', async () => {
    start()
    await expect(parse('odd')).rejects.toMatchObject({ code: 'INTERNAL' })
  })

  test('cancelling ends the work at once, and the queue goes on', async () => {
    start()
    const controller = new AbortController()
    const hanging = parse('hang', controller.signal)
    const waiting = parse('next')
    controller.abort()
    await expect(hanging).rejects.toMatchObject({ code: 'CANCELLED' })
    await expect(waiting).resolves.toHaveProperty('text')
  })

  test('after stop no process is left and nothing new starts', async () => {
    start()
    const { text } = await parse('a')
    await host.stop()
    await expect(parse('b')).rejects.toMatchObject({ code: 'CANCELLED' })
    await expect.poll(() => isAlive(Number(text))).toBe(false)
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
