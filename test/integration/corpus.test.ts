/** Every file of the corpus is imported or refused with the right code, and what comes in meets its known facts. */
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sha256Of } from '#main/core/files.ts'
import type { ImportItem } from '#shared/domain/document.ts'
import {
  agreement,
  CORPUS_FOLDER,
  type CorpusCase,
  corpusCases,
  corpusPath,
  HAS_CORPUS
} from '#test/harness/corpus.ts'
import { createTestLibrary, type TestLibrary } from '#test/harness/library.ts'

/** The manifest's words for a failure, as our codes; a text is fine where it says so. */
const CODES: Readonly<Record<string, readonly string[]>> = {
  password: ['FILE_ENCRYPTED'],
  corrupt: ['FILE_DAMAGED'],
  'corrupt-or-text': ['FILE_DAMAGED', 'text'],
  'corrupt-or-partial': ['FILE_DAMAGED', 'text'],
  'too-large': ['FILE_TOO_LARGE'],
  'too-large-or-corrupt': ['FILE_TOO_LARGE', 'FILE_DAMAGED'],
  'unsupported-or-text': ['UNSUPPORTED_FORMAT', 'text'],
  'timeout-or-text': ['TIMEOUT', 'FILE_TOO_LARGE', 'text']
}
/** The reference program writes list numbers into the text; readers need not. */
const WORD_TOLERANCE_RATIO = 0.15

const cases = corpusCases()
const documents = cases.filter((each) => each.kind !== 'image')
const images = cases.filter((each) => each.kind === 'image')

let library: TestLibrary
const items = new Map<string, ImportItem>()

if (!HAS_CORPUS) console.log('corpus: no ../shared/corpus beside this checkout; its cases are skipped')

beforeAll(async () => {
  library = await createTestLibrary()
  await mkdir(path.join(library.folder, 'out'))
  const { items: found } = await library.importPaths(cases.map(({ file }) => corpusPath(file)))
  for (const item of found) items.set(path.relative(CORPUS_FOLDER, item.path).replaceAll('\\', '/'), item)
}, 240_000)
afterAll(() => library.close())

function outcome({ file }: CorpusCase): string {
  const item = items.get(file)
  return item?.error?.code ?? (item?.assetId === null || item === undefined ? 'nothing' : 'text')
}
const idOf = ({ file }: CorpusCase): string => items.get(file)?.assetId ?? ''

describe.skipIf(!HAS_CORPUS)('corpus', () => {
  test.each(cases.filter((each) => each.expect.open))('$file opens', (each) => {
    expect(outcome(each)).toBe('text')
  })

  test.each(cases.filter((each) => !each.expect.open))(
    '$file is refused in the right words: $expect.error',
    (each) => {
      expect(CODES[each.expect.error ?? '']).toContain(outcome(each))
    }
  )

  test.each(documents.filter((each) => each.expect.open))(
    '$file has its known text',
    async ({ file, expect: facts }) => {
      const found = library.documents.get(items.get(file)?.assetId ?? '')
      if (facts.pages !== undefined) expect(found.pageCount).toBe(facts.pages)
      if (facts.title !== undefined) expect(found.title).toBe(facts.title.replaceAll('\0', ''))
      for (const word of facts.contains ?? []) expect(found.text.toLowerCase()).toContain(word)
      if (facts.textSha256 !== undefined) expect(sha256Of(Buffer.from(found.text))).toBe(facts.textSha256)
      expect(found.isTextless).toBe(found.wordCount === 0)
      if (facts.refText === undefined) return
      const { recall, f1 } = agreement(found.text, await readFile(corpusPath(facts.refText), 'utf8'))
      expect(recall).toBeGreaterThanOrEqual(facts.minRecall ?? 0)
      expect(f1).toBeGreaterThanOrEqual(facts.minF1 ?? 0)
      const wordError = Math.abs(found.wordCount - (facts.words ?? 0)) / Math.max(20, facts.words ?? 0)
      if (facts.minF1 !== undefined) expect(wordError).toBeLessThanOrEqual(WORD_TOLERANCE_RATIO)
    }
  )

  test.each(documents.filter((each) => each.expect.open))(
    '$file has a preview of its first page',
    async (each) => {
      const out = path.join(library.folder, 'out', `${path.basename(each.file)}.png`)
      const preview = await library.documents.preview(idOf(each), out)
      expect(preview.widthPx * preview.heightPx).toBeLessThan(2_000_000)
      const ratio = each.expect.page1_ratio
      if (ratio !== undefined) expect(preview.widthPx / preview.heightPx).toBeCloseTo(ratio, 1)
      expect(await sharp(out).metadata()).toMatchObject({ width: preview.widthPx, height: preview.heightPx })
    }
  )

  test.each(images.filter((each) => each.expect.open))(
    '$file has the size it is shown at',
    ({ file, expect: facts }) => {
      const asset = library.catalog.get(items.get(file)?.assetId ?? '')
      const [widthPx, heightPx] = facts.display ?? [facts.width, facts.height]
      expect(asset).toMatchObject({ kind: 'image', widthPx, heightPx })
    }
  )

  test.each(images.filter((each) => each.expect.sameAs !== undefined))('$file is upright', async (each) => {
    const hashOf = async (file: string): Promise<bigint> => {
      const options = { format: 'jpeg', thumbnailPath: null, maxPx: 512 } as const
      const { perceptualHash } = await library.documents.readImage(corpusPath(file), options)
      return BigInt(`0x${perceptualHash}`)
    }
    const same = path.join(
      'image',
      `exif-orientation__${each.expect.sameAs ?? ''}`.replace(/(\.jpg)?$/, '.jpg')
    )
    const files = await readdir(corpusPath('image'))
    if (!files.includes(path.basename(same))) return
    const difference = (await hashOf(each.file)) ^ (await hashOf(same))
    expect(difference.toString(2).replaceAll('0', '').length).toBeLessThanOrEqual(8)
  })

  test('a drawing takes in no file beside it', async () => {
    const each = images.find((one) => one.expect.pixelMustBe !== undefined)
    const folder = path.join(library.folder, 'beside')
    await mkdir(folder)
    await sharp({ create: { width: 9, height: 9, channels: 3, background: '#f00' } })
      .png()
      .toFile(path.join(folder, 'red.png'))
    await copyFile(corpusPath(each?.file ?? ''), path.join(folder, 'drawing.svg'))
    const options = { format: 'svg', thumbnailPath: path.join(folder, 'thumb'), maxPx: 512 } as const
    const { thumbnailPath } = await library.documents.readImage(path.join(folder, 'drawing.svg'), options)
    const { data, info } = await sharp(thumbnailPath ?? '')
      .raw()
      .toBuffer({ resolveWithObject: true })
    for (const place of Object.keys(each?.expect.pixelMustBe ?? {})) {
      const [x = 0, y = 0] = place.split(',').map(Number)
      const at = (y * info.width + x) * info.channels
      expect([...data.subarray(at, at + 3)].every((value) => value > 240)).toBe(true)
    }
  })
})
