/** Small files that cost a careless reader seconds, gigabytes or its life. */
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { makeDocx, makePdf } from './make-documents.ts'

const MEGABYTE = 1024 * 1024

export interface HostileFile {
  readonly name: string
  /** Every one of these is a right outcome. */
  readonly outcomes: readonly string[]
}

export const HOSTILE_FILES: readonly HostileFile[] = [
  { name: 'bomb.docx', outcomes: ['FILE_TOO_LARGE'] },
  { name: 'lying.docx', outcomes: ['FILE_DAMAGED', 'FILE_TOO_LARGE'] },
  { name: 'operators.pdf', outcomes: ['TIMEOUT', 'FILE_TOO_LARGE', 'imported'] },
  { name: 'endless.pdf', outcomes: ['TIMEOUT', 'FILE_DAMAGED', 'FILE_TOO_LARGE', 'imported'] },
  { name: 'strip.pdf', outcomes: ['imported'] },
  { name: 'nested-use.svg', outcomes: ['TIMEOUT', 'FILE_DAMAGED', 'FILE_TOO_LARGE', 'imported'] },
  { name: 'filters.svg', outcomes: ['TIMEOUT', 'FILE_DAMAGED', 'FILE_TOO_LARGE', 'imported'] },
  { name: 'huge.svg', outcomes: ['FILE_TOO_LARGE'] },
  { name: 'entities.svg', outcomes: ['FILE_DAMAGED'] },
  { name: 'huge.png', outcomes: ['FILE_TOO_LARGE'] },
  { name: 'deep.rtf', outcomes: ['imported', 'FILE_DAMAGED'] }
]

/** Writes all of them into the folder. */
export async function writeHostileFiles(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const write = (name: string, content: string | Uint8Array): Promise<void> =>
    writeFile(path.join(folder, name), content)
  await write(
    'bomb.docx',
    makeDocx(['words'], [{ name: 'word/more.xml', content: Buffer.alloc(400 * MEGABYTE, 32) }])
  )
  await write(
    'lying.docx',
    makeDocx(
      ['words'],
      [{ name: 'word/more.xml', content: Buffer.alloc(400 * MEGABYTE, 32), claimedBytes: 5000 }]
    )
  )
  await write('operators.pdf', makePdf([[]], { content: 'BT /F1 9 Tf (a) Tj ET '.repeat(2_400_000) }))
  // Saved states that are never restored pile up while the page is drawn.
  await write('endless.pdf', makePdf([[]], { content: '0 0 m 9 9 l S q 1 0 0 1 1 1 cm '.repeat(1_200_000) }))
  await write('strip.pdf', makePdf([[]], { pageSizePt: [10, 14_400] }))
  await write('nested-use.svg', nestedUse())
  await write('filters.svg', filters())
  await write('huge.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="100000" height="100000"/>')
  await write(
    'entities.svg',
    '<!DOCTYPE svg [<!ENTITY a "aa">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>'
  )
  await write('huge.png', hugePng(30_000))
  await write('deep.rtf', `{\\rtf1 ${'{'.repeat(200_000)}deep${'}'.repeat(200_000)}}`)
}

function nestedUse(): string {
  const levels = Array.from({ length: 14 }, (_, level) => {
    const uses = Array.from({ length: 6 }, (_unused, each) => `<use href="#l${level}" x="${each}"/>`).join('')
    return `<g id="l${level + 1}">${uses}</g>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"><defs><rect id="l0" width="9" height="9"/>${levels.join('')}</defs><use href="#l14"/></svg>`
}

function filters(): string {
  const steps = '<feMorphology operator="dilate" radius="200"/><feGaussianBlur stdDeviation="90"/>'.repeat(12)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="6000" height="6000"><filter id="f">${steps}</filter><rect width="6000" height="6000" filter="url(#f)"/></svg>`
}

/** A sound one-bit picture of so many pixels a side, a few hundred kilobytes on disk. */
function hugePng(side: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header[8] = 1
  const rows = Buffer.alloc((Math.ceil(side / 8) + 1) * side)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0))
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const head = Buffer.alloc(4)
  head.writeUInt32BE(data.length)
  const tail = Buffer.alloc(4)
  tail.writeUInt32BE(crc32(body))
  return Buffer.concat([head, body, tail])
}
