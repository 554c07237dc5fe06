/** Pure: a campaign brief from documents by rules. Each field keeps its source; what is not found stays blank. */
import { type Brief, type BriefSource, EMPTY_BRIEF } from '#shared/domain/campaign.ts'
import type { Extraction } from '#shared/domain/document.ts'
import { type Block, toBlocks } from './brief-blocks.ts'
import {
  amountIn,
  asName,
  audienceIn,
  coloursIn,
  type Finding,
  isBenefitSentence,
  isCallToAction,
  isSection,
  labelled,
  namedInSentence,
  sentencesIn
} from './brief-rules.ts'

export interface NamedExtraction {
  /** File name as the user knows it. */
  readonly name: string
  readonly extraction: Extraction
}

/** What one document says: a value with its source per field. */
interface Findings {
  readonly productName: Finding | null
  readonly tagline: Finding | null
  readonly audience: Finding | null
  readonly price: Finding | null
  readonly tone: Finding | null
  readonly benefits: readonly Finding[]
  readonly callsToAction: readonly Finding[]
  readonly brandColours: readonly Finding[]
}

const LIMITS = { benefits: 12, callsToAction: 5, brandColours: 8 } as const

/** For each field the first document that says something; lists are not mixed from several documents. */
export function briefFrom(documents: readonly NamedExtraction[]): Brief {
  const found = documents.map(({ name, extraction }) => ({ name, findings: findAll(extraction) }))
  const sources: BriefSource[] = []
  const one = (field: BriefSource['field'] & keyof Findings, maxChars: number): string => {
    for (const { name, findings } of found) {
      const finding = findings[field]
      if (finding === null || !('value' in finding)) continue
      const value = finding.value.slice(0, maxChars)
      sources.push(sourceOf(field, { ...finding, value }, name))
      return value
    }
    return ''
  }
  const many = (
    field: BriefSource['field'],
    list: 'benefits' | 'callsToAction' | 'brandColours',
    maxChars: number
  ): string[] => {
    const first = found.find(({ findings }) => findings[list].length > 0)
    if (first === undefined) return []
    const kept = distinct(first.findings[list]).slice(0, LIMITS[list])
    for (const finding of kept) sources.push(sourceOf(field, finding, first.name))
    return kept.map((finding) => finding.value.slice(0, maxChars))
  }
  return {
    ...EMPTY_BRIEF,
    productName: one('productName', 200),
    tagline: one('tagline', 300),
    benefits: many('benefit', 'benefits', 300),
    audience: one('audience', 500),
    callsToAction: many('callToAction', 'callsToAction', 200),
    price: one('price', 100),
    tone: one('tone', 200),
    brandColours: many('brandColour', 'brandColours', 7),
    sources
  }
}

function sourceOf(field: BriefSource['field'], finding: Finding, documentName: string): BriefSource {
  const { value, sentence, page } = finding
  return { field, value, sentence, page, documentName }
}

function findAll(extraction: Extraction): Findings {
  const blocks = toBlocks(extraction)
  const name = findName(blocks, extraction)
  const found = {
    audience: findAudience(blocks),
    price: findPrice(blocks),
    tone: labelled(blocks, 'tone') ?? firstOfSection(blocks, 'tone'),
    benefits: findBenefits(blocks, name),
    callsToAction: findCalls(blocks),
    brandColours: findColours(blocks)
  }
  const speaksOfProduct =
    found.benefits.length > 0 ||
    found.callsToAction.length > 0 ||
    found.audience !== null ||
    found.price !== null
  const productName = name !== null && (speaksOfProduct || isBorneOut(name, blocks)) ? name : null
  return { ...found, productName, tagline: findTagline(blocks, productName) }
}

/** A first line is the name of a product only when it is set as a title or the text speaks of it again. */
function isBorneOut({ value, sentence }: Finding, blocks: readonly Block[]): boolean {
  const name = value.toLowerCase()
  return blocks.some(
    (block) =>
      (block.kind === 'heading' && block.level === 1 && block.text === sentence) ||
      (block.text !== sentence && block.text.toLowerCase().includes(name)) ||
      (block.text === sentence && namedInSentence(sentence) === value)
  )
}

