/** Remembers which work is running, as requests, so that the next start goes on with what a quit or a crash cut off. */
import { readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { makeFolderAtOnce, tryDelete, writeFileAtOnce } from './files.ts'

const noteSchema = z.object({
  route: z.string(),
  input: z.unknown(),
  /** How many starts have gone on with this work already. */
  resumes: z.int().min(0),
  notedAt: z.int()
})

/** A request that goes on with some work: the name of its route and its input. */
export interface ResumeNote {
  readonly route: string
  readonly input: unknown
}

export interface JobJournal {
  /** Notes running work before it returns, so that a crash in the next moment finds it; a disk that refuses costs only the resuming. */
  note(id: string, note: ResumeNote): void
  /** Takes the note back. */
  forget(id: string): void
  /**
   * What the last run left unfinished, oldest first; the notes are gone afterwards. Work that did not get through
   * three starts is left out, so that it cannot end the app again and again.
   */
  take(): Promise<readonly ResumeNote[]>
  /** Resolves when everything asked so far is on disk. */
  settled(): Promise<void>
}

const MOST_RESUMES = 3

/** @param folder holds one small file per running job */
export function createJobJournal(folder: string, now: () => number): JobJournal {
  const resumesOf = new Map<string, number>()
  let pending = Promise.resolve()
  const queue = (work: () => Promise<void>): void => {
    pending = pending.then(work).catch(() => undefined)
  }
  const fileOf = (id: string): string => path.join(folder, `${id}.json`)
  const sameWork = ({ route, input }: ResumeNote): string => JSON.stringify([route, input])

  return {
    note(id, note) {
      const kept = { ...note, resumes: resumesOf.get(sameWork(note)) ?? 0, notedAt: now() }
      try {
        makeFolderAtOnce(folder)
        writeFileAtOnce(fileOf(id), JSON.stringify(kept))
      } catch {
        // A disk that refuses says so in the work itself.
      }
    },
    forget: (id) => queue(async () => await rm(fileOf(id), { force: true })),
    async take() {
      await pending
      const names = await readdir(folder).catch(() => [])
      const read = await Promise.all(names.map((name) => tryReadNote(path.join(folder, name))))
      await Promise.all(names.map((name) => tryDelete(path.join(folder, name))))
      const left = read.filter((note) => note !== null).filter((note) => note.resumes < MOST_RESUMES)
      for (const note of left) resumesOf.set(sameWork(note), note.resumes + 1)
      return left
        .toSorted((one, other) => one.notedAt - other.notedAt)
        .map(({ route, input }) => ({ route, input }))
    },
    settled: () => pending
  }
}

/** Null for a note that does not read: half-written, or of another version. */
async function tryReadNote(file: string): Promise<z.output<typeof noteSchema> | null> {
  try {
    return noteSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return null
  }
}
