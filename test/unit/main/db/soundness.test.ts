import { truncate, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { withTempFolder } from '#main/core/files.ts'
import { takeClosingNote, tryLeaveClosingNote } from '#main/db/soundness.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const NOW = 1_800_000_000_000

async function withClosedFile(run: (file: string) => Promise<void>): Promise<void> {
  await withTempFolder(async (folder) => {
    const file = path.join(folder, 'catalog.db')
    await writeFile(file, 'rows'.repeat(1000))
    tryLeaveClosingNote(file, NOW)
    await run(file)
  })
}

describe('soundness', () => {
  test('a file closed in order within the day needs no full check, but only once', async () => {
    await withClosedFile(async (file) => {
      expect(takeClosingNote(file, NOW + 1000)).toEqual({ checkedAt: NOW })
      expect(takeClosingNote(file, NOW + 1000)).toEqual({ checkedAt: null })
    })
  })

  test.each([
    ['a day later', async () => undefined, DAY_MS],
    ['with a clock that was set back', async () => undefined, -1],
    ['cut short', async (file: string) => await truncate(file, 100), 0],
    ['written since', async (file: string) => await utimes(file, 1, 1), 0],
    ['with a journal left', async (file: string) => await writeFile(`${file}-wal`, 'x'), 0],
    ['with a note nobody can read', async (file: string) => await writeFile(`${file}.closed`, '{'), 0]
  ])('a file %s is checked whole', async (_name, change, laterMs) => {
    await withClosedFile(async (file) => {
      await change(file)
      expect(takeClosingNote(file, NOW + laterMs)).toEqual({ checkedAt: null })
    })
  })
})
