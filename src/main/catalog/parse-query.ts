/** Pure: what a person typed in the search field, as terms and conditions. Anything typed is valid. */
import { tokensOf } from './search-text.ts'

export interface SearchTerm {
  /** Folded words in order; more than one is a phrase. */
  readonly words: readonly string[]
  /** The last word may go on. */
  readonly isPrefix: boolean
  readonly isExcluded: boolean
}

export const COMPARABLE_FIELDS = ['cost', 'rating', 'width', 'height', 'size', 'created', 'post'] as const
export type ComparableField = (typeof COMPARABLE_FIELDS)[number]
export const EXACT_FIELDS = [
  'provider',
  'model',
  'platform',
  'kind',
  'status',
  'campaign',
  'tag',
  'origin',
  'seed',
  'name'
] as const
export type ExactField = (typeof EXACT_FIELDS)[number]

export type Condition =
  | { readonly field: ExactField; readonly value: string; readonly isExcluded: boolean }
  | {
      readonly field: ComparableField
      readonly compare: '<' | '<=' | '=' | '>=' | '>'
      /** Micro-dollars, stars, pixels, bytes or epoch ms, by field. */
      readonly value: number
      readonly isExcluded: boolean
    }

export interface ParsedQuery {
  readonly terms: readonly SearchTerm[]
  readonly conditions: readonly Condition[]
}

const ALIASES: Readonly<Record<string, ExactField | ComparableField>> = {
  type: 'kind',
  state: 'status',
  is: 'origin',
  tags: 'tag',
  stars: 'rating',
  date: 'created'
}
const MAX_TERMS = 32
/** An operator with its value, or a quoted phrase, or a plain word; each with an optional minus before. */
const PART = /(-?)(?:([a-z]+):(?:"([^"]*)"?|(\S+))|["“„]([^"”]*)["”]?(\*?)|(\S+))/giu

/** `provider:together cost:<0.01 tag:summer "exact words" begin* -not`. An unknown operator is searched as plain words. */
export function parseQuery(query: string): ParsedQuery {
  const terms: SearchTerm[] = []
  const conditions: Condition[] = []
  for (const match of query.matchAll(PART)) {
    const [whole, minus, name, quotedValue, plainValue, phrase, phraseStar, word] = match
    const isExcluded = minus === '-'
    const value = quotedValue ?? plainValue
    const condition =
      name === undefined || value === undefined
        ? null
        : toCondition({ name: name.toLowerCase(), value, isExcluded })
    if (condition !== null) conditions.push(condition)
    else {
      const text = phrase ?? word ?? whole.replace(/^-/, '')
      const isPrefix = phraseStar === '*' || (phrase === undefined && text.endsWith('*'))
      const words = [...tokensOf(text)].map((token) => token.text)
      if (words.length > 0) terms.push({ words, isPrefix, isExcluded })
    }
  }
  return { terms: terms.slice(0, MAX_TERMS), conditions: conditions.slice(0, MAX_TERMS) }
}

interface Operator {
  readonly name: string
  readonly value: string
  readonly isExcluded: boolean
}

function toCondition(operator: Operator): Condition | null {
  const field = ALIASES[operator.name] ?? operator.name
  const comparable = COMPARABLE_FIELDS.find((each) => each === field)
  if (comparable !== undefined) return toComparison(comparable, operator)
  const exact = EXACT_FIELDS.find((each) => each === field)
  return exact === undefined
    ? null
    : { field: exact, value: exactValue(exact, operator.value), isExcluded: operator.isExcluded }
}

const ORIGINS: Readonly<Record<string, string>> = { ai: 'generated', uploaded: 'imported', video: 'rendered' }

function exactValue(field: ExactField, value: string): string {
  return field === 'origin' ? (ORIGINS[value.toLowerCase()] ?? value.toLowerCase()) : value
}

function toComparison(field: ComparableField, { value, isExcluded }: Operator): Condition | null {
  const match = /^(<=|>=|<|>|=)?\$?(.+)$/.exec(value)
  const number = match?.[2] === undefined ? null : numberOf(field, match[2])
  if (number === null) return null
  const compare = match?.[1] ?? '='
  // Written out because the pattern above only lets these five through.
  const known = (['<', '<=', '=', '>=', '>'] as const).find((each) => each === compare) ?? '='
  return { field, compare: known, value: number, isExcluded }
}

const SIZE_UNITS: Readonly<Record<string, number>> = {
  kb: 1024,
  mb: 1024 ** 2,
  gb: 1024 ** 3,
  k: 1024,
  m: 1024 ** 2
}

function numberOf(field: ComparableField, text: string): number | null {
  if (field === 'created') {
    const at = /^\d{4}(-\d{2}(-\d{2})?)?$/.test(text) ? Date.parse(text) : Number.NaN
    return Number.isNaN(at) ? null : at
  }
  const match = /^(\d*\.?\d+)([a-z]*)$/i.exec(text)
  if (match?.[1] === undefined) return null
  const unit = (match[2] ?? '').toLowerCase()
  const factors = { size: SIZE_UNITS[unit] ?? 1, cost: 1_000_000 }
  const factor = field === 'size' || field === 'cost' ? factors[field] : 1
  return Math.round(Number(match[1]) * factor)
}

/**
 * The question for FTS5: every word quoted, so nothing typed is ever syntax. Null when there is nothing to look for.
 * Only exclusions match nothing by themselves.
 */
export function toMatch(terms: readonly SearchTerm[]): string | null {
  const wanted = terms.filter((term) => !term.isExcluded).map(quoted)
  const unwanted = terms.filter((term) => term.isExcluded).map(quoted)
  if (wanted.length === 0) return null
  const not = unwanted.map((term) => ` NOT ${term}`).join('')
  return `(${wanted.join(' AND ')})${not}`
}

function quoted({ words, isPrefix }: SearchTerm): string {
  return `"${words.join(' ').replaceAll('"', '""')}"${isPrefix ? '*' : ''}`
}
