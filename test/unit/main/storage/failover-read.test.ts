import { expect, test } from 'vitest'
import { planReadOrder } from '#main/storage/failover-read.ts'

test('the store that should have the copy comes first, then one that is up, then the preferred one', () => {
  const up = () => true
  const stored = { primary: 'stored', backup: 'stored' } as const
  expect(planReadOrder(stored, up, 'primary')).toEqual(['primary', 'backup'])
  expect(planReadOrder(stored, up, 'backup')).toEqual(['backup', 'primary'])
  expect(planReadOrder(stored, (side) => side === 'backup', 'primary')).toEqual(['backup', 'primary'])
  expect(planReadOrder(stored, () => false, 'primary')).toEqual(['primary', 'backup'])
  const onlyPrimary = { primary: 'stored', backup: 'queued' } as const
  expect(planReadOrder(onlyPrimary, (side) => side === 'backup', 'backup')).toEqual(['primary', 'backup'])
})
