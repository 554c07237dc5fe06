import { beforeEach, expect, test } from 'vitest'
import { createCampaignRepository } from '#main/campaigns/campaign-repository.ts'
import { type Cell, createRunRepository, type RunRepository } from '#main/images/run-repository.ts'
import { EMPTY_BRIEF } from '#shared/domain/campaign.ts'
import { eachCatalog } from '#test/harness/each-catalog.ts'

const CELL: Cell = {
  platform: 'instagram',
  post: 1,
  variant: 1,
  state: 'planned',
  prompt: 'A kettle',
  negativePrompt: '',
  assetId: null,
  code: null,
  message: null
}

const catalog = eachCatalog()
let runs: RunRepository
beforeEach(() => {
  const made = { id: 'c', name: 'Spring', brief: EMPTY_BRIEF, createdAt: 1, updatedAt: 1 }
  createCampaignRepository(catalog.db).insert(made)
  runs = createRunRepository(catalog.db)
  const plan = { platforms: ['instagram'], posts: 1, variants: 1 } as const
  runs.create({ id: 'r', campaignId: 'c', estimateMicroUsd: 0, createdAt: 1, plan }, [CELL], null)
})

test('a cell that another process delivered since it was seen is not planned again, and not paid twice', () => {
  runs.setCell('r', CELL, { state: 'delivered', assetId: 'made-meanwhile', code: null, message: null })
  expect(runs.replan('r', CELL, { ...CELL, prompt: 'A teapot' })).toBe(false)
  expect(runs.cells('r')).toMatchObject([
    { state: 'delivered', assetId: 'made-meanwhile', prompt: 'A kettle' }
  ])
})

test('a cell that stands as it was seen takes its new words', () => {
  expect(runs.replan('r', CELL, { ...CELL, prompt: 'A teapot' })).toBe(true)
  expect(runs.cells('r')).toMatchObject([{ state: 'planned', prompt: 'A teapot' }])
})
