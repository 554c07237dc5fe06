/** When the taskbar and notices speak. */
import { describe, expect, it } from 'vitest'
import { barValue, createJobPresence, noticeFor } from '#main/app/job-presence.ts'
import { aJob } from '#test/harness/fake-client.ts'

describe('barValue', () => {
  it('is one bar for all jobs, unknown while one amount is unknown, and gone without jobs', () => {
    expect([
      barValue([
        { done: 5, total: 10 },
        { done: 1, total: 4 }
      ]),
      barValue([
        { done: 5, total: 10 },
        { done: 0, total: 0 }
      ]),
      barValue([{ done: 12, total: 10 }]),
      barValue([])
    ]).toEqual([0.375, 2, 1, -1])
  })
})

describe('noticeFor', () => {
  const long = { startedAt: 0, endedAt: 60_000 }
  it('speaks of long work that ended by itself, and never of short or cancelled work', () => {
    expect([
      noticeFor(aJob({ ...long, state: 'succeeded' })),
      noticeFor(
        aJob({
          ...long,
          state: 'failed',
          error: { code: 'DISK_FULL', message: 'The disk is full.', retryable: false }
        })
      ),
      noticeFor(aJob({ ...long, state: 'cancelled' })),
      noticeFor(aJob({ startedAt: 0, endedAt: 2000, state: 'succeeded' })),
      noticeFor(aJob())
    ]).toEqual([
      { title: 'Finished', body: 'Spring' },
      { title: 'Failed', body: 'Spring. The disk is full.' },
      null,
      null,
      null
    ])
  })
})

describe('job presence', () => {
  it('takes the bar away at the end and stays quiet while the window is in front', () => {
    const shown: number[] = []
    const notices: string[] = []
    let isInFront = true
    const take = createJobPresence({
      showProgress: (value) => shown.push(value),
      notify: (notice) => notices.push(notice.body),
      isInFront: () => isInFront
    })
    take(aJob({ done: 1, total: 2 }))
    take(aJob({ startedAt: 0, endedAt: 60_000, state: 'succeeded' }))
    isInFront = false
    take(aJob({ id: 'job-2', title: 'Film', startedAt: 0, endedAt: 60_000, state: 'succeeded' }))
    expect({ shown, notices }).toEqual({ shown: [0.5, -1, -1], notices: ['Film'] })
  })
})
