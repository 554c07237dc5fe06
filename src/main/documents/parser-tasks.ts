/** The work of the parser process: one task in, one result out. Loads each library only when a task needs it. */
import { readFile } from 'node:fs/promises'
import type { DocumentKind, Extraction } from '#shared/domain/document.ts'
import { toFileError } from '../core/files.ts'
import { EXTRACTION_LIMITS, type Extractor } from './extractor.ts'
import type { Drawn, ImageFacts, OptimisedFile, ParserTask } from './parser-protocol.ts'

/** Throws the reader's codes; `progress` is called while a long document is read. */
export async function runParserTask(
  task: ParserTask,
  progress: () => void
): Promise<Extraction | ImageFacts | Drawn | OptimisedFile | null> {
  switch (task.task) {
    case 'extract':
      return await extract(task.path, task.format, progress)
    case 'image': {
      const { readPicture } = await import('./picture.ts')
      return await readPicture(task)
    }
    case 'optimise': {
      const { writeOptimised } = await import('./image-optimiser.ts')
      return await writeOptimised(task)
    }
    case 'draw': {
      const { drawFirstPage } = await import('./preview.ts')
      const extractIt = (): Promise<Extraction> => extract(task.path, task.format, progress)
      return await drawFirstPage(task, extractIt)
    }
  }
}

async function extract(path: string, format: DocumentKind, progress: () => void): Promise<Extraction> {
  const [extractor, bytes] = await Promise.all([loadExtractor(format), readBytes(path)])
  return await extractor.extract(bytes, { limits: EXTRACTION_LIMITS, progress })
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (cause) {
    throw toFileError(cause, path)
  }
}

/** The reader of a format. */
export async function loadExtractor(format: DocumentKind): Promise<Extractor> {
  switch (format) {
    case 'pdf':
      return (await import('./extractors/pdf.ts')).pdfExtractor
    case 'docx':
      return (await import('./extractors/docx.ts')).docxExtractor
    case 'doc':
      return (await import('./extractors/doc.ts')).docExtractor
    case 'rtf':
      return (await import('./extractors/rtf.ts')).rtfExtractor
    case 'txt':
    case 'md':
      return (await import('./extractors/plain-text.ts')).createPlainTextExtractor(format)
  }
}
