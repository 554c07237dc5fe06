/** What a finished job says for itself. */
import { describe, expect, it } from 'vitest'
import { reportOf } from '#renderer/features/jobs/job-report.ts'
import { aJob } from '#test/harness/fake-client.ts'

describe('reportOf', () => {
  it('counts an import by outcome and names the refused files', () => {
    const item = { path: '/a/in.png', outcome: 'imported', assetId: 'x', kind: 'image', error: null }
    const refused = {
      ...item,
      path: 'C:\\docs\\offer.pdf',
      outcome: 'rejected',
      error: { code: 'FILE_ENCRYPTED', message: 'Locked.' }
    }
    const job = aJob({
      kind: 'asset.import',
      state: 'succeeded',
      result: { items: [item, refused, { ...item, outcome: 'duplicate' }] }
    })
    expect(reportOf(job)).toEqual({
      summary: '1 added, 1 already there, 1 not added',
      failures: [{ key: '1', text: 'offer.pdf: Locked.', code: 'FILE_ENCRYPTED' }]
    })
  })

  it('names the posts of a generation that failed', () => {
    const failure = { platform: 'tiktok', post: 2, code: 'TIMEOUT', message: 'No answer.' }
    const job = aJob({
      state: 'succeeded',
      result: { madeCount: 2, images: [{}, {}, {}], failures: [failure] }
    })
    expect(reportOf(job)).toEqual({
      summary: '2 made',
      failures: [{ key: '0', text: 'tiktok, post 2: No answer.', code: 'TIMEOUT' }]
    })
  })

  it.each([null, 7, 'text', {}, { items: 'none' }, { images: [] }, { madeCount: '2' }])(
    'says nothing about an unknown result %j',
    (result) => {
      expect(reportOf(aJob({ kind: 'asset.import', state: 'succeeded', result }))).toEqual({
        summary: null,
        failures: []
      })
    }
  )
})
