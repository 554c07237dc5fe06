import { describe, expect, it } from 'vitest'
import { buildOwnPrompt, buildPrompt, fillTemplate } from '#main/images/prompt.ts'
import { EMPTY_BRIEF } from '#shared/domain/campaign.ts'
import { PLATFORMS } from '#shared/domain/platform.ts'
import { brandKitSchema } from '#shared/domain/prompt.ts'

const BRIEF = {
  ...EMPTY_BRIEF,
  productName: 'Test Kettle',
  benefits: ['Boils in a minute.', 'Keeps warm'],
  audience: 'tea drinkers'
}
const input = {
  brief: BRIEF,
  platform: PLATFORMS.tiktok,
  post: 1,
  variant: 1,
  brand: brandKitSchema.parse({}),
  style: '',
  negative: '',
  template: null
}

describe('buildPrompt', () => {
  it('speaks of the product, its benefit, its audience and the placement', () => {
    const { prompt } = buildPrompt(input)
    for (const part of ['Test Kettle', 'Boils in a minute.', 'tea drinkers', PLATFORMS.tiktok.style])
      expect(prompt).toContain(part)
    expect(prompt).not.toContain('..')
  })

  it('differs for every one of a hundred posts and four variants', () => {
    const prompts = Array.from(
      { length: 400 },
      (_, index) =>
        buildPrompt({ ...input, post: (index % 100) + 1, variant: Math.floor(index / 100) + 1 }).prompt
    )
    expect(new Set(prompts).size).toBe(400)
  })

  it('takes the brand kit where campaign and brief say nothing: style, colours, fonts, room for the logo', () => {
    const brand = brandKitSchema.parse({
      colours: ['#102030'],
      headingFont: 'Inter',
      bodyFont: 'Lora',
      logoAssetId: 'asset-1',
      style: 'grainy film',
      negative: 'alcohol'
    })
    const template = '{style}|{colours}|{fonts}|{logo}'
    const ofBrand = buildPrompt({ ...input, brand, template })
    const ofBrief = buildPrompt({
      ...input,
      brand,
      template,
      style: 'ink',
      brief: { ...BRIEF, brandColours: ['#aabbcc'] }
    })
    expect(ofBrand.prompt).toMatch(/^grainy film\|#102030\|Inter and Lora\|.*logo/)
    expect(ofBrief.prompt).toMatch(/^ink\|#aabbcc\|/)
    expect(ofBrand.negativePrompt).toContain('alcohol')
  })

  it('leaves blank fields out instead of inventing them', () => {
    const { prompt } = buildPrompt({ ...input, brief: EMPTY_BRIEF, platform: null })
    expect(prompt).not.toMatch(/[{}]|undefined|For \./)
    expect(prompt).not.toContain('Advertising photograph for')
  })

  it('is never empty: a template of blank fields alone gives way to the shipped one', () => {
    const { prompt } = buildPrompt({ ...input, template: '{price}' })
    expect(prompt).toBe(buildPrompt(input).prompt)
  })

  it('uses the user’s template and style', () => {
    const { prompt } = buildPrompt({
      ...input,
      template: 'A {product}\nfor {price}\n{style}',
      style: 'ink drawing'
    })
    expect(prompt).toBe('A Test Kettle\nink drawing')
  })
})

describe('negative prompt', () => {
  it('keeps what is always left out and adds the user’s words', () => {
    const plain = buildPrompt(input).negativePrompt
    expect(buildPrompt({ ...input, negative: 'people' }).negativePrompt).toBe(`${plain}, people`)
  })
})

describe('fillTemplate', () => {
  it('leaves out lines with unknown fields, such as names of object members', () => {
    expect(fillTemplate('a {toString}\nb {x}', { x: 'y' })).toBe('b y')
  })

  it('does not read fields inside values', () => {
    expect(fillTemplate('{x}', { x: '{y}', y: 'z' })).toBe('{y}')
  })
})

describe('buildOwnPrompt', () => {
  it('adds the placement’s style unless the user gave one', () => {
    const own = (style: string) => buildOwnPrompt({ prompt: 'A kettle', platform: PLATFORMS.linkedin, style })
    expect([own('oil'), own('')]).toEqual([
      'A kettle\nStyle: oil.',
      `A kettle\nStyle: ${PLATFORMS.linkedin.style}.`
    ])
  })
})
