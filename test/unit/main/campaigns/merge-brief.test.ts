import { describe, expect, test } from 'vitest'
import { applyPatch, fillBlanks } from '#main/campaigns/merge-brief.ts'
import { type Brief, EMPTY_BRIEF } from '#shared/domain/campaign.ts'

const source = { field: 'benefit', value: 'b', sentence: 's', page: 1, documentName: 'd' } as const
const found: Brief = { ...EMPTY_BRIEF, productName: 'Found', benefits: ['from document'], sources: [source] }

describe('briefs', () => {
  test('what a person typed wins over what a document says', () => {
    expect(applyPatch(found, { productName: 'Typed', benefits: undefined })).toEqual({
      ...found,
      productName: 'Typed'
    })
  })

  test('an emptied field stays empty', () => {
    expect(applyPatch(found, { benefits: [] }).benefits).toEqual([])
  })

  test('a later document fills blanks only, and its sources are kept', () => {
    const base: Brief = { ...EMPTY_BRIEF, productName: 'Mine', sources: [source] }
    expect(fillBlanks(base, found)).toEqual({
      ...base,
      benefits: ['from document'],
      sources: [source, source]
    })
  })
})
