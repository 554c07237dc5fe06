/** Pure: what a brief's fields look like in product papers. English first; common headings of four more languages. */
import { type Block, sentencesOf } from './brief-blocks.ts'

export interface Finding {
  readonly value: string
  /** The sentence or line it was read from. */
  readonly sentence: string
  readonly page: number | null
}

const SECTIONS = {
  benefits:
    /\b(benefits?|why\b|features?|highlights?|advantages?|reasons|at a glance|what (you|it) (gets?|does|offers?|can)|what makes|key points|selling points|usps?|vorteile|warum|merkmale|avantages|pourquoi|beneficios|ventajas|por qué|vantaggi)\b/i,
  audience:
    /\b(who (it|this|is|we|should)\b|who('s| is) it for|for whom|audience|target (group|market|customers?|users?)|made for|ideal for|perfect for|personas?|zielgruppe|für wen|public cible|pour qui|público|para quién|per chi)/i,
  action:
    /\b(how to (order|buy|start|book|join|get)|calls? to action|ctas?|next steps?|get(ting)? started|order(ing)?|buy|book(ing)?|contact|sign up|bestellen|jetzt|commander|comprar|pedir)\b/i,
  price: /\b(pric(e|es|ing)|costs?|plans?|preise?|prix|tarifs?|precios?|prezz[oi])\b/i,
  tone: /\b(tone( of voice)?|voice|brand voice|tonalität|ton|tono)\b/i,
  colour: /\b(colou?rs?|palette|farben|couleurs|colores|colori)\b/i,
  /** Sections whose lists are no benefits and whose imperatives are no calls to the customer. */
  other:
    /\b(install|setup|usage|build|contribut|licen[cs]e|changelog|table of contents|contents|requirements|test|api|configuration|development|credits|acknowledg|faq|troubleshoot|documentation|examples?|security|roadmap|support|related|alternatives|see also|links|resources|sponsors|community|ingredients|story|history|about us)/i
} as const
export type SectionKind = keyof typeof SECTIONS

export const isSection = (block: Block, kind: SectionKind): boolean => SECTIONS[kind].test(block.section)

/** `Label: value` on a line of its own; the labels are words that forms and briefs use. */
const LABELS = {
  productName: /^(?:product(?: name)?|name|brand(?: name)?|produkt(?:name)?|produit|producto)$/i,
  tagline: /^(?:tag ?line|slogan|claim|strapline|one[- ]liner)$/i,
  benefits: /^(?:(?:key |main )?benefits?|usps?|features?|vorteile|avantages|beneficios)$/i,
  audience:
    /^(?:(?:target )?(?:audience|group|market|customers?)|for whom|who|zielgruppe|public cible|público)$/i,
  callsToAction: /^(?:calls? to action|cta|action)$/i,
  price: /^(?:(?:retail )?price|pricing|cost|preis|prix|precio|prezzo|rrp)$/i,
  tone: /^(?:tone(?: of voice)?|voice|style|tonalität|ton|tono)$/i
} as const
export type LabelledField = keyof typeof LABELS

/** The value after a label, or null. */
export function labelled(blocks: readonly Block[], field: LabelledField): Finding | null {
  for (const block of blocks) {
    const match = /^([\p{L} -]{2,30}?)\s*[:：]\s+(\S.{0,400})$/u.exec(block.text)
    if (match?.[1] !== undefined && match[2] !== undefined && LABELS[field].test(match[1].trim())) {
      return { value: match[2].trim(), sentence: block.text, page: block.page }
    }
  }
  return null
}

const GENERIC_NAME =
  /^(?:the )?(?:(?:product|fact|data|spec|campaign|creative|marketing|project)[ -]?)*(?:sheet|brief(?:ing)?|overview|readme|introduction|intro|summary|about(?: us)?|contents|table of contents|abstract|price list|flyer|brochure|document\d*|untitled.*|home|welcome|page \d+|notes?|draft|info|information|license|changelog|microsoft word.*|\(anonymous\)|who it is for|features?|benefits?|description|background|recipes|installation|install|usage|getting started|quick ?start|documentation|docs|examples?)\b\W*$/i

const NAME_WORD = "[\\p{Lu}\\d][\\p{L}\\p{M}\\d'’&.+-]*"
const NAME = `${NAME_WORD}(?:[ -]${NAME_WORD}){0,3}`
const NAMING = [
  new RegExp(`^(?:Meet|Introducing|Say hello to|Welcome to|Discover) (?:the )?(${NAME})`, 'u'),
  new RegExp(`^(${NAME})(?: \\([^)]*\\))?,? (?:is|are) (?:an?|the|our|your|one of)\\b`, 'u')
]
const NO_NAME =
  /^(?:It|This|That|These|There|They|We|You|He|She|Our|Your|Here|What|Who|Each|Every|All|One|The|If|In|As)\b/

/** A short heading or line as a name: what follows a dash or colon is left out, and generic words are no name. */
export function asName(text: string): string | null {
  const [head = ''] = text.split(/\s[–—|-]\s|:\s|\s\|\s/)
  const name = head
    .replace(/[®™©]|\p{Extended_Pictographic}\uFE0F?/gu, '')
    .trim()
    .replace(/^["“‘]|["”’.!]$/g, '')
    .trim()
  const words = name.split(/\s+/).length
  if (name.length < 2 || name.length > 60 || words > 6 || GENERIC_NAME.test(name) || /[?!]$/.test(head))
    return null
  return name
}

/** `X is a …`, `Meet X`: the sentence names the product. */
export function namedInSentence(sentence: string): string | null {
  for (const pattern of NAMING) {
    const name = pattern.exec(sentence)?.[1]?.replace(/[.,;:]$/, '')
    if (name !== undefined && !NO_NAME.test(name) && !GENERIC_NAME.test(name)) return name
  }
  return null
}

const AUDIENCE_SENTENCE =
  /\b(?:made|designed|built|perfect|ideal|great|intended|suited|suitable|aimed|crafted|created|meant|best)\s+(?:for|at)\s+([^.;!?]{4,200})/i
const PEOPLE =
  /\b(?:people|anyone|everyone|those|teams?|developers?|designers?|famil(?:y|ies)|parents?|kids|children|students?|teachers?|hosts?|guests?|women|men|owners?|businesses|companies|startups|beginners|professionals|users|customers|home cooks|runners|travell?ers|commuters|gardeners|readers|writers|gamers|musicians|artists|freelancers|shops?|restaurants?|hotels?|offices?|couples?|seniors?|adults|riders?|hikers?|lovers|fans|enthusiasts|makers|marketers)\b/i

const FOR_PEOPLE = new RegExp(
  `\\bfor ((?:[\\p{L}-]+ ){0,2}${PEOPLE.source}(?: (?:who|that|with)\\b)[^.;!?]{3,150})`,
  'iu'
)

/** Whom a sentence says the product is for, without the words before. */
export function audienceIn(sentence: string): string | null {
  const made = AUDIENCE_SENTENCE.exec(sentence)?.[1]?.trim()
  if (made !== undefined && PEOPLE.test(made)) return made
  return FOR_PEOPLE.exec(sentence)?.[1]?.trim() ?? null
}

const ACTION_VERB =
  /^(?:please )?(?:order|buy|shop|book|try|get|join|sign up|subscribe|call|visit|download|reserve|start|register|contact|discover|learn more|find out|request|claim|pre-?order|schedule|send|write to|email|follow|apply|save your|see (?:for yourself|how|it|what)|explore|check out|give|grab|come|ask|switch|treat)\b/i
const ACTION_OBJECT =
  /\b(?:now|today|free|your?|first|us|at|from|here|online|our|it|demo|trial|newsletter|\d)\b|[a-z0-9-]+\.[a-z]{2,}/i
const MAX_ACTION_CHARS = 120

export function isCallToAction(sentence: string): boolean {
  if (sentence.length > MAX_ACTION_CHARS || /^[\p{L} ]{3,30}:\s/u.test(sentence)) return false
  if (!/^\p{Lu}/u.test(sentence) || sentence.endsWith(':')) return false
  return ACTION_VERB.test(sentence) && ACTION_OBJECT.test(sentence)
}

const AMOUNT =
  /(?:[$€£¥₹]\s?\d[\d.,]*\d|[$€£¥₹]\s?\d|\b(?:USD|EUR|GBP|CHF|JPY)\s?\d[\d.,]*|\b\d[\d.,]*\s?(?:USD|EUR|GBP|CHF|JPY|€|£|dollars?|euros?|pounds?)(?![\p{L}\d]))(?:\s?(?:\/|per|a|an)\s?(?:month|year|week|day|user|seat|person|piece|mo|yr)\b)?/iu

export function amountIn(sentence: string): string | null {
  return AMOUNT.exec(sentence)?.[0].replace(/[.,]$/, '') ?? null
}

const BENEFIT_SENTENCE =
  /\b(?:so (?:that )?(?:you|your|no)|saves? (?:you|time|money|up)|no more|without (?:the|having|any)|helps? (?:you|your)|lets? you|keeps? (?:you|your|it)|makes? (?:it|your)|never|lasts?|up to \d|guarantee|\d+\s?(?:%|percent|hours?|days?|minutes?|years?|times))\b/i

/** For papers without a list: a sentence that says what one gains. */
export function isBenefitSentence(sentence: string): boolean {
  return sentence.length >= 15 && sentence.length <= 180 && BENEFIT_SENTENCE.test(sentence)
}

/** Hex colours of a line, six digits; a number with a hash counts only where colours are spoken of. */
export function coloursIn(text: string, isColourSection: boolean): readonly string[] {
  const found = text.match(/(?<![\w&])#(?:[0-9a-f]{6}|[0-9a-f]{3})\b/gi) ?? []
  return found
    .filter((hex) => isColourSection || /[a-f]/i.test(hex))
    .filter((hex) => hex.length === 7 || isColourSection)
    .map((hex) => (hex.length === 7 ? hex : `#${[...hex.slice(1)].map((digit) => digit + digit).join('')}`))
    .map((hex) => hex.toUpperCase())
}

/** Every sentence with its block. */
export function* sentencesIn(blocks: readonly Block[]): Generator<Finding & { readonly block: Block }> {
  for (const block of blocks) {
    if (block.kind === 'heading') continue
    for (const sentence of sentencesOf(block.text))
      yield { value: sentence, sentence, page: block.page, block }
  }
}
