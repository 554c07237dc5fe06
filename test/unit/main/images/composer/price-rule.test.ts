import { describe, expect, test } from 'vitest'
import { isBuyingCall, planPrice } from '#main/images/composer/price-rule.ts'

describe('the price beside a call', () => {
  test.each([
    'Order your first jar',
    'Buy now',
    'Shop the range',
    'Get yours',
    'Get the kettle',
    'Pre-order today',
    'Add to cart',
    'Jetzt bestellen',
    'Comprar ahora'
  ])('%j is about buying', (call) => {
    expect(isBuyingCall(call)).toBe(true)
  })

  test.each([
    'Book a pouring evening for six',
    'Send back your empty glass',
    'Get in touch',
    'Get a free quote',
    'Get started',
    'Order a sample',
    'Order a refill for $12',
    'Learn more',
    'Visit the shop',
    'Shopping list as a PDF',
    ''
  ])('%j would make the price misleading', (call) => {
    expect(isBuyingCall(call)).toBe(false)
  })

  test('a post without any call keeps its price, and words that name it are not repeated', () => {
    expect(planPrice('$24', '', [])).toBe('$24')
    expect(planPrice('$24', 'Book an evening', [])).toBe('')
    expect(planPrice('$24', 'Buy now', ['Now for $24 only'])).toBe('')
    expect(planPrice('', 'Buy now', [])).toBe('')
  })
})
