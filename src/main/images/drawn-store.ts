/** Paid pictures between the vendor's answer and the catalog: kept on disk, so that none is drawn and paid twice. */
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { makeFolderAtOnce, systemCode, writeFileAtOnce } from '../core/files.ts'
import type { DrawnImage } from './image-provider.ts'

export interface DrawnStore {
  /**
   * Survives a killed process; power loss in the next moment may take it, the ledger row says so then.
   * Throws DISK_FULL and file codes.
   */
  save(attemptId: string, image: DrawnImage): void
  /** Null when nothing was saved under the attempt. */
  find(attemptId: string): Promise<DrawnImage | null>
  /** Success also when there was nothing. */
  remove(attemptId: string): Promise<void>
}

const factsSchema = z.object({
  mediaType: z.string(),
  widthPx: z.int(),
  heightPx: z.int(),
  costMicroUsd: z.int(),
  seed: z.int().nullable(),
  vendorRequestId: z.string().nullable(),
  model: z.string()
})

export function createDrawnStore(folder: string): DrawnStore {
  let isFolderMade = false
  const pathOf = (attemptId: string): string => join(folder, `${attemptId}.drawn`)
  return {
    save(attemptId, { bytes, ...facts }) {
      if (!isFolderMade) makeFolderAtOnce(folder)
      isFolderMade = true
      // One file, so that picture and facts appear together: a JSON line, then the bytes. At once: handing it to another
      // thread and waiting takes longer than the writing.
      writeFileAtOnce(pathOf(attemptId), Buffer.concat([Buffer.from(`${JSON.stringify(facts)}\n`), bytes]))
    },
    async find(attemptId) {
      const content = await readFile(pathOf(attemptId)).catch((cause: unknown) => {
        if (systemCode(cause) === 'ENOENT') return null
        throw cause
      })
      if (content === null) return null
      return parseDrawn(content)
    },
    remove: (attemptId) => rm(pathOf(attemptId), { force: true })
  }
}

/** Null for a file that power loss left incomplete. */
function parseDrawn(content: Buffer): DrawnImage | null {
  const lineEnd = content.indexOf('\n')
  if (lineEnd === -1) return null
  const facts = factsSchema.safeParse(JSON.parse(content.subarray(0, lineEnd).toString('utf8')))
  return facts.success ? { ...facts.data, bytes: content.subarray(lineEnd + 1) } : null
}
