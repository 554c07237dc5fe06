/** Reads the directory of a compound file (the container of .doc and of encrypted .docx), without its contents. */
import { AppError } from '#shared/errors.ts'

export interface CompoundStream {
  readonly name: string
  readonly sizeBytes: number
  readonly startSector: number
}

export interface CompoundFile {
  readonly streams: readonly CompoundStream[]
  /** The first bytes of a stream, at most 512; null when the stream is absent or out of bounds. */
  headOf(name: string): Buffer | null
}

const END_OF_CHAIN = 0xfffffffa
const ENTRY_BYTES = 128
const MINI_BYTES = 64
const MAX_SECTORS = 4096

/** Source: [MS-CFB] v12, sections 2.2 (header), 2.3 (FAT) and 2.6 (directory). Throws FILE_DAMAGED. */
export function readCompoundFile(bytes: Buffer): CompoundFile {
  if (bytes.length < 512) throw damaged()
  const sectorBytes = 2 ** bytes.readUInt16LE(30)
  if (sectorBytes !== 512 && sectorBytes !== 4096) throw damaged()
  const sector = (index: number): Buffer =>
    bytes.subarray((index + 1) * sectorBytes, (index + 2) * sectorBytes)
  const next = (index: number): number => nextSector(bytes, sectorBytes, index)
  const directory = chain(bytes.readUInt32LE(48), next).map(sector)
  const streams = Buffer.concat(directory.filter((part) => part.length === sectorBytes))
  /** Small streams lie in 64-byte pieces inside the root entry's stream. */
  const miniHead = (start: number): Buffer => {
    const root = entriesOf(streams)[0]
    const container = root === undefined ? [] : chain(root.startSector, next)
    const index = container[Math.floor((start * MINI_BYTES) / sectorBytes)]
    const at = (start * MINI_BYTES) % sectorBytes
    return index === undefined ? Buffer.alloc(0) : sector(index).subarray(at, at + MINI_BYTES)
  }
  return {
    streams: entriesOf(streams),
    headOf(name) {
      const entries = entriesOf(streams)
      const stream = entries.find((entry) => entry.name.toLowerCase() === name.toLowerCase())
      if (stream === undefined) return null
      const isMini = stream.sizeBytes < bytes.readUInt32LE(56)
      const head = isMini ? miniHead(stream.startSector) : sector(stream.startSector)
      return head.length >= 32 ? head.subarray(0, 512) : null
    }
  }
}

/** The first 109 FAT sectors are listed in the header, which covers files up to 6.8 MB of directory reach. */
function nextSector(bytes: Buffer, sectorBytes: number, index: number): number {
  const perSector = sectorBytes / 4
  const fatIndex = Math.floor(index / perSector)
  if (fatIndex >= 109) return END_OF_CHAIN
  const at = (bytes.readUInt32LE(76 + fatIndex * 4) + 1) * sectorBytes + (index % perSector) * 4
  return at + 4 <= bytes.length ? bytes.readUInt32LE(at) : END_OF_CHAIN
}

function chain(first: number, next: (index: number) => number): number[] {
  const sectors: number[] = []
  const seen = new Set<number>()
  for (let index = first; index < END_OF_CHAIN && sectors.length < MAX_SECTORS; index = next(index)) {
    if (seen.has(index)) break
    seen.add(index)
    sectors.push(index)
  }
  return sectors
}

function entriesOf(directory: Buffer): CompoundStream[] {
  const entries: CompoundStream[] = []
  for (let at = 0; at + ENTRY_BYTES <= directory.length; at += ENTRY_BYTES) {
    const nameBytes = directory.readUInt16LE(at + 64)
    if (nameBytes < 2 || nameBytes > 64) continue
    entries.push({
      name: directory.subarray(at, at + nameBytes - 2).toString('utf16le'),
      sizeBytes: directory.readUInt32LE(at + 120),
      startSector: directory.readUInt32LE(at + 116)
    })
  }
  return entries
}

function damaged(): AppError {
  return new AppError('FILE_DAMAGED', 'This Word file is damaged. Open and save it again in its program.')
}
