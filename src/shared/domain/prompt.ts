/** Words of prompts that people may change: the template with its fields, a campaign's own wishes, the brand kit. */
import { z } from 'zod'
import { hexColourSchema } from './campaign.ts'

/** What may stand in braces in a template, and what it becomes. A line whose field is blank is left out. */
export const PROMPT_FIELDS = {
  product: 'the product’s name from the brief',
  benefit: 'one benefit of the brief, another one for each post',
  audience: 'who it is for',
  tone: 'the tone of the brief',
  tagline: 'the tagline of the brief',
  price: 'the price of the brief',
  callToAction: 'one call to action, another one for each post',
  style: 'the campaign’s style, else the brand’s, else the platform’s own',
  platform: 'the platform’s name',
  colours: 'up to three colours of the brief, else of the brand kit',
  fonts: 'the brand’s typefaces',
  logo: 'room for a logo, where the brand kit has one',
  scene: 'a way to look at the product, different for each post and variant',
  post: 'the post’s number'
} as const satisfies Readonly<Record<string, string>>
export type PromptField = keyof typeof PROMPT_FIELDS

/** Names in braces that no field has, in order of appearance. */
export function unknownFields(template: string): readonly string[] {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
  return [...new Set(names)].filter((name) => !Object.hasOwn(PROMPT_FIELDS, name))
}

/** One sentence a line. */
export const promptTemplateSchema = z
  .string()
  .trim()
  .min(1)
  .max(4000)
  .refine((template) => unknownFields(template).length === 0, {
    message: `Only these may stand in braces: ${Object.keys(PROMPT_FIELDS).join(', ')}.`
  })

const styleSchema = z.string().trim().max(500)
const negativeSchema = z.string().trim().max(1000)

/** A campaign's own words for its prompts; null takes the settings'. */
export const promptWishesSchema = z.object({
  template: promptTemplateSchema.nullable(),
  style: styleSchema.nullable(),
  negative: negativeSchema.nullable()
})
export type PromptWishes = z.output<typeof promptWishesSchema>

export const NO_PROMPT_WISHES: PromptWishes = { template: null, style: null, negative: null }

/** What all campaigns of a brand share. The brief's colours go before these. */
export const brandKitSchema = z.strictObject({
  colours: z.array(hexColourSchema).max(8).default([]),
  headingFont: z.string().trim().max(80).default(''),
  bodyFont: z.string().trim().max(80).default(''),
  /** An image of the library; null for none. */
  logoAssetId: z.string().min(1).max(64).nullable().default(null),
  style: styleSchema.default(''),
  /** What no picture of the brand shows. */
  negative: negativeSchema.default('')
})
export type BrandKit = z.output<typeof brandKitSchema>
