/** Search over real documents against the truth of their reference texts. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tokensOf } from '#main/catalog/search-text.ts'
import { CORPUS_FOLDER, corpusCases, corpusPath, HAS_CORPUS } from '#test/harness/corpus.ts'
import { createTestLibrary, type TestLibrary } from '#test/harness/library.ts'

interface KnownText {
  readonly file: string
  readonly words: readonly string[]
}

/** Documents whose reference text is trustworthy: readers agree with it on nearly every word. */
const known = corpusCases().filter(
  ({ expect: facts }) => facts.open && facts.refText !== undefined && (facts.minF1 ?? 0) >= 0.88
)

let library: TestLibrary
let texts: readonly KnownText[]
const fileOf = new Map<string, string>()

beforeAll(async () => {
  library = await createTestLibrary()
  const { items } = await library.importPaths(known.map(({ file }) => corpusPath(file)))
  for (const { path: file, assetId } of items) fileOf.set(assetId ?? '', path.relative(CORPUS_FOLDER, file))
  texts = await Promise.all(
    known.map(async ({ file, expect: facts }) => {
      const reference = await readFile(corpusPath(facts.refText ?? ''), 'utf8')
      return { file, words: [...tokensOf(reference)].map((token) => token.text) }
    })
  )
}, 60_000)
afterAll(() => library.close())

type Kind = 'word' | 'phrase' | 'prefix' | 'two words'

function truth(kind: Kind, words: readonly string[]): ReadonlySet<string> {
  const holds = (text: readonly string[]): boolean => {
    if (kind === 'prefix') return text.some((word) => word.startsWith(words[0] ?? ''))
    if (kind === 'phrase')
      return text.some((_, at) => words.every((word, offset) => text[at + offset] === word))
    return words.every((word) => text.includes(word))
  }
  return new Set(texts.filter((text) => holds(text.words)).map((text) => text.file))
}

function question(kind: Kind, words: readonly string[]): string {
  if (kind === 'phrase') return `"${words.join(' ')}"`
  return kind === 'prefix' ? `${words[0]}*` : words.join(' ')
}

/** Words of the middle of each text, so that no list was made by hand. */
function wordsFor(kind: Kind): readonly (readonly string[])[] {
  return texts.flatMap(({ words }) => {
    const long = words.filter((word) => word.length >= 6 && /^\p{L}+$/u.test(word))
    const middle = long[Math.floor(long.length / 2)]
    const other = long[Math.floor(long.length / 3)]
    if (middle === undefined || other === undefined) return []
    if (kind === 'word') return [[middle], [other]]
    if (kind === 'prefix') return [[middle.slice(0, 5)]]
    if (kind === 'two words') return [[middle, other]]
    const at = words.indexOf(middle)
    return at + 1 < words.length ? [words.slice(at, at + 2)] : []
  })
}

describe.skipIf(!HAS_CORPUS)('search over the corpus', () => {
  test.each(['word', 'two words', 'phrase', 'prefix'] as const)(
    '%s: precision at least 0.95, recall at least 0.98',
    async (kind) => {
      let right = 0
      let found = 0
      let wanted = 0
      for (const words of wordsFor(kind)) {
        const files = truth(kind, words)
        const hits = await library.catalog.search(question(kind, words), 100)
        found += hits.length
        wanted += files.size
        right += hits.filter((hit) => files.has(fileOf.get(hit.assetId) ?? '')).length
      }
      console.log(
        `search over the corpus, ${kind}: precision ${(right / found).toFixed(3)}, recall ${(right / wanted).toFixed(3)}, ${wanted} answers wanted`
      )
      expect(right / found).toBeGreaterThanOrEqual(0.95)
      expect(right / wanted).toBeGreaterThanOrEqual(0.98)
    }
  )
})
