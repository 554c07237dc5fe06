/** Paid pictures between the vendor's answer and the catalog: kept on disk, so that none is drawn and paid twice. */
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { systemCode, writeFileAtomic } from '../core/files.ts'
import type { DrawnImage } from './image-provider.ts'

export interface DrawnStore {
  /** Durable when it resolves. Throws DISK_FULL and file codes. */
  save(attemptId: string, image: DrawnImage): Promise<void>
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
  const pathOf = (attemptId: string): string => join(folder, `${attemptId}.drawn`)
  return {
    async save(attemptId, { bytes, ...facts }) {
      await mkdir(folder, { recursive: true })
      // One file, so that picture and facts appear together: a JSON line, then the bytes.
      await writeFileAtomic(
        pathOf(attemptId),
        Buffer.concat([Buffer.from(`${JSON.stringify(facts)}\n`), bytes])
      )
    },
    async find(attemptId) {
      const content = await readFile(pathOf(attemptId)).catch((cause: unknown) => {
        if (systemCode(cause) === 'ENOENT') return null
        throw cause
      })
      if (content === null) return null
      const lineEnd = content.indexOf('\n')
      const facts = factsSchema.parse(JSON.parse(content.subarray(0, lineEnd).toString('utf8')))
      return { ...facts, bytes: content.subarray(lineEnd + 1) }
    },
    remove: (attemptId) => rm(pathOf(attemptId), { force: true })
  }
}
