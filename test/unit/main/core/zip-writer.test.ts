/** Zip files that another reader takes: names, contents, checksums, and nothing left behind when it fails. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import yauzl from 'yauzl'
import { writeZip } from '#main/core/zip-writer.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'campaignforge-zip-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Reads with a foreign library, which checks sizes; checksums are compared here. */
function readZip(file: string): Promise<Readonly<Record<string, string>>> {
  return new Promise((resolve, reject) => {
    yauzl.open(file, { lazyEntries: true }, (openError, zip) => {
      if (openError !== null || zip === undefined) return reject(openError)
      const contents: Record<string, string> = {}
      zip.on('error', reject)
      zip.on('end', () => resolve(contents))
      zip.on('entry', (entry: yauzl.Entry) => {
        zip.openReadStream(entry, (streamError, stream) => {
          if (streamError !== null || stream === undefined) return reject(streamError)
          const chunks: Buffer[] = []
          stream.on('data', (chunk: Buffer) => chunks.push(chunk))
          stream.on('end', () => {
            const bytes = Buffer.concat(chunks)
            if (crc32(bytes) !== entry.crc32) return reject(new Error(`Wrong checksum: ${entry.fileName}`))
            contents[entry.fileName] = bytes.toString('utf8')
            zip.readEntry()
          })
        })
      })
      zip.readEntry()
    })
  })
}

describe('writeZip', () => {
  const at = new Date(2026, 10, 22, 17, 30).getTime()

  it('a foreign reader finds every file with its name and bytes, also empty and odd ones', async () => {
    const source = path.join(folder, 'source.txt')
    await writeFile(source, 'x'.repeat(200_000))
    const target = path.join(folder, 'out.zip')
    await writeZip(
      target,
      [
        { name: 'instagram/post-01.png', source: { path: source } },
        { name: 'Grüße 🕯.txt', source: { bytes: Buffer.from('hello') } },
        { name: 'empty', source: { bytes: new Uint8Array() } }
      ],
      { at }
    )
    expect(await readZip(target)).toEqual({
      'instagram/post-01.png': 'x'.repeat(200_000),
      'Grüße 🕯.txt': 'hello',
      empty: ''
    })
  })

  it('an unreadable source leaves no zip and no temporary file', async () => {
    const target = path.join(folder, 'out.zip')
    const entries = [{ name: 'a', source: { path: path.join(folder, 'missing') } }]
    await expect(writeZip(target, entries, { at })).rejects.toMatchObject({ name: 'AppError' })
    expect(await readdir(folder)).toEqual([])
  })

  it('stops when cancelled and leaves nothing', async () => {
    const controller = new AbortController()
    const target = path.join(folder, 'out.zip')
    const entries = ['a', 'b'].map((name) => ({ name, source: { bytes: Buffer.from(name) } }))
    const writing = writeZip(target, entries, {
      at,
      signal: controller.signal,
      onEntry: () => controller.abort()
    })
    await expect(writing).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(await readdir(folder)).toEqual([])
  })
})
