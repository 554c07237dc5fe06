import { describe, expect, it } from 'vitest'
import { isPriceStale, mergePrices, quotePrice } from '#main/images/price-table.ts'
import { PRICE_TABLE } from '#main/images/price-table-data.ts'
import { IMAGE_PROVIDER_IDS } from '#shared/domain/provider.ts'

const NOW = Date.UTC(2026, 10, 22)
const SQUARE = { widthPx: 1024, heightPx: 1024 }
const SCHNELL = 'black-forest-labs/FLUX.1-schnell'

describe('quotePrice', () => {
  it('prices by the megapixel where the vendor does, never rounding down', () => {
    const quote = (widthPx: number, heightPx: number) =>
      quotePrice(PRICE_TABLE, { provider: 'together', model: SCHNELL, size: { widthPx, heightPx } })
        .priceMicroUsd
    expect([quote(1024, 1024), quote(1280, 672), quote(2048, 1024)]).toEqual([2_700, 2_215, 5_400])
  })

  it('an unknown model is assumed to be as dear as the dearest known one', () => {
    const quote = quotePrice(PRICE_TABLE, { provider: 'stability', model: 'brand-new', size: SQUARE })
    expect([quote.isAssumed, quote.priceMicroUsd]).toEqual([true, 80_000])
  })

  it('every provider has a price with a source and a date', () => {
    const named = new Set(PRICE_TABLE.map((entry) => entry.provider))
    expect(IMAGE_PROVIDER_IDS.filter((id) => !named.has(id))).toEqual([])
    expect(mergePrices([...PRICE_TABLE], NOW)).toEqual(PRICE_TABLE)
  })
})

describe('isPriceStale', () => {
  it('is true after 90 days', () => {
    const now = Date.UTC(2026, 10, 22)
    expect(['2026-08-25', '2026-08-20'].map((date) => isPriceStale(date, now))).toEqual([false, true])
  })
})

describe('mergePrices', () => {
  const own = {
    provider: 'together',
    model: SCHNELL,
    quality: null,
    unit: 'image',
    priceMicroUsd: 900,
    source: 'contract',
    seenOn: '2026-11-01'
  }

  it('the user’s line replaces the shipped one and keeps the others', () => {
    const merged = mergePrices([own], NOW)
    expect(quotePrice(merged, { provider: 'together', model: SCHNELL, size: SQUARE })).toMatchObject({
      priceMicroUsd: 900,
      source: 'contract'
    })
    expect(merged.length).toBe(PRICE_TABLE.length)
  })

  it('no file can shrink or empty the table', () => {
    const keys = (table: readonly { readonly provider: string; readonly model: string }[]) =>
      new Set(table.map(({ provider, model }) => `${provider} ${model}`))
    expect(keys(mergePrices([], NOW))).toEqual(keys(PRICE_TABLE))
    expect(keys(mergePrices([own], NOW))).toEqual(keys(PRICE_TABLE))
  })

  it('a maker that bills nobody may cost 0', () => {
    const line = { ...own, provider: 'a1111', priceMicroUsd: 0 }
    expect(mergePrices([line], NOW)[0]).toEqual(line)
  })

  it.each([
    ['a negative price', [{ ...own, priceMicroUsd: -1 }]],
    ['no source', [{ ...own, source: '' }]],
    ['a date that is none', [{ ...own, seenOn: 'yesterday' }]],
    ['a day that has not come', [{ ...own, seenOn: '2026-12-24' }]],
    ['a price of 0 where the vendor bills', [{ ...own, priceMicroUsd: 0 }]],
    ['a part of a micro-dollar', [{ ...own, priceMicroUsd: 0.5 }]],
    ['not a list', { own }]
  ])('%s is refused', (_name, prices) => {
    expect(() => mergePrices(prices, NOW)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })
})
