/** The words that stand on one post, taken from the brief and never invented. Pure. */
import type { Brief } from '#shared/domain/campaign.ts'
import { planPrice } from './price-rule.ts'

export interface PostCopy {
  readonly brand: string
  readonly headline: string
  readonly body: string
  readonly callToAction: string
  readonly price: string
}

const HEADLINE_MAX_CHARS = 72
const BRAND_MAX_CHARS = 48
const PRICE_MAX_CHARS = 24
const MIN_BUTTON_CHARS = 4
const MAX_BUTTON_CHARS = 34

/**
 * Copy of post `post` (from 1): one benefit each, in turn, so that posts differ. Blank fields of the brief stay blank;
 * without any benefit the tagline or the product's name is the headline.
 */
export function planPostCopy(brief: Brief, post: number): PostCopy {
  const benefit =
    brief.benefits.length === 0 ? '' : (brief.benefits[(post - 1) % brief.benefits.length] ?? '')
  const callToAction =
    brief.callsToAction.length === 0
      ? ''
      : (brief.callsToAction[(post - 1) % brief.callsToAction.length] ?? '')
  const words = benefit === '' ? plainWords(brief) : benefitWords(benefit, brief)
  const brand = firstPart(brief.productName, BRAND_MAX_CHARS)
  return {
    ...words,
    brand: words.headline === brand ? '' : brand,
    callToAction: toButtonWords(withoutFullStop(callToAction)),
    price:
      brief.price.length <= PRICE_MAX_CHARS
        ? planPrice(brief.price, callToAction, [words.headline, words.body])
        : ''
  }
}

/** Copy for a single image from a bare prompt: the prompt is all there is to say. */
export function promptCopy(prompt: string): PostCopy {
  return { brand: '', headline: withoutFullStop(prompt.slice(0, 300)), body: '', callToAction: '', price: '' }
}

function plainWords(brief: Brief): Pick<PostCopy, 'headline' | 'body'> {
  if (brief.tagline === '') return { headline: brief.productName, body: '' }
  return brief.tagline.length <= HEADLINE_MAX_CHARS
    ? { headline: withoutFullStop(brief.tagline), body: '' }
    : { headline: brief.productName, body: brief.tagline }
}

function benefitWords(benefit: string, brief: Brief): Pick<PostCopy, 'headline' | 'body'> {
  const titled = /^(.{3,60}?)\s*(?::|\s[–—-])\s+(.{8,})$/u.exec(benefit)
  if (titled?.[1] !== undefined && titled[2] !== undefined)
    return { headline: titled[1], body: capitalised(titled[2]) }
  if (benefit.length <= HEADLINE_MAX_CHARS) return { headline: withoutFullStop(benefit), body: brief.tagline }
  const sentence = /^(.{12,72}?[.!?])\s+(\S.{8,})$/u.exec(benefit)
  if (sentence?.[1] !== undefined && sentence[2] !== undefined)
    return { headline: withoutFullStop(sentence[1]), body: sentence[2] }
  const clause = /^(.{16,60}?),\s+((?:so|and|but|because|which|while|with|without|for|even)\s.{8,})$/iu.exec(
    benefit
  )
  if (clause?.[1] !== undefined && clause[2] !== undefined)
    return { headline: clause[1], body: capitalised(clause[2]) }
  const title =
    brief.tagline !== '' && brief.tagline.length <= HEADLINE_MAX_CHARS ? brief.tagline : brief.productName
  return title === '' ? { headline: benefit, body: '' } : { headline: withoutFullStop(title), body: benefit }
}

/**
 * A call as it fits on a button: without the address at its end, which the caption of the post carries, and of a long
 * one its first clause. Words are left out, never changed.
 */
export function toButtonWords(call: string): string {
  const bare = call.replace(
    /\s+(?:at|on|via|from|under)?:?\s*(?:https?:\/\/)?[\w-]+(?:\.[\w-]+)+(?:\/\S*)?$/u,
    ''
  )
  const words = bare.length >= MIN_BUTTON_CHARS ? bare : call
  if (words.length <= MAX_BUTTON_CHARS) return words
  const clause = /^(.{10,34}?)(?:,|;|\s[–—-]|\s(?:and|so|then|to)(?=\s))/iu.exec(words)?.[1]
  return clause ?? words
}

function firstPart(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text
  return text.split(/\s*[:|–—]\s+|\s+-\s+|,\s+/u)[0] ?? text
}

function withoutFullStop(text: string): string {
  return text.trim().replace(/(?<![.])\.$/u, '')
}

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase('en') + text.slice(1)
}
