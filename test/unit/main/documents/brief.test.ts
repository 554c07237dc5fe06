/** Briefs: what product papers say is found with its source; what they do not say stays blank. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { briefFrom } from '#main/documents/brief.ts'
import { EXTRACTION_LIMITS } from '#main/documents/extractor.ts'
import { loadExtractor } from '#main/documents/parser-tasks.ts'
import { briefSchema } from '#shared/domain/campaign.ts'
import type { DocumentKind, Extraction } from '#shared/domain/document.ts'

const SAMPLE = path.resolve(import.meta.dirname, '../../../../resources/sample')
const context = { limits: EXTRACTION_LIMITS, progress: () => undefined }

async function extract(kind: DocumentKind, bytes: Uint8Array): Promise<Extraction> {
  return await (await loadExtractor(kind)).extract(bytes, context)
}
async function briefOf(text: string, kind: 'md' | 'txt' = 'md') {
  return briefFrom([{ name: `paper.${kind}`, extraction: await extract(kind, Buffer.from(text)) }])
}

describe('brief', () => {
  test.each(['docx', 'pdf'] as const)('the bundled product sheet as %s gives a full brief', async (kind) => {
    const extraction = await extract(kind, readFileSync(path.join(SAMPLE, `product-sheet.${kind}`)))
    const brief = briefFrom([{ name: `product-sheet.${kind}`, extraction }])
    expect(briefSchema.parse(brief)).toMatchObject({
      productName: 'Evenglow',
      tagline: 'The soy candle that burns level to the last evening.',
      benefits: [
        'Burns evenly for 48 hours',
        'Hand-poured in batches of forty',
        'Soy wax, cotton wick, no dyes',
        'Four scents, none of them loud',
        'Keep the glass, refill it for half',
        'Arrives in card, never plastic'
      ],
      price: '$24',
      tone: 'Warm, plain-spoken, unhurried. Short sentences. Never shout.',
      brandColours: ['#3B2A20', '#C9822B', '#F6EBDD', '#7C8B6F']
    })
    expect(brief.audience).toContain('people who cook at home')
    expect(brief.callsToAction[0]).toBe('Order your first jar at marrowfield.example/evenglow')
  })

  test('each found value names the sentence, page and document it comes from', async () => {
    const extraction = await extract('pdf', readFileSync(path.join(SAMPLE, 'product-sheet.pdf')))
    const { sources } = briefFrom([{ name: 'sheet.pdf', extraction }])
    expect(sources.find((source) => source.field === 'price')).toEqual({
      field: 'price',
      value: '$24',
      sentence: 'One jar costs $24, a refill in your own glass $12 and the tray of three jars $66.',
      page: 1,
      documentName: 'sheet.pdf'
    })
    expect(sources.find((source) => source.field === 'callToAction')?.page).toBe(2)
  })

  test('the first document wins, later ones fill blanks', async () => {
    const first = await extract('md', Buffer.from('# Lantern\n\nLantern is a folding lamp.\n'))
    const second = await extract(
      'md',
      Buffer.from('# Torch\n\n## Benefits\n\n- Bright\n- Light\n\nPrice: $9\n')
    )
    const brief = briefFrom([
      { name: 'a.md', extraction: first },
      { name: 'b.md', extraction: second }
    ])
    expect(brief).toMatchObject({ productName: 'Lantern', benefits: ['Bright', 'Light'], price: '$9' })
  })

  test('labels of a filled-in form are read', async () => {
    const brief = await briefOf(
      'Product: Foldlight\nTagline: Light that folds\nTarget audience: campers and cyclists\nBenefits: waterproof, weighs 90 g, lasts 40 hours\nPrice: €39\nTone: calm\nCall to action: Order at foldlight.example\n',
      'txt'
    )
    expect(brief).toMatchObject({
      productName: 'Foldlight',
      tagline: 'Light that folds',
      audience: 'campers and cyclists',
      benefits: ['waterproof', 'weighs 90 g', 'lasts 40 hours'],
      price: '€39',
      tone: 'calm',
      callsToAction: ['Order at foldlight.example']
    })
  })

  test.each([
    ['a letter', 'Dear Ida,\n\nthe parcel came on Tuesday. The weather is fine here.\n\nYours, Tom\n'],
    ['a poem', 'the wind moves over the water\nnothing answers\n'],
    ['numbers', '1 2 3 4 5\n6 7 8 9\n'],
    ['nothing', '\n']
  ])('%s leaves benefits, audience, calls, price and colours blank', async (_what, text) => {
    expect(await briefOf(text, 'txt')).toMatchObject({
      benefits: [],
      audience: '',
      callsToAction: [],
      price: '',
      brandColours: []
    })
  })

  test('install commands and tables of contents are no benefits and no calls to action', async () => {
    const brief = await briefOf(
      '# Marlin\n\nMarlin is a note app for people who think in lists.\n\n## Contents\n\n- [Install](#install)\n- [License](#license)\n- [Usage](#usage)\n\n## Features\n\n- **Fast search**: finds any note in 10 ms\n- Works offline\n\n## Install\n\n- Get the latest release\n- Run `npm install marlin`\n'
    )
    expect(brief.productName).toBe('Marlin')
    expect(brief.benefits).toEqual(['Fast search: finds any note in 10 ms', 'Works offline'])
    expect(brief.audience).toBe('people who think in lists')
    expect(brief.callsToAction).toEqual([])
  })

  test('a heading that only says what kind of paper it is, is no product name', async () => {
    const brief = await briefOf('# Product brief\n\nIntroducing Harbour Blend, a coffee for slow mornings.\n')
    expect(brief.productName).toBe('Harbour Blend')
  })

  test('issue numbers with a hash are no colours', async () => {
    expect((await briefOf('# Tool\n\nFixes #123456 and #234567 of last year.\n')).brandColours).toEqual([])
  })

  test('a brief never breaks its own limits, whatever the document holds', async () => {
    const long = `# ${'Name '.repeat(100)}\n\n## Benefits\n\n${'- A very long benefit '.repeat(1)}${'x'.repeat(900)}\n${'- point\n'.repeat(200)}\n\n## Audience\n\n${'people who read '.repeat(200)}\n`
    expect(() => briefSchema.parse(briefFrom([]))).not.toThrow()
    expect(briefSchema.safeParse(await briefOf(long)).success).toBe(true)
  })
})
