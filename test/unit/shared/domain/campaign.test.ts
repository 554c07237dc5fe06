import { describe, expect, test } from 'vitest'
import { briefPatchSchema, briefSchema } from '#shared/domain/campaign.ts'

describe('brief patch', () => {
  test('a patch says nothing about fields it does not name', () => {
    expect(briefPatchSchema.parse({ tone: 'calm' })).toEqual({ tone: 'calm' })
  })

  test('every field of a brief but its sources can be set', () => {
    const { sources: _found, ...fields } = briefSchema.shape
    expect(Object.keys(briefPatchSchema.shape).toSorted()).toEqual(Object.keys(fields).toSorted())
  })
})
