/** The offline composer says which characters of the words no font has, instead of leaving boxes unmentioned. */
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { createComposer } from '#main/images/providers/composer.ts'

const fontsFolder = resolve(import.meta.dirname, '../../../../../resources/fonts')
/** Unassigned for ever, so no font draws it. */
const NO_LETTER = '\u{10fffd}'

async function missingIn(headline: string) {
  const composition = {
    copy: { brand: 'Evenglow', headline, body: '', callToAction: 'Buy now', price: '$24' },
    brandColours: [],
    photo: null,
    colourPhotoPath: null,
    variant: 0
  }
  const picture = await createComposer({ fontsFolder }).draw({
    prompt: '',
    negativePrompt: '',
    platform: null,
    size: { widthPx: 320, heightPx: 320 },
    seed: null,
    composition,
    signal: new AbortController().signal,
    onAccepted: () => undefined
  })
  return picture.missingCharacters
}

test('characters that no font has are named, others are not', async () => {
  expect(await missingIn(`Burns ${NO_LETTER} evenly ✨`)).toEqual([NO_LETTER])
  expect(await missingIn('Brûle 48 heures, « sans » fumée – 24 €')).toEqual([])
})
