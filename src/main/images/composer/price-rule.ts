/** Whether a price may stand beside a call: only where the call is about buying the product. Pure. */

/** What one does to buy, at the call's beginning; English and the neighbours most briefs come in. */
const BUYING =
  /^(?:(?:please|now|today|just|go|yes,?)\s+)*(?:buy\b|order\b|pre-?order\b|shop\b|purchase\b|grab\b|add\s+to\s+(?:cart|basket|bag)|check\s*out|get\s+(?:yours?|it|them|one|two|the|a|an|this)\b|treat\s+(?:yourself|your)|jetzt\s+(?:kaufen|bestellen)|kaufen|bestell\w*|achet\w*|commande[rz]?\b|compra\w*|pide\b|ordina\b|acquista\w*|köp\b|koop\b|bestel\b)/iu
/** Things one orders or gets without paying the product's price. */
const NOT_THE_PRODUCT =
  /\b(?:free|sample|brochure|catalogu?e|quote|estimate|newsletter|demo|trial|consultation|guide|e-?book|checklist|info\w*|look|idea|sense|feel|refill|gift\s*cards?|head\s+start|call\s*back|call|appointment|reminder|invite|invitation|discount|coupon)\b/iu
const AMOUNT = /(?:[$€£¥₹]\s*\d|\d[\d.,]*\s*(?:[$€£¥₹]|(?:usd|eur|gbp|dollars?|euros?|pounds?)\b))/iu

/** True for calls such as "Order your first jar"; false for "Book an evening", "Get a quote" and calls with an amount. */
export function isBuyingCall(call: string): boolean {
  const words = call.trim()
  return BUYING.test(words) && !NOT_THE_PRODUCT.test(words) && !AMOUNT.test(words)
}

/**
 * The price a post shows: the brief's beside a buying call or without any call, else none. A price the words already
 * name is not said twice; `call` is the whole call of the brief.
 */
export function planPrice(price: string, call: string, words: readonly string[]): string {
  if (price === '' || words.some((text) => text.includes(price))) return ''
  return call === '' || isBuyingCall(call) ? price : ''
}
