/** The editable price table: own lines win, are kept on disk, and go away again. */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { withTempFolder } from '#main/core/files.ts'
import { createPriceService } from '#main/images/price-service.ts'
import { PRICE_TABLE } from '#main/images/price-table-data.ts'

const NOW = Date.parse('2026-11-22')
const KEY = { provider: 'replicate', model: 'black-forest-labs/flux-schnell', quality: null } as const
const OWN = {
  ...KEY,
  unit: 'image',
  priceMicroUsd: 4_200,
  source: 'my invoice',
  seenOn: '2026-06-01'
} as const

function withService(
  run: (service: ReturnType<typeof createPriceService>, filePath: string) => Promise<void>
) {
  return withTempFolder(async (folder) => {
    const filePath = path.join(folder, 'images', 'prices.json')
    const models = async () => new Map([['replicate', KEY.model] as const])
    await run(createPriceService({ filePath, now: () => NOW, models }), filePath)
  })
}

describe('price service', () => {
  test('an own price replaces the shipped line, is marked old after 90 days, and is gone after a reset', async () => {
    await withService(async (service) => {
      const lineOf = (lines: Awaited<ReturnType<typeof service.list>>) =>
        lines.find(({ provider, model }) => provider === KEY.provider && model === KEY.model)
      expect(lineOf(await service.list())).toMatchObject({ isOwn: false, isStale: false, isUsed: true })
      const changed = await service.set(OWN)
      expect(lineOf(changed)).toEqual({ ...OWN, isOwn: true, isStale: true, isUsed: true })
      expect(changed).toHaveLength(PRICE_TABLE.length)
      expect(lineOf(await service.reset(KEY))).toMatchObject({ isOwn: false, priceMicroUsd: 3_000 })
    })
  })

  test('two changes at once are both kept', async () => {
    await withService(async (service) => {
      await Promise.all([service.set(OWN), service.set({ ...OWN, model: 'another/model' })])
      expect((await service.list()).filter((line) => line.isOwn)).toHaveLength(2)
    })
  })

  test('a price file that is no table is refused by name and left as it is', async () => {
    await withService(async (service, filePath) => {
      await service.set(OWN)
      await writeFile(filePath, '{"not": "a list"')
      await expect(service.set(OWN)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    })
  })
})
