/** What every reader of documents must do, whatever the format. */
import { describe, expect, test } from 'vitest'
import { EXTRACTION_LIMITS, type ExtractionContext, type Extractor } from '#main/documents/extractor.ts'
import { extractionSchema } from '#shared/domain/document.ts'
import type { ErrorCode } from '#shared/errors.ts'

export interface ExtractorHarness {
  readonly name: string
  readonly extractor: Extractor
  /** A sound file that holds `knownText` and has `knownHeading` as a heading, when the format shows headings. */
  readonly sound: Uint8Array
  readonly knownText: string
  readonly knownHeading: string | null
  readonly pageCount: number | null
  /** Opens and holds no words; null when the format cannot be made so small. */
  readonly textless: Uint8Array | null
  readonly bad: readonly { readonly what: string; readonly bytes: Uint8Array; readonly code: ErrorCode }[]
}

export function describeExtractor(harness: ExtractorHarness): void {
  const { extractor } = harness
  const context = (limits: Partial<ExtractionContext['limits']> = {}): ExtractionContext => ({
    limits: { ...EXTRACTION_LIMITS, ...limits },
    progress: () => undefined
  })

  describe(harness.name, () => {
    test('finds the known text, pages and headings', async () => {
      const extraction = await extractor.extract(harness.sound, context())
      expect(extraction.text).toContain(harness.knownText)
      expect(extraction.pageCount).toBe(harness.pageCount)
      expect(extraction.isTextless).toBe(false)
      if (harness.knownHeading !== null) {
        expect(extraction.outline.map((entry) => entry.text)).toContain(harness.knownHeading)
      }
    })

    test('gives an answer of the agreed shape whose pages make up the text', async () => {
      const extraction = extractionSchema.parse(await extractor.extract(harness.sound, context()))
      expect(extraction.kind).toBe(extractor.kind)
      expect(extraction.pages.map((page) => page.text).join('\f')).toBe(extraction.text)
      expect(extraction.pages.map((page) => page.number)).toEqual(
        extraction.pages.map((_, index) => index + 1)
      )
    })

    test('leaves the given bytes as they are', async () => {
      const before = Buffer.from(harness.sound)
      await extractor.extract(harness.sound, context())
      expect(before.equals(harness.sound)).toBe(true)
    })

    test('stops at the limit of text', async () => {
      const { text } = await extractor.extract(harness.sound, context({ maxTextChars: 20 }))
      expect(text.length).toBeLessThanOrEqual(21)
    })

    test('the same bytes give the same answer twice', async () => {
      const first = await extractor.extract(harness.sound, context())
      expect(await extractor.extract(harness.sound, context())).toEqual(first)
    })

    test.skipIf(harness.textless === null)('a file without words opens and says so', async () => {
      const extraction = await extractor.extract(harness.textless ?? new Uint8Array(), context())
      expect(extraction).toMatchObject({ isTextless: true, wordCount: 0 })
    })

    test.each(harness.bad)('$what is refused with $code', async ({ bytes, code }) => {
      await expect(extractor.extract(bytes, context())).rejects.toMatchObject({ code })
    })
  })
}
