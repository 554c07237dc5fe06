/** The campaign list and the first name of a campaign made from a file. */
import { describe, expect, it } from 'vitest'
import { createCampaignsStore, nameFromFile } from '#renderer/features/campaigns/campaigns-store.ts'
import { AppError } from '#shared/errors.ts'
import { createFakeMain } from '#test/harness/fake-client.ts'

describe('nameFromFile', () => {
  it.each([
    ['spring_launch-brief.docx', 'Spring launch brief'],
    ['Offer 2026.v2.pdf', 'Offer 2026.v2'],
    ['.md', 'New campaign'],
    [`${'x'.repeat(300)}.txt`, `X${'x'.repeat(199)}`]
  ])('%s becomes %s', (file, name) => {
    expect(nameFromFile(file)).toBe(name)
  })
})

describe('campaigns store', () => {
  it('keeps the reason when a campaign can not be made', async () => {
    const { client } = createFakeMain({
      'campaign.create': () => new AppError('FILE_ENCRYPTED', 'Protected by a password.')
    })
    const store = createCampaignsStore(client)
    const made = await store.getState().create('Spring', ['/files/a.pdf'])
    expect({
      made,
      code: store.getState().createFailure?.code,
      isCreating: store.getState().isCreating
    }).toEqual({
      made: null,
      code: 'FILE_ENCRYPTED',
      isCreating: false
    })
  })
})
