import { beforeEach, expect, test } from 'vitest'
import { type CampaignRepository, createCampaignRepository } from '#main/campaigns/campaign-repository.ts'
import { EMPTY_BRIEF } from '#shared/domain/campaign.ts'
import { putRows } from '#test/harness/catalog-rows.ts'
import { eachCatalog } from '#test/harness/each-catalog.ts'

const catalog = eachCatalog()
let campaigns: CampaignRepository
beforeEach(() => {
  campaigns = createCampaignRepository(catalog.db)
  campaigns.insert({ id: 'c', name: 'Spring', brief: EMPTY_BRIEF, createdAt: 1, updatedAt: 1 })
})

const cover = (): string | null | undefined => campaigns.list()[0]?.coverAssetId
const aPicture = { campaignId: 'c', kind: 'image' } as const

test('the cover is the newest picture that fills a landscape card, else the newest', () => {
  expect(cover()).toBeNull()
  const [, upright] = putRows(catalog.db, [
    { ...aPicture, createdAt: 1, sizePx: [1080, 1920] },
    { ...aPicture, createdAt: 2, sizePx: [1080, 1920] }
  ])
  expect(cover()).toBe(upright)
  const [wide] = putRows(catalog.db, [
    { ...aPicture, createdAt: 3, sizePx: [1200, 630] },
    { ...aPicture, createdAt: 4, sizePx: [1024, 1024] }
  ])
  expect(cover()).toBe(wide)
})
