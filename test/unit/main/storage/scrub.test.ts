import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planScrub } from '#main/storage/scrub.ts'

const DAY_MS = 24 * 60 * 60 * 1000

test('whatever the sizes, one run a day reads every copy within the promised days', () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(
      sizes,
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 3000 }),
      (each, cycleDays, budgetBytes) => {
        let now = 1000 * DAY_MS
        const copies = each.map((sizeBytes, n) => ({
          sha256: String(n),
          objectKey: String(n),
          sizeBytes,
          verifiedAt: 0
        }))
        const { coversInDays } = planScrub(copies, { cycleDays, budgetBytes, now })
        const runs = Math.max(coversInDays, 1)
        for (let day = 0; day < runs; day++) {
          const { chosen } = planScrub(copies, { cycleDays, budgetBytes, now })
          for (const copy of copies)
            if (chosen.some(({ sha256 }) => sha256 === copy.sha256)) copy.verifiedAt = now
          now += DAY_MS
        }
        expect(copies.filter(({ verifiedAt, sizeBytes }) => verifiedAt === 0 && sizeBytes > 0)).toEqual([])
      }
    )
  )
})
