/** Search: what a person types finds what they mean, and nothing they type is an error. */
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HIGHLIGHT_END, HIGHLIGHT_START } from '#shared/domain/document.ts'
import { createTestLibrary, type TestLibrary } from '#test/harness/library.ts'

const TEXTS: Readonly<Record<string, string>> = {
  'cafe.txt': 'A café in Zürich serves crème brûlée. Straße und Größe.',
  'tokyo.txt': '東京都で新しい店が開きました。\n美味しい珈琲をどうぞ。',
  'hyphen.txt': 'The candle burns with an exception-\nally even flame for forty-eight hours.',
  'custom.txt': 'Custom orders take a week.',
  'customer.txt': 'Every customer gets a card.',
  'soft.txt': 'Donau\u00ADdampf\u00ADschiff on the water.',
  'greek.txt': 'Το καλύτερο κερί για το σπίτι.',
  'operators.txt': 'We ship C++ books and AT&T phones; it is 50% off.',
  'phrase.txt': 'red wine and white cheese',
  'mixed.txt': 'white wine and red cheese'
}

let library: TestLibrary

beforeAll(async () => {
  library = await createTestLibrary()
  const inbox = path.join(library.folder, 'inbox')
  await mkdir(inbox)
  for (const [name, text] of Object.entries(TEXTS)) await writeFile(path.join(inbox, name), text)
  await library.importPaths([inbox])
})
afterAll(() => library.close())

async function found(query: string): Promise<string[]> {
  const hits = await library.catalog.search(query, 50)
  return hits.map((hit) => library.catalog.get(hit.assetId).name).sort()
}

describe('search', () => {
  test.each([
    ['cafe', ['cafe.txt']],
    ['CAFÉ', ['cafe.txt']],
    ['creme brulee', ['cafe.txt']],
    ['strasse', ['cafe.txt']],
    ['東京', ['tokyo.txt']],
    ['珈琲', ['tokyo.txt']],
    ['exceptionally', ['hyphen.txt']],
    ['"forty eight hours"', ['hyphen.txt']],
    ['custom', ['custom.txt']],
    ['custom*', ['custom.txt', 'customer.txt']],
    ['donaudampfschiff', ['soft.txt']],
    ['καλυτερο', ['greek.txt']],
    ['C++', ['operators.txt']],
    ['AT&T', ['operators.txt']],
    ['50%', ['operators.txt']],
    ['"red wine"', ['phrase.txt']],
    ['red wine', ['mixed.txt', 'phrase.txt']],
    ['wine -"red wine"', ['mixed.txt']],
    ['nowhere', []]
  ])('%s finds the right documents', async (query, names) => {
    expect(await found(query)).toEqual(names)
  })

  test.each([
    `it's`,
    '"',
    '""',
    'a AND',
    'NOT',
    'NEAR(',
    '*',
    '-',
    '--',
    ':',
    'tag:',
    'cost:<',
    'cost:<x',
    '(',
    ')',
    'a OR b',
    '{x}:y',
    '^x',
    'name : x',
    '"unclosed',
    '\0',
    '🙂',
    'text:candle',
    '%',
    '_',
    "'; DROP TABLE asset; --"
  ])('typing %j is no error', async (query) => {
    await expect(library.catalog.search(query, 10)).resolves.toBeInstanceOf(Array)
    await expect(library.catalog.list({ query }, { limit: 10, cursor: null })).resolves.toHaveProperty(
      'items'
    )
  })

  test('the snippet shows the original words between highlight marks', async () => {
    const [hit] = await library.catalog.search('creme', 1)
    expect(hit?.snippet).toContain(`${HIGHLIGHT_START}crème${HIGHLIGHT_END} brûlée`)
  })

  test('a match broken at a line end is highlighted as a whole', async () => {
    const [hit] = await library.catalog.search('exceptionally', 1)
    expect(hit?.snippet).toContain(`${HIGHLIGHT_START}exceptionally${HIGHLIGHT_END}`)
  })

  test('a hit names its page', async () => {
    const file = path.join(library.folder, 'paged.txt')
    await writeFile(file, 'first page\fsecond page with walrus\fthird')
    await library.importPaths([file])
    expect(await library.catalog.search('walrus', 1)).toMatchObject([{ page: 2 }])
  })

  test('tags, captions and titles are found as soon as they are set, and no longer when they are gone', async () => {
    const [hit] = await library.catalog.search('custom', 1)
    const id = hit?.assetId ?? ''
    library.catalog.tag([id], ['spring sale'], [])
    library.catalog.update(id, { caption: 'Zebra stripes' })
    expect(await found('"spring sale"')).toEqual(['custom.txt'])
    expect(await found('zebra')).toEqual(['custom.txt'])
    library.catalog.tag([id], [], ['spring sale'])
    expect(await found('"spring sale"')).toEqual([])
  })

  test('the trash is not searched', async () => {
    const [hit] = await library.catalog.search('"red wine"', 1)
    library.catalog.trash([hit?.assetId ?? ''])
    expect(await found('"red wine"')).toEqual([])
    library.catalog.restore([hit?.assetId ?? ''])
    expect(await found('"red wine"')).toEqual(['phrase.txt'])
  })

  test('words and operators narrow the list together', async () => {
    const [hit] = await library.catalog.search('customer', 1)
    library.catalog.tag([hit?.assetId ?? ''], ['summer'], [])
    const names = async (query: string): Promise<string[]> =>
      (await library.catalog.list({ query }, { limit: 50, cursor: null })).items
        .map((asset) => asset.name)
        .sort()
    expect(await names('tag:summer kind:document')).toEqual(['customer.txt'])
    expect(await names('tag:summer "every customer"')).toEqual(['customer.txt'])
    expect(await names('tag:summer nowhere')).toEqual([])
    expect(await names('cost:<0.01 wine')).toEqual(['mixed.txt', 'phrase.txt'])
    expect(await names('wine -tag:summer -name:mixed')).toEqual(['phrase.txt'])
  })

  test('a lost index file is built again from the catalog', async () => {
    const other = await createTestLibrary()
    try {
      const file = path.join(other.folder, 'note.txt')
      await writeFile(file, 'pelican')
      await other.importPaths([file])
      other.catalog.start()
      expect(await other.catalog.search('pelican', 5)).toHaveLength(1)
      const { createSearchClient } = await import('#main/catalog/search-client.ts')
      const paths = {
        catalogPath: path.join(other.folder, 'catalog.sqlite'),
        indexPath: path.join(other.folder, 'fresh.sqlite')
      }
      await writeFile(paths.indexPath, 'this is no database, only noise '.repeat(50))
      const fresh = createSearchClient(paths)
      expect(await fresh.ask('search', { query: 'pelican', limit: 5 })).toHaveLength(1)
      await fresh.stop()
    } finally {
      await other.close()
    }
  })
})
