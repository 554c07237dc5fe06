/** Brief, placement and style → the prompt for one post, different for every post and variant. Pure. */
import type { Brief } from '#shared/domain/campaign.ts'
import type { Platform } from '#shared/domain/platform.ts'
import type { BrandKit, PromptField } from '#shared/domain/prompt.ts'

export interface PromptInput {
  readonly brief: Brief
  readonly platform: Platform | null
  /** From 1. */
  readonly post: number
  /** From 1; another picture of the same post. */
  readonly variant: number
  readonly brand: BrandKit
  /** The user's own words on style; blank uses the brand's, else the placement's. */
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
  'Composition: {logo}.',
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
/** Posts beyond the scenes come back to them in another light and another place. */
const LIGHTS: readonly string[] = [
  '',
  'late afternoon sun from the side',
  'overcast, soft even light',
  'bright studio light',
  'warm lamplight'
]
const PLACES: readonly string[] = ['', 'out of doors', 'in a plain modern interior']
const NEGATIVE =
  'text, letters, watermark, logo, signature, blurry, deformed hands, extra fingers, frame, collage'

const LOGO_ROOM = 'one calm corner without detail, where a logo goes later'

/** The prompt and what to leave out. Blank fields of the brief leave their sentence out, nothing is invented. */
export function buildPrompt(input: PromptInput): PromptText {
  const fields = toFields(input)
  const own = fillTemplate(input.template ?? DEFAULT_TEMPLATE, fields)
  return {
    // A template whose every field is blank in this brief would send nothing.
    prompt: own === '' ? fillTemplate(DEFAULT_TEMPLATE, fields) : own,
    negativePrompt: [NEGATIVE, input.brand.negative, input.negative]
      .map((words) => words.trim())
      .filter((words) => words !== '')
      .join(', ')
  }
}

function toFields({
  brief,
  brand,
  platform,
  post,
  variant,
  style
}: PromptInput): Readonly<Record<PromptField, string>> {
  const round = Math.floor((post - 1) / SCENES.length)
  const scene = [
    SCENES[(post - 1) % SCENES.length] ?? '',
    LIGHTS[round % LIGHTS.length] ?? '',
    PLACES[Math.floor(round / LIGHTS.length) % PLACES.length] ?? '',
    VARIANT_TURNS[(variant - 1) % VARIANT_TURNS.length] ?? ''
  ].filter((part) => part !== '')
  const colours = brief.brandColours.length > 0 ? brief.brandColours : brand.colours
  const fonts = [brand.headingFont, brand.bodyFont].filter((font) => font !== '')
  return {
    product: brief.productName,
    benefit: withoutStop(pick(brief.benefits, post)),
    audience: withoutStop(brief.audience),
    tone: withoutStop(brief.tone),
    tagline: withoutStop(brief.tagline),
    price: brief.price,
    callToAction: pick(brief.callsToAction, post),
    style: [style, brand.style, platform?.style ?? ''].find((words) => words.trim() !== '') ?? '',
    platform: platform?.label ?? '',
    colours: colours.slice(0, 3).join(', '),
    fonts: [...new Set(fonts)].join(' and '),
    logo: brand.logoAssetId === null ? '' : LOGO_ROOM,
    scene: scene.join(', '),
    post: String(post)
  }
}

/** A prompt the user wrote for a post, made different for each of its variants. */
export function withVariant(prompt: string, variant: number): string {
  const turn = VARIANT_TURNS[(variant - 1) % VARIANT_TURNS.length] ?? ''
  return turn === '' ? prompt : `${prompt}\nView: ${turn}.`
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

function pick(list: readonly string[], post: number): string {
  return list.length === 0 ? '' : (list[(post - 1) % list.length] ?? '')
}

function withoutStop(text: string): string {
  return text.trim().replace(/[.!]+$/u, '')
}
