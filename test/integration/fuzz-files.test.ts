/** Any bytes as the settings file, as a vendor's answer or as an imported file end in a code, never INTERNAL. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSilentLog } from '#main/core/log.ts'
import { createSettingsService } from '#main/settings/settings-service.ts'
import { settingsSchema } from '#shared/domain/settings.ts'
import { createTestLibrary, type TestLibrary } from '#test/harness/library.ts'
import { makeDocx, makePdf } from '#test/harness/make-documents.ts'

const SEED = Number(process.env['CAMPAIGNFORGE_FUZZ_SEED'] ?? 20_261_122)
const LONGEST_MS = Number(process.env['CAMPAIGNFORGE_FUZZ_MS'] ?? 2500)
const limits = (numRuns: number): fc.Parameters<unknown> => ({
  seed: SEED,
  numRuns: process.env['CAMPAIGNFORGE_FUZZ_MS'] === undefined ? numRuns : 100_000,
  // The limit bounds a slow machine's time; a run cut short by it has still tried something.
  interruptAfterTimeLimit: LONGEST_MS,
  markInterruptAsFailure: false
})

interface Edit {
  readonly at: number
  readonly how: 'flip' | 'cut' | 'insert' | 'repeat'
  readonly bytes: Uint8Array
}

const edits = fc.array(
  fc.record({
    at: fc.nat(),
    how: fc.constantFrom<Edit['how']>('flip', 'cut', 'insert', 'repeat'),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 40 })
  }),
  { minLength: 1, maxLength: 6 }
)

/** The bytes after all edits, one after the other. */
function edited(bytes: Buffer, changes: readonly Edit[]): Buffer {
  return changes.reduce((before, { at, how, bytes: piece }) => {
    const place = before.length === 0 ? 0 : at % before.length
    const [head, tail] = [before.subarray(0, place), before.subarray(place)]
    if (how === 'cut') return Buffer.from(head)
    if (how === 'insert') return Buffer.concat([head, piece, tail])
    if (how === 'repeat') return Buffer.concat([head, tail.subarray(0, 200), tail])
    return Buffer.concat([head, piece, tail.subarray(piece.length)])
  }, bytes)
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'campaignforge-fuzz-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a settings file of any bytes', () => {
  const defaults = settingsSchema.parse({})
  const sound = Buffer.from(JSON.stringify(defaults))
  const files = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    edits.map((changes) => edited(sound, changes)),
    fc.json().map((text) => Buffer.from(text)),
    fc.constantFrom('null', '[]', '{"__proto__":1}', '\u{feff}{}').map((text) => Buffer.from(text))
  )

  test('opens the app, with defaults and the file kept aside when it is not sound', async () => {
    let number = 0
    await fc.assert(
      fc.asyncProperty(files, async (bytes) => {
        const dataFolder = path.join(folder, `settings-${number++}`)
        await mkdir(dataFolder)
        await writeFile(path.join(dataFolder, 'settings.json'), bytes)
        const settings = createSettingsService({ dataFolder, log: createSilentLog(), now: () => 7 })
        const left = await readdir(dataFolder)
        if (left.includes('settings.json')) {
          expect(settingsSchema.safeParse(settings.get()).success).toBe(true)
        } else {
          expect(settings.get()).toEqual(defaults)
          const aside = await readFile(path.join(dataFolder, 'settings.json.damaged-7'))
          expect(aside.equals(bytes)).toBe(true)
        }
        await settings.setAt('appearance.theme', 'dark')
        expect(settings.get().appearance.theme).toBe('dark')
      }),
      limits(150)
    )
  })
})

describe('an imported file of any bytes', () => {
  let library: TestLibrary
  let seeds: ReadonlyMap<string, Buffer>
  beforeAll(async () => {
    library = await createTestLibrary()
    seeds = await makeSeeds()
  }, 30_000)
  afterAll(() => library.close())

  const names = [
    'a.png',
    'a.jpg',
    'a.webp',
    'a.gif',
    'a.svg',
    'a.docx',
    'a.pdf',
    'a.rtf',
    'a.txt',
    'a.doc'
  ] as const

  test.each(names)(
    '%s, edited: it is taken or refused with a code',
    async (name) => {
      const seed = seeds.get(name) ?? Buffer.alloc(0)
      await fc.assert(
        fc.asyncProperty(edits, async (changes) => await expectCoded(name, edited(seed, changes))),
        limits(60)
      )
    },
    30_000
  )

  test('random bytes under any known name: taken or refused with a code', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.uint8Array({ maxLength: 2000 }), async (name, bytes) => {
        await expectCoded(name, Buffer.from(bytes))
      }),
      limits(60)
    )
  }, 30_000)

  async function expectCoded(name: string, bytes: Buffer): Promise<void> {
    const file = path.join(folder, name)
    await writeFile(file, bytes)
    const { items } = await library.importPaths([file])
    expect(items).toHaveLength(1)
    const [item] = items
    expect(item?.error?.code).not.toBe('INTERNAL')
    expect(item?.outcome === 'rejected').toBe(item?.error !== undefined && item.error !== null)
  }
})

async function makeSeeds(): Promise<ReadonlyMap<string, Buffer>> {
  const picture = sharp({ create: { width: 40, height: 30, channels: 3, background: '#3366aa' } })
  const doc = path.resolve(import.meta.dirname, '../fixtures/documents/lantern.doc')
  return new Map([
    ['a.png', await picture.clone().png().toBuffer()],
    ['a.jpg', await picture.clone().jpeg().toBuffer()],
    ['a.webp', await picture.clone().webp().toBuffer()],
    ['a.gif', await picture.clone().gif().toBuffer()],
    [
      'a.svg',
      Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="9" height="9"/></svg>'
      )
    ],
    ['a.docx', makeDocx(['# Lantern', 'Burns for hours.'])],
    ['a.pdf', makePdf([[{ text: 'Lantern burns for hours', sizePt: 12 }]])],
    [
      'a.rtf',
      Buffer.from(
        '{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\f0 Lantern \\b burns\\b0  for \\u8364? hours.\\par}'
      )
    ],
    ['a.txt', Buffer.from('Lantern\nBurns for hours. Grüße.\n')],
    ['a.doc', await readFile(doc)]
  ])
}
