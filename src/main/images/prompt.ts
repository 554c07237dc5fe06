/** Brief, placement and style → the prompt for one post, different for every post and variant. Pure. */
import type { Brief } from '#shared/domain/campaign.ts'
import type { Platform } from '#shared/domain/platform.ts'

export interface PromptInput {
  readonly brief: Brief
  readonly platform: Platform | null
  /** From 1. */
  readonly post: number
  /** From 1; another picture of the same post. */
  readonly variant: number
  /** The user's own words on style; blank uses the placement's. */
  readonly style: string
  /** What the user wants left out, beyond what is always left out. */
  readonly negative: string
  /** Null uses the default. Fields in braces are replaced; a sentence whose field is blank is left out. */
  readonly template: string | null
}

export interface PromptText {
  readonly prompt: string
  readonly negativePrompt: string
}

/** One sentence a line; `{scene}` is what makes posts differ. */
export const DEFAULT_TEMPLATE = [
  'Advertising photograph for {product}.',
  'Show: {benefit}.',
  '{scene}.',
  'For {audience}.',
  'Mood: {tone}.',
  'Style: {style}.',
  'Colour accents: {colours}.',
  'No words, letters, logos or watermarks in the picture.'
].join('\n')

/** Ways to look at a product, in the order posts use them. */
const SCENES: readonly string[] = [
  'A single clear subject in natural light, shallow depth of field',
  'The product in use by a real person in an everyday place',
  'A tidy arrangement seen from straight above',
  'A close detail that shows material and texture',
  'A wide view of the place where it belongs, morning light',
  'Before an even, softly coloured background with a gentle shadow',
  'Hands at work, focus on the moment of use',
  'A calm still life with a few fitting objects'
]
const VARIANT_TURNS: readonly string[] = [
  '',
  'seen from a low angle',
  'in evening light',
  'from further away with more space around'
]
const NEGATIVE =
  'text, letters, watermark, logo, signature, blurry, deformed hands, extra fingers, frame, collage'

/** The prompt and what to leave out. Blank fields of the brief leave their sentence out, nothing is invented. */
export function buildPrompt(input: PromptInput): PromptText {
  const { brief, post, variant } = input
  const scene = SCENES[(post - 1) % SCENES.length] ?? ''
  const turn = VARIANT_TURNS[(variant - 1) % VARIANT_TURNS.length] ?? ''
  const fields: Readonly<Record<string, string>> = {
    product: brief.productName,
    benefit: withoutStop(pick(brief.benefits, post)),
    audience: withoutStop(brief.audience),
    tone: withoutStop(brief.tone),
    tagline: withoutStop(brief.tagline),
    price: brief.price,
    callToAction: pick(brief.callsToAction, post),
    style: input.style === '' ? (input.platform?.style ?? '') : input.style,
    platform: input.platform?.label ?? '',
    colours: brief.brandColours.slice(0, 3).join(', '),
    scene: turn === '' ? scene : `${scene}, ${turn}`,
    post: String(post)
  }
  return {
    prompt: fillTemplate(input.template ?? DEFAULT_TEMPLATE, fields),
    negativePrompt: withOwn(NEGATIVE, input.negative)
  }
}

/** A prompt the user wrote, with the placement's style behind it unless they gave their own. */
export function buildOwnPrompt(input: {
  readonly prompt: string
  readonly platform: Platform | null
  readonly style: string
}): string {
  const style = input.style === '' ? (input.platform?.style ?? '') : input.style
  return style === '' ? input.prompt : `${input.prompt}\nStyle: ${style}.`
}

/** Known fields are put in; a line with a blank or unknown field is left out. */
export function fillTemplate(template: string, fields: Readonly<Record<string, string>>): string {
  const lines = template.split('\n').filter((line) => {
    const names = [...line.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
    return names.every((name) => Object.hasOwn(fields, name) && fields[name] !== '')
  })
  return lines
    .map((line) => line.replace(/\{(\w+)\}/g, (_match, name: string) => fields[name] ?? ''))
    .join('\n')
    .trim()
}

function withOwn(always: string, own: string): string {
  return own.trim() === '' ? always : `${always}, ${own.trim()}`
}

function pick(list: readonly string[], post: number): string {
  return list.length === 0 ? '' : (list[(post - 1) % list.length] ?? '')
}

function withoutStop(text: string): string {
  return text.trim().replace(/[.!]+$/u, '')
}
