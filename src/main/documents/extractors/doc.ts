/** Word 97–2003 files through word-extractor; encryption and older versions are told apart before it is asked. */
/// <reference path="./word-extractor-env.d.ts" />
import WordExtractor from 'word-extractor'
import { AppError } from '#shared/errors.ts'
import { readCompoundFile } from '../compound-file.ts'
import { LIST_LEVEL, type OutlineEntry, toExtraction } from '../extraction.ts'
import type { Extractor } from '../extractor.ts'

/** File information block. Source: [MS-DOC] 2.5.1: nFib at 2 (Word 6 and 95: 101–105, Word 97: 193), fEncrypted at 10. */
const FIRST_READABLE_FIB = 106
const ENCRYPTED_FLAG = 0x0100

export const docExtractor: Extractor = {
  kind: 'doc',
  async extract(bytes, { limits }) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    refuseUnreadable(buffer)
    const text = await readText(buffer)
    return toExtraction(
      { kind: 'doc', title: null, pages: [text], pageCount: null, outline: outlineOf(text) },
      limits
    )
  }
}

function refuseUnreadable(buffer: Buffer): void {
  const file = readCompoundFile(buffer)
  const names = new Set(file.streams.map((stream) => stream.name))
  if (names.has('EncryptedPackage')) throw encrypted()
  const header = file.headOf('WordDocument')
  if (header === null) {
    // A cut file lost its directory or the text it names; the reader says so.
    if (names.has('WordDocument') || names.size === 0) return
    throw new AppError('UNSUPPORTED_FORMAT', 'This Office file holds no Word text. Save it as DOCX or PDF.')
  }
  if ((header.readUInt16LE(10) & ENCRYPTED_FLAG) !== 0) throw encrypted()
  if (header.readUInt16LE(2) < FIRST_READABLE_FIB) {
    throw new AppError(
      'UNSUPPORTED_FORMAT',
      'This Word file is from before Word 97. Open it in a word processor and save it as DOCX.'
    )
  }
}

async function readText(buffer: Buffer): Promise<string> {
  try {
    const document = await new WordExtractor().extract(buffer)
    const boxes = document.getTextboxes({ includeHeadersAndFooters: false })
    const parts = [document.getBody(), document.getFootnotes(), document.getEndnotes(), boxes]
    return mendGaps(
      parts
        .filter((part) => part.trim() !== '')
        .join('\n')
        .trim()
    )
  } catch (cause) {
    throw new AppError('FILE_DAMAGED', 'This Word file is damaged. Open and save it again in its program.', {
      cause
    })
  }
}

/**
 * word-extractor 1.0.4 writes the word "undefined" for two characters its tables lack:
 * the optional hyphen inside words and the euro sign beside numbers.
 */
function mendGaps(text: string): string {
  return text
    .replace(/(?<=\p{Ll})undefined(?=\p{Ll})/gu, '')
    .replace(/(?<=\d ?)undefined|undefined(?= ?\d)/g, '€')
}

/** The format's styles are not read, so short lines without a full stop before longer text count as headings. */
function outlineOf(text: string): OutlineEntry[] {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.flatMap((line, index) => {
    const item = /^[•·▪◦–-]\s+(.+)$/.exec(line)
    if (item?.[1] !== undefined) return [{ level: LIST_LEVEL, text: item[1], page: 1 }]
    const isShort = line.length > 1 && line.length <= 80 && !/[.,;:!?]$/.test(line)
    const following = lines.slice(index + 1).find((other) => other !== '')
    const isHeading = isShort && following !== undefined && following.length > line.length * 1.5
    return isHeading ? [{ level: index === 0 ? 1 : 2, text: line, page: 1 }] : []
  })
}

function encrypted(): AppError {
  return new AppError(
    'FILE_ENCRYPTED',
    'This document has a password. Save a copy without one and import that.'
  )
}
