/** A document becomes slides: headings, and the facts under them. */
import { expect, test } from 'vitest'
import { EXTRACTION_LIMITS } from '#main/documents/extractor.ts'
import { createPlainTextExtractor } from '#main/documents/extractors/plain-text.ts'
import { slideTextsOf } from '#main/documents/slide-texts.ts'

async function slidesOf(text: string) {
  const context = { limits: EXTRACTION_LIMITS, progress: () => undefined }
  return slideTextsOf(await createPlainTextExtractor('md').extract(Buffer.from(text), context))
}

test('each fact under a heading is a slide; a heading alone is one too', async () => {
  expect(
    await slidesOf('# Lantern\n\n## Why\n\n- Folds flat\n- Lasts forty evenings\n\n## The end\n')
  ).toEqual([
    { heading: 'Lantern', caption: '', page: null },
    { heading: 'Why', caption: 'Folds flat', page: null },
    { heading: 'Why', caption: 'Lasts forty evenings', page: null },
    { heading: 'The end', caption: '', page: null }
  ])
})

test('long paragraphs give their first sentence, cut at a word', async () => {
  const [slide] = await slidesOf(`# A\n\n${'many words '.repeat(40)}.`)
  expect(slide?.caption.length).toBeLessThanOrEqual(140)
  expect(slide?.caption).toMatch(/words…$|many…$/)
})
