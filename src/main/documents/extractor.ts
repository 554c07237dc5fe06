/** The interface of everything that turns a document's bytes into text, and what each such reader promises. */
import type { DocumentKind, Extraction } from '#shared/domain/document.ts'

export interface ExtractionLimits {
  /** Pages after this one are left out; the page count still tells the truth. */
  readonly maxPages: number
  /** Text is cut here, in UTF-16 units. */
  readonly maxTextChars: number
  /** A container that unpacks to more than this is refused with FILE_TOO_LARGE. */
  readonly maxUnpackedBytes: number
}

/** Bounds that fit a parser process of 768 MB heap; measured 2026-11 on hostile and very long files. */
export const EXTRACTION_LIMITS: ExtractionLimits = {
  maxPages: 5000,
  maxTextChars: 5_000_000,
  maxUnpackedBytes: 128 * 1024 * 1024
}

export interface ExtractionContext {
  readonly limits: ExtractionLimits
  /** Says that work goes on, so that a long book is not taken for an endless file. */
  progress(done: number, total: number): void
}

/**
 * One reader of one format. No network, no other files, no child process.
 * Throws FILE_DAMAGED, FILE_ENCRYPTED, FILE_TOO_LARGE {limitBytes} or UNSUPPORTED_FORMAT; a file that opens
 * and holds no text is a success with `isTextless`.
 */
export interface Extractor {
  readonly kind: DocumentKind
  extract(bytes: Uint8Array, context: ExtractionContext): Promise<Extraction>
}
