/**
 * Remembers which files outside the data folder are being written, so that the next start can remove what a crash
 * left half-written there.
 */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Clock } from './clock.ts'
import { makeFolder, TEMP_MARK, tempPrefixFor, tryDelete } from './files.ts'

export interface OutputJournal {
  /** Runs with the target noted; the note goes when the run ends, however it ends. */
  guard<T>(target: string, run: () => Promise<T>): Promise<T>
  /** Removes temporary files of writes that a crash cut off; gives how many. Only the owner of the data folder calls it. */
  recover(): Promise<number>
}

/** @param folder holds one small note per write under way */
export function createOutputJournal(folder: string, clock: Pick<Clock, 'newId'>): OutputJournal {
  return {
    async guard(target, run) {
      const note = path.join(folder, clock.newId())
      await makeFolder(folder)
      await writeFile(note, path.resolve(target))
      try {
        return await run()
      } finally {
        await rm(note, { force: true })
      }
    },
    async recover() {
      let removed = 0
      for (const name of await readdir(folder).catch(() => [])) {
        const note = path.join(folder, name)
        removed += await removeLeftovers(await readFile(note, 'utf8').catch(() => ''))
        await rm(note, { force: true })
      }
      return removed
    }
  }
}

async function removeLeftovers(target: string): Promise<number> {
  if (target === '') return 0
  const folder = path.dirname(target)
  const names = await readdir(folder).catch(() => [])
  const left = names.filter((name) => name.startsWith(tempPrefixFor(target)) && name.endsWith(TEMP_MARK))
  for (const name of left) await tryDelete(path.join(folder, name))
  return left.length
}
