/** Joins campaigns with documents and the importer: reads briefs, then keeps the documents as assets. */
import path from 'node:path'
import type { Brief } from '#shared/domain/campaign.ts'
import type { Extraction } from '#shared/domain/document.ts'
import { AppError, isErrorCode } from '#shared/errors.ts'
import type { BriefReader, DocumentKeeper } from '../campaigns/campaign-service.ts'
import { unwatched } from '../core/jobs.ts'
import type { DocumentService } from '../documents/document-service.ts'
import type { ImportService } from '../imports/import-service.ts'

/** Reads each document in a process of its own and joins what they say, the first document first. */
export function createBriefReader(documents: DocumentService): BriefReader {
  return {
    async briefFrom(paths, signal): Promise<Brief> {
      const named: { name: string; extraction: Extraction }[] = []
      for (const each of paths) {
        named.push({ name: path.basename(each), extraction: await documents.extract(each, signal) })
      }
      return documents.briefFrom(named)
    }
  }
}

/** Imports documents for a campaign; a rejected one fails the whole with its own code. */
export function createDocumentKeeper(imports: ImportService): DocumentKeeper {
  return {
    async keep(paths, campaignId, signal) {
      const { items } = await imports.importPaths({ paths, campaignId, tags: [] }, unwatched(signal))
      const rejected = items.find((item) => item.error !== null)?.error ?? null
      if (rejected === null) return
      throw new AppError(isErrorCode(rejected.code) ? rejected.code : 'INTERNAL', rejected.message)
    }
  }
}
