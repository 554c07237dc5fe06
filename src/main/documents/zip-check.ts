/** Looks into a zip container before any parser does: what it holds, and how large it really becomes. */

import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { AppError } from '#shared/errors.ts'

const MAX_ENTRIES = 10_000
/** The parts a document parser holds in memory as one string. */
const TEXT_PART = /\.(xml|rels)$/i
const MAX_TEXT_PART_BYTES = 48 * 1024 * 1024

/**
 * Names of all entries. Every text part is unpacked once, counting, so that false sizes in the directory are found.
 * Throws FILE_TOO_LARGE {limitBytes} above the limits, FILE_DAMAGED for a broken container or false sizes.
 */
export async function checkZip(bytes: Buffer, maxUnpackedBytes: number): Promise<ReadonlySet<string>> {
  try {
    const zip = await openZip(bytes)
    const entries = await listEntries(zip)
    refuseLarge(entries, maxUnpackedBytes)
    for (const entry of entries) if (TEXT_PART.test(entry.fileName)) await unpackCounting(zip, entry)
    return new Set(entries.map((entry) => entry.fileName))
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('FILE_DAMAGED', 'The file is damaged or cut off. Download or save it again.', {
      cause
    })
  }
}

function openZip(bytes: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(
      bytes,
      { lazyEntries: true, validateEntrySizes: true, strictFileNames: false },
      (error, zip) => {
        if (error === null) resolve(zip)
        else reject(error)
      }
    )
  })
}

function listEntries(zip: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = []
    zip.on('entry', (entry: Entry) => {
      entries.push(entry)
      if (entries.length > MAX_ENTRIES) reject(tooLarge(MAX_ENTRIES))
      else zip.readEntry()
    })
    zip.once('end', () => resolve(entries))
    zip.once('error', reject)
    zip.readEntry()
  })
}

function refuseLarge(entries: readonly Entry[], maxUnpackedBytes: number): void {
  const total = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0)
  if (total > maxUnpackedBytes) throw tooLarge(maxUnpackedBytes)
  const text = entries.filter((entry) => TEXT_PART.test(entry.fileName))
  if (text.some((entry) => entry.uncompressedSize > MAX_TEXT_PART_BYTES)) throw tooLarge(MAX_TEXT_PART_BYTES)
}

/** yauzl fails as soon as more bytes come than the directory promised. */
async function unpackCounting(zip: ZipFile, entry: Entry): Promise<void> {
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (error, opened) => {
      if (error === null) resolve(opened)
      else reject(error)
    })
  })
  const drop = new Writable({ write: (_chunk, _encoding, done) => done() })
  await pipeline(stream, drop)
}

function tooLarge(limitBytes: number): AppError {
  return new AppError('FILE_TOO_LARGE', 'The file unpacks to more than can be read safely.', {
    details: { limitBytes }
  })
}
