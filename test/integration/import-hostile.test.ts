/** Hostile files end within the limit with a code, cost the app no memory, and the next file imports. */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PARSER_LIMITS } from '#main/documents/parser-child.ts'
import { HOSTILE_FILES, writeHostileFiles } from '#test/harness/hostile-files.ts'
import { createTestLibrary, type TestLibrary } from '#test/harness/library.ts'

/** Shorter than the product's, so that the test is; the mechanism is the same. */
const STUCK_CPU_MS = 2500

let library: TestLibrary
let folder: string

beforeAll(async () => {
  library = await createTestLibrary({ limits: { ...PARSER_LIMITS, stuckCpuMs: STUCK_CPU_MS } })
  folder = path.join(library.folder, 'hostile')
  await writeHostileFiles(folder)
}, 120_000)
afterAll(() => library.close())

const heldBytes = (): number => {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/**
 * Longest stretch of this thread's own processor time between two turns of its loop: what the window would wait for.
 * Time on the clock would count what other programs take.
 */
async function withHeldMs<T>(
  run: () => Promise<T>
): Promise<{ readonly result: T; readonly heldMs: number }> {
  const cpuMs = (): number => {
    const { user, system } = process.threadCpuUsage()
    return (user + system) / 1000
  }
  let heldMs = 0
  let last = cpuMs()
  const timer = setInterval(() => {
    const now = cpuMs()
    heldMs = Math.max(heldMs, now - last)
    last = now
  }, 2)
  try {
    const result = await run()
    return { result, heldMs }
  } finally {
    clearInterval(timer)
  }
}

describe('hostile files', () => {
  test.each(HOSTILE_FILES)(
    '$name ends as one of $outcomes, and the next file imports',
    async ({ name, outcomes }) => {
      const before = heldBytes()
      const { result, heldMs } = await withHeldMs(() => library.importPaths([path.join(folder, name)]))
      const { items } = result
      expect(heldMs).toBeLessThan(50)
      expect(outcomes).toContain(items[0]?.error?.code ?? items[0]?.outcome)
      expect(heldBytes() - before).toBeLessThan(100 * 1024 * 1024)
      const next = path.join(folder, `after-${name}.txt`)
      await writeFile(next, `read after ${name}`)
      expect((await library.importPaths([next])).items[0]?.outcome).toBe('imported')
    },
    60_000
  )

  test('the strip page is drawn within the limit of pixels', async () => {
    const { items } = await library.importPaths([path.join(folder, 'strip.pdf')])
    const preview = await library.documents.preview(items[0]?.assetId ?? '', path.join(folder, 'strip.png'))
    expect(preview.widthPx * preview.heightPx).toBeLessThan(2_000_000)
  })
})
