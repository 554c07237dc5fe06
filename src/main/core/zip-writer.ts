/**
 * Writes zip files of contents that are compressed already: every file is stored as it is. UTF-8 names, no ZIP64.
 * Layout: PKWARE APPNOTE 6.3.10, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (end record).
 */
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { AppError } from '#shared/errors.ts'
import { throwIfCancelled } from './cancel.ts'
import { replaceFile } from './files.ts'

export interface ZipEntry {
  /** Path inside the zip, with forward slashes. */
  readonly name: string
  readonly source: { readonly path: string } | { readonly bytes: Uint8Array }
}

export interface ZipOptions {
  readonly signal?: AbortSignal
  /** Called after each file. */
  readonly onEntry?: (done: number) => void
  /** Stamped on every file, in the computer's own time zone as the format wants it. */
  readonly at: number
}

interface WrittenEntry {
  readonly name: Buffer
  readonly offset: number
  readonly sizeBytes: number
  readonly checksum: number
}

/** Sizes and offsets are 32 bits wide. */
const LIMIT_BYTES = 0xffff_ffff
const LOCAL_SIGNATURE = 0x0403_4b50
const CENTRAL_SIGNATURE = 0x0201_4b50
const END_SIGNATURE = 0x0605_4b50
const VERSION = 20
/** Names are UTF-8. */
const FLAGS = 0x0800

/**
 * Writes the zip beside its place and moves it there when it is whole. Disk. Throws FILE_TOO_LARGE {limitBytes} above
 * 4 GB, CANCELLED, and file errors in the product's codes.
 */
export async function writeZip(
  target: string,
  entries: readonly ZipEntry[],
  options: ZipOptions
): Promise<void> {
  await replaceFile(target, async (tempPath) => {
    const file = await open(tempPath, 'wx')
    try {
      await writeAll(file, entries, options)
      await file.sync()
    } finally {
      await file.close()
    }
  })
}

async function writeAll(file: FileHandle, entries: readonly ZipEntry[], options: ZipOptions): Promise<void> {
  const stamp = dosTime(options.at)
  const written: WrittenEntry[] = []
  let offset = 0
  for (const entry of entries) {
    throwIfCancelled(options.signal)
    const name = Buffer.from(entry.name, 'utf8')
    const { sizeBytes, checksum } = await measure(entry)
    const header = localHeader({ name, offset, sizeBytes, checksum }, stamp)
    if (offset + header.length + sizeBytes > LIMIT_BYTES) throw tooLarge()
    await file.write(header, 0, header.length, offset)
    await copyInto(file, entry, offset + header.length)
    written.push({ name, offset, sizeBytes, checksum })
    offset += header.length + sizeBytes
    options.onEntry?.(written.length)
  }
  const directory = Buffer.concat(written.map((entry) => centralHeader(entry, stamp)))
  if (offset + directory.length > LIMIT_BYTES) throw tooLarge()
  await file.write(directory, 0, directory.length, offset)
  const end = endRecord(written.length, directory.length, offset)
  await file.write(end, 0, end.length, offset + directory.length)
}

function tooLarge(): AppError {
  return new AppError('FILE_TOO_LARGE', 'The zip file would be larger than 4 GB. Export a folder instead.', {
    details: { limitBytes: LIMIT_BYTES }
  })
}

async function* chunksOf({ source }: ZipEntry): AsyncGenerator<Uint8Array> {
  if ('bytes' in source) yield source.bytes
  else yield* createReadStream(source.path)
}

async function measure(entry: ZipEntry): Promise<{ readonly sizeBytes: number; readonly checksum: number }> {
  let sizeBytes = 0
  let checksum = 0
  for await (const chunk of chunksOf(entry)) {
    sizeBytes += chunk.length
    checksum = crc32(chunk, checksum)
  }
  return { sizeBytes, checksum }
}

async function copyInto(file: FileHandle, entry: ZipEntry, start: number): Promise<void> {
  let at = start
  for await (const chunk of chunksOf(entry)) {
    await file.write(chunk, 0, chunk.length, at)
    at += chunk.length
  }
}

interface DosStamp {
  readonly time: number
  readonly date: number
}

/** Two-second steps since 1980. */
function dosTime(at: number): DosStamp {
  const date = new Date(at)
  return {
    time: (date.getHours() << 11) | (date.getMinutes() << 5) | (date.getSeconds() >> 1),
    date: (Math.max(0, date.getFullYear() - 1980) << 9) | ((date.getMonth() + 1) << 5) | date.getDate()
  }
}

/** The fields that both headers share, from the version needed to the length of the name. */
function sharedFields({ name, sizeBytes, checksum }: WrittenEntry, { time, date }: DosStamp): Buffer {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(VERSION, 0)
  fields.writeUInt16LE(FLAGS, 2)
  fields.writeUInt16LE(time, 6)
  fields.writeUInt16LE(date, 8)
  fields.writeUInt32LE(checksum, 10)
  fields.writeUInt32LE(sizeBytes, 14)
  fields.writeUInt32LE(sizeBytes, 18)
  fields.writeUInt16LE(name.length, 22)
  return fields
}

function localHeader(entry: WrittenEntry, stamp: DosStamp): Buffer {
  const signature = Buffer.alloc(4)
  signature.writeUInt32LE(LOCAL_SIGNATURE)
  return Buffer.concat([signature, sharedFields(entry, stamp), entry.name])
}

function centralHeader(entry: WrittenEntry, stamp: DosStamp): Buffer {
  const head = Buffer.alloc(6)
  head.writeUInt32LE(CENTRAL_SIGNATURE, 0)
  head.writeUInt16LE(VERSION, 4)
  const tail = Buffer.alloc(14)
  tail.writeUInt32LE(entry.offset, 10)
  return Buffer.concat([head, sharedFields(entry, stamp), tail, entry.name])
}

function endRecord(count: number, sizeBytes: number, offset: number): Buffer {
  const record = Buffer.alloc(22)
  record.writeUInt32LE(END_SIGNATURE, 0)
  record.writeUInt16LE(count, 8)
  record.writeUInt16LE(count, 10)
  record.writeUInt32LE(sizeBytes, 12)
  record.writeUInt32LE(offset, 16)
  return record
}
