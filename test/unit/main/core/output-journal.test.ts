import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { tempPathFor, withTempFolder } from '#main/core/files.ts'
import { createOutputJournal } from '#main/core/output-journal.ts'
import { createManualClock } from '#test/harness/manual-clock.ts'

test('what a killed write left beside its target is removed at the next start, nothing else is', async () => {
  await withTempFolder(async (folder) => {
    const notes = path.join(folder, 'notes')
    const target = path.join(folder, 'video.mp4')
    const journal = createOutputJournal(notes, createManualClock())
    const { promise: neverEnds } = Promise.withResolvers<void>()
    await writeFile(tempPathFor(target), 'half')
    await writeFile(tempPathFor(path.join(folder, 'other.mp4')), 'somebody is writing this')
    await writeFile(path.join(folder, '.video.mp4.txt'), 'mine')
    void journal.guard(target, () => neverEnds)
    await expect.poll(() => readdir(notes).catch(() => [])).toHaveLength(1)
    expect(await createOutputJournal(notes, createManualClock()).recover()).toBe(1)
    const left = (await readdir(folder)).filter((name) => name.startsWith('.'))
    expect(left).toEqual([expect.stringMatching(/^\.other\.mp4\./), '.video.mp4.txt'])
    expect(await readdir(notes)).toEqual([])
  })
})

test('a finished or failed write leaves no note', async () => {
  await withTempFolder(async (folder) => {
    const journal = createOutputJournal(folder, createManualClock())
    expect(await journal.guard('/x/a', async () => 5)).toBe(5)
    await expect(journal.guard('/x/b', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await readdir(folder)).toEqual([])
  })
})