/** Where the name usually stands: labelled, in a sentence that names it, in the first heading or line, in the properties. */
function findName(blocks: readonly Block[], extraction: Extraction): Finding | null {
  const label = labelled(blocks, 'productName')
  if (label !== null) return { ...label, value: asName(label.value) ?? label.value }
  const logo = /(?:!\[|alt=["'])\s*([^"'\]]{2,40}?)\s+logo\b/i.exec(extraction.text.slice(0, 2000))
  const logoName = logo?.[1] === undefined ? null : asName(logo[1])
  if (logoName !== null) return { value: logoName, sentence: logo?.[0] ?? '', page: null }
  const heading = blocks.slice(0, 12).find((block) => block.kind === 'heading' && block.level === 1)
  const [first] = blocks
  const fromTop = [first, heading].flatMap((block) => {
    const name = block === undefined || block.kind === 'item' ? null : asName(block.text)
    return name === null || block === undefined || /[.,;]$/.test(block.text)
      ? []
      : [{ value: name, sentence: block.text, page: block.page }]
  })[0]
  const fromSentence = nameFromSentences(blocks)
  // The sentence is the better witness where the heading only describes or goes on after the name.
  if (fromSentence !== null && (fromTop === undefined || isPartOf(fromSentence.value, fromTop.value)))
    return fromSentence
  if (fromTop !== undefined) return fromTop
  const title = extraction.title === null ? null : asName(extraction.title)
  return title === null ? null : { value: title, sentence: extraction.title ?? '', page: null }
}

function nameFromSentences(blocks: readonly Block[]): Finding | null {
  for (const { sentence, page } of [...sentencesIn(blocks.slice(0, 30))].slice(0, 15)) {
    const name = namedInSentence(sentence)
    if (name !== null) return { value: name, sentence, page }
  }
  return null
}

const isPartOf = (name: string, text: string): boolean => text.toLowerCase().startsWith(name.toLowerCase())

/** Dates, tables, `label: value` lines and papers that speak of themselves. */
const NO_TAGLINE =
  /\b(?:19|20)\d{2}\b|\t|^[\p{L} ]{2,30}:\s|^(?:this|the) (?:is an? )?(?:document|file|page|report|text)\b|(\b\p{L}+\b).*\1.*\1/iu

/** A short line right after the name. */
function findTagline(blocks: readonly Block[], productName: Finding | null): Finding | null {
  const label = labelled(blocks, 'tagline')
  if (label !== null || productName === null) return label
  const at = blocks.findIndex(
    (block) => asName(block.text) !== null && isPartOf(productName.value, block.text)
  )
  const next = at < 0 || at > 5 ? undefined : blocks[at + 1]
  if (next === undefined || next.kind === 'item') return null
  const words = next.text.split(/\s+/).length
  const isShort = words >= 3 && words <= 18 && next.text.length <= 140
  if (NO_TAGLINE.test(next.text) || next.text === productName.value) return null
  if (
    !isShort ||
    amountIn(next.text) !== null ||
    /^(?:product|data|fact|price)[ -](?:sheet|list)/i.test(next.text)
  )
    return null
  return { value: next.text, sentence: next.text, page: next.page }
}

function findAudience(blocks: readonly Block[]): Finding | null {
  const label = labelled(blocks, 'audience')
  if (label !== null) return label
  const section = blocks
    .filter((block) => block.kind !== 'heading' && isSection(block, 'audience'))
    .slice(0, 6)
  if (section.length > 0) {
    const parts = section.map((block) => (audienceIn(block.text) ?? block.text).replace(/[.;]\s*$/, ''))
    const [first] = section
    return {
      value: parts.join('; '),
      sentence: section.map((block) => block.text).join(' '),
      page: first?.page ?? null
    }
  }
  for (const { sentence, page } of sentencesIn(blocks)) {
    const value = audienceIn(sentence)
    if (value !== null) return { value, sentence, page }
  }
  return null
}

/** The first amount of a price section, else the first sentence that says what it costs. */
function findPrice(blocks: readonly Block[]): Finding | null {
  const label = labelled(blocks, 'price')
  if (label !== null && amountIn(label.value) !== null) return label
  const all = [...sentencesIn(blocks)]
  const ordered = [...all.filter(({ block }) => isSection(block, 'price')), ...all]
  for (const { sentence, page } of ordered) {
    const value = amountIn(sentence)
    if (value !== null) return { value, sentence, page }
  }
  return null
}

function firstOfSection(blocks: readonly Block[], kind: 'tone'): Finding | null {
  const block = blocks.find((each) => each.kind !== 'heading' && isSection(each, kind))
  return block === undefined ? null : { value: block.text, sentence: block.text, page: block.page }
}

const MIN_LIST = 3
const MAX_BENEFIT_CHARS = 200

/** Items of a benefits section, else a labelled list, else the first list that is about the product, else sentences. */
function findBenefits(blocks: readonly Block[], productName: Finding | null): readonly Finding[] {
  const items = blocks.filter((block) => block.kind === 'item')
  const named = items.filter((block) => isSection(block, 'benefits') && !isSection(block, 'audience'))
  if (isTableOfContents(items)) return []
  if (named.length > 0) return named.map(asBenefit)
  const label = labelled(blocks, 'benefits')
  if (label !== null) {
    return label.value.split(/\s*[;,]\s+/).map((value) => ({ ...label, value: value.replace(/\.$/, '') }))
  }
  const plain = blocks.filter((block) => block.kind === 'paragraph' && isSection(block, 'benefits'))
  if (plain.length >= 2 && plain.every((block) => block.text.length <= MAX_BENEFIT_CHARS))
    return plain.map(asBenefit)
  const other = items.filter((block) => !isOffTopic(block))
  const list = other.filter((block) => block.section === other[0]?.section && !isCallToAction(block.text))
  if (list.length >= MIN_LIST) return list.map(asBenefit)
  return [...sentencesIn(blocks)]
    .filter(
      ({ block, sentence }) => !isOffTopic(block) && isBenefitSentence(sentence) && !isCallToAction(sentence)
    )
    .filter(({ sentence }) => /\byour?\b/i.test(sentence) || speaksOf(productName, sentence))
    .slice(0, 6)
    .map(({ sentence, page }) => ({ value: sentence.replace(/\.$/, ''), sentence, page }))
}

/** Most items end in a page number. */
const isTableOfContents = (items: readonly Block[]): boolean =>
  items.length >= MIN_LIST &&
  items.filter((block) => /[\s.]\d{1,3}$/.test(block.text)).length > items.length / 4

const speaksOf = (productName: Finding | null, sentence: string): boolean =>
  productName !== null && sentence.toLowerCase().includes(productName.value.toLowerCase())

const isOffTopic = (block: Block): boolean =>
  (['other', 'action', 'price', 'tone', 'colour', 'audience'] as const).some((kind) => isSection(block, kind))

/** Long items give their first sentence. */
function asBenefit(block: Block): Finding {
  const [first = block.text] =
    block.text.length > MAX_BENEFIT_CHARS ? block.text.split(/(?<=[.!?])\s/) : [block.text]
  return {
    value: first.replace(/^(?:\p{Extended_Pictographic}|\uFE0F|\s)+|[.;]$/gu, '').slice(0, 300),
    sentence: block.text,
    page: block.page
  }
}

function findCalls(blocks: readonly Block[]): readonly Finding[] {
  const label = labelled(blocks, 'callsToAction')
  const calls = [...sentencesIn(blocks)]
    .filter(({ sentence }) => isCallToAction(sentence))
    .filter(({ block }) => !isSection(block, 'other') && !isSection(block, 'benefits'))
    .filter(({ block }) => block.text !== label?.sentence)
  const inSection = calls.filter(({ block }) => isSection(block, 'action'))
  const found = inSection.length > 0 ? inSection : calls
  const plain = found.map(({ sentence, page }) => ({ value: sentence.replace(/[.!]$/, ''), sentence, page }))
  return label === null ? plain : [label, ...plain]
}

function findColours(blocks: readonly Block[]): readonly Finding[] {
  return blocks.flatMap((block) => {
    const isColour = isSection(block, 'colour') || /\bcolou?rs?\b/i.test(block.text)
    return coloursIn(block.text, isColour).map((value) => ({ value, sentence: block.text, page: block.page }))
  })
}

function distinct(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>()
  return findings.filter(({ value }) => {
    const key = value.toLowerCase().trim()
    if (key === '' || seen.has(key)) return false
    seen.add(key)
    return true
  })
}
