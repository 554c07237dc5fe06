import { describe, expect, test } from 'vitest'
import { planPostCopy, toButtonWords } from '#main/images/composer/post-copy.ts'
import { EMPTY_BRIEF } from '#shared/domain/campaign.ts'

describe('words of a post', () => {
  test.each([
    ['Order your first jar at marrowfield.example/evenglow', 'Order your first jar'],
    ['Book a pouring evening for six at marrowfield.example/evenings', 'Book a pouring evening for six'],
    ['Send back your empty glass and get a refill for $12', 'Send back your empty glass'],
    ['Try it free', 'Try it free'],
    ['Visit https://shop.example', 'Visit'],
    ['shop.example', 'shop.example'],
    ['Read version 2.0 notes', 'Read version 2.0 notes'],
    ['Callusnowforanappointmentwithoutanyspaces', 'Callusnowforanappointmentwithoutanyspaces']
  ])('%j stands on a button as %j', (call, words) => {
    expect(toButtonWords(call)).toBe(words)
  })

  test('posts take benefits and calls in turn, and blanks stay blank', () => {
    const brief = {
      ...EMPTY_BRIEF,
      productName: 'Evenglow',
      benefits: ['One', 'Two'],
      callsToAction: ['Buy.']
    }
    expect(planPostCopy(brief, 3)).toEqual({
      brand: 'Evenglow',
      headline: 'One',
      body: '',
      callToAction: 'Buy',
      price: ''
    })
    expect(planPostCopy(EMPTY_BRIEF, 1)).toEqual({
      brand: '',
      headline: '',
      body: '',
      callToAction: '',
      price: ''
    })
  })
})
