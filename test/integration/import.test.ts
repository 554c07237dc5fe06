/** Import: real files in, one honest outcome per file, nothing half-written. */
import { chmod, copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestLibrary, type TestLibrary } from '#test/harness/library.ts'
import { makePdf } from '#test/harness/make-documents.ts'

const SAMPLE = path.resolve(import.meta.dirname, '../../resources/sample')

let library: TestLibrary
let inbox: string

beforeAll(async () => {
  library = await createTestLibrary()
  inbox = path.join(library.folder, 'inbox')
  await mkdir(inbox)
})
afterAll(() => library.close())

const file = (name: string): string => path.join(inbox, name)

async function outcomeOf(name: string): Promise<string> {
  const { items } = await library.importPaths([file(name)])
  const item = items[0]
  return item === undefined ? 'nothing' : `${item.outcome} ${item.kind ?? '-'} ${item.error?.code ?? '-'}`
}

describe('import', () => {
  test('a document comes in with its text, pages and words', async () => {
    const { items } = await library.importPaths([path.join(SAMPLE, 'product-sheet.pdf')])
    const [item] = items
    expect(item).toMatchObject({ outcome: 'imported', kind: 'document', error: null })
    const document = library.documents.get(item?.assetId ?? '')
    expect(document).toMatchObject({ kind: 'pdf', pageCount: 2, language: 'en', isTextless: false })
    expect(document.text).toContain('Burns evenly for 48 hours')
  })

  test('a picture comes in with the size it is shown at, whatever its orientation mark says', async () => {
    const turned = sharp({ create: { width: 40, height: 20, channels: 3, background: '#c9822b' } })
    await turned.jpeg().withMetadata({ orientation: 6 }).toFile(file('turned.jpg'))
    const { items } = await library.importPaths([file('turned.jpg')])
    expect(library.catalog.get(items[0]?.assetId ?? '')).toMatchObject({
      widthPx: 20,
      heightPx: 40,
      kind: 'image'
    })
  })

  test('a picture leaves its thumbnail under its content, no larger than asked for', async () => {
    const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const
    await sharp({ create: { width: 900, height: 600, channels: 3, background: '#888', noise } })
      .jpeg()
      .toFile(file('photo.jpg'))
    const { items } = await library.importPaths([file('photo.jpg')])
    const { sha256 } = library.catalog.get(items[0]?.assetId ?? '')
    const thumbnail = path.join(library.folder, 'thumbnails', sha256.slice(0, 2), `${sha256}.jpg`)
    expect(await sharp(thumbnail).metadata()).toMatchObject({ width: 256, height: 171 })
  })

  test('content decides the kind, not the name', async () => {
    await copyFile(path.join(SAMPLE, 'product-sheet.pdf'), file('really-a-pdf.txt'))
    expect(await outcomeOf('really-a-pdf.txt')).toBe('duplicate document -')
    await sharp({ create: { width: 8, height: 8, channels: 3, background: '#000' } })
      .png()
      .toFile(file('really-a-png.pdf'))
    const { items } = await library.importPaths([file('really-a-png.pdf')])
    expect(library.catalog.get(items[0]?.assetId ?? '').mediaType).toBe('image/png')
  })

  test('what is taken in although its name lies, or without text, or damaged in part, says so', async () => {
    await writeFile(file('note.pdf'), 'Words that were saved under the wrong name.')
    await writeFile(file('note.JPEG'), '<p>An error page of a download</p>')
    const photo = await sharp({ create: { width: 300, height: 300, channels: 3, background: '#c93' } })
      .jpeg({ quality: 95 })
      .toBuffer()
    await writeFile(file('cut.jpg'), photo.subarray(0, Math.floor(photo.length * 0.6)))
    await writeFile(file('scan.pdf'), makePdf([[]]))
    await writeFile(file('fine.jpeg'), photo)
    const names = ['note.pdf', 'note.JPEG', 'cut.jpg', 'scan.pdf', 'fine.jpeg']
    const { items } = await library.importPaths(names.map(file))
    expect(
      items.map(({ outcome, kind, warning }) => [outcome, kind, warning?.split(/[ ,]/).slice(0, 4).join(' ')])
    ).toEqual([
      ['imported', 'document', 'The name says PDF'],
      ['imported', 'document', 'The name says JPEG'],
      ['imported', 'image', 'Part of this picture'],
      ['imported', 'document', 'No text was found'],
      ['imported', 'image', undefined]
    ])
    expect(library.documents.get(items[0]?.assetId ?? '')).toMatchObject({ kind: 'txt', wordCount: 8 })
  })

  test('the same bytes are a duplicate and are not kept twice', async () => {
    await writeFile(file('one.txt'), 'exactly these words')
    await writeFile(file('two.txt'), 'exactly these words')
    const first = await library.importPaths([file('one.txt')])
    const second = await library.importPaths([file('two.txt')], { tags: ['again'] })
    expect(second.items[0]).toMatchObject({ outcome: 'duplicate', assetId: first.items[0]?.assetId })
    expect(library.catalog.get(first.items[0]?.assetId ?? '').tags).toEqual(['again'])
  })

  test('two equal files in one import give one asset', async () => {
    await mkdir(file('twins'))
    await writeFile(file('twins/a.txt'), 'twin text')
    await writeFile(file('twins/b.txt'), 'twin text')
    const { items } = await library.importPaths([file('twins')])
    expect(items.map((item) => item.outcome).sort()).toEqual(['duplicate', 'imported'])
    expect(new Set(items.map((item) => item.assetId)).size).toBe(1)
  })

  test('folders are walked, links and hidden files inside are left alone, a loop ends', async () => {
    await mkdir(file('folder/deep'), { recursive: true })
    await writeFile(file('folder/deep/note.md'), '# Deep note\n\nwords')
    await writeFile(file('folder/.hidden.txt'), 'not meant')
    await symlink(file('folder'), file('folder/loop'))
    await symlink(file('one.txt'), file('folder/link.txt'))
    const { items } = await library.importPaths([file('folder')])
    expect(items.map((item) => path.basename(item.path))).toEqual(['note.md'])
  })

  test.each([
    ['missing.pdf', null, 'rejected - NOT_FOUND'],
    ['empty.docx', '', 'rejected - FILE_DAMAGED'],
    ['empty.png', '', 'rejected - FILE_DAMAGED'],
    ['words.pdf', 'only words, no PDF', 'imported document -'],
    ['words.jpg', 'only words, no picture', 'imported document -'],
    ['cut.pdf', '%PDF-1.7\n1 0 obj\n<<', 'rejected - FILE_DAMAGED'],
    ['odd.bin', Buffer.from([0, 1, 2, 3, 255, 254, 0, 7]), 'rejected - UNSUPPORTED_FORMAT'],
    [
      'photo.heic',
      Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'),
      'rejected - UNSUPPORTED_FORMAT'
    ],
    ['big.txt', Buffer.alloc(5 * 1024 * 1024 + 1, 'word '), 'rejected - FILE_TOO_LARGE'],
    ['blank.txt', '\n\n\n', 'imported document -']
  ])('%s ends with its own outcome', async (name, content, outcome) => {
    if (content !== null) await writeFile(file(name), content)
    expect(await outcomeOf(name)).toBe(outcome)
  })

  test.skipIf(process.getuid?.() === 0)('a file without read permission says so', async () => {
    await writeFile(file('locked.txt'), 'secret')
    await chmod(file('locked.txt'), 0o000)
    expect(await outcomeOf('locked.txt')).toBe('rejected - INVALID_INPUT')
  })

  test('a rejected file leaves no asset and no content behind', async () => {
    const before = library.db.prepare('SELECT count(*) FROM blob').pluck().get()
    await writeFile(file('broken.pdf'), '%PDF-1.4\nthis is no document\n%%EOF\n')
    expect(await outcomeOf('broken.pdf')).toBe('rejected - FILE_DAMAGED')
    expect(library.db.prepare('SELECT count(*) FROM blob').pluck().get()).toBe(before)
  })

  test('an SVG is kept without scripts and outside references, and is known again by its original bytes', async () => {
    const source = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="20" onload="alert(1)"><script>alert(2)</script><image xlink:href="turned.jpg" width="9" height="9"/><rect id="r" width="40" height="20" fill="#c00"/></svg>`
    await writeFile(file('drawing.svg'), source)
    const { items } = await library.importPaths([file('drawing.svg')])
    const asset = library.catalog.get(items[0]?.assetId ?? '')
    expect(asset).toMatchObject({ widthPx: 40, heightPx: 20, mediaType: 'image/svg+xml' })
    const out = file('kept.svg')
    await library.catalog.exportCopy(asset.id, out)
    expect(await readFile(out, 'utf8')).not.toMatch(/script|onload|turned\.jpg/)
    expect(await outcomeOf('drawing.svg')).toBe('duplicate image -')
  })

  test('cancelling stops with CANCELLED and keeps what was imported', async () => {
    await mkdir(file('many'))
    for (let each = 0; each < 20; each++) await writeFile(file(`many/${each}.txt`), `text number ${each}`)
    const controller = new AbortController()
    const running = library.imports.importPaths(
      { paths: [file('many')], campaignId: null, tags: [] },
      { signal: controller.signal, report: (done) => (done >= 3 ? controller.abort() : undefined) }
    )
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' })
    const kept = library.db.prepare(`SELECT count(*) FROM asset WHERE name GLOB '[0-9]*.txt'`).pluck().get()
    expect(kept).toBeGreaterThanOrEqual(3)
    expect(kept).toBeLessThan(20)
  })
})
