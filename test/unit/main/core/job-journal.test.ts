/** Work cut off by a quit or a crash is found at the next start; finished and cancelled work is not. */
import { readdirSync } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSystemClock } from '#main/core/clock.ts'
import { createJobJournal } from '#main/core/job-journal.ts'
import { createJobs, type JobContext } from '#main/core/jobs.ts'

let folder = ''
beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(tmpdir(), 'campaignforge-journal-')), 'jobs')
})
afterEach(() => rm(path.dirname(folder), { recursive: true, force: true }))

const start = () => {
  let time = 0
  const journal = createJobJournal(folder, () => ++time)
  const jobs = createJobs(createSystemClock(), () => undefined, journal)
  const run = (name: string, work: (context: JobContext) => Promise<unknown>) =>
    jobs.start({ kind: 'demo', title: name, resume: { route: name, input: { of: name } }, run: work })
  return { journal, jobs, run }
}
const endless = ({ signal }: JobContext): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))

describe('job journal', () => {
  it('work is noted before it has begun: a process killed at once finds it again', async () => {
    start().run('render', endless)
    expect(readdirSync(folder)).toHaveLength(1)
    expect(await start().journal.take()).toEqual([{ route: 'render', input: { of: 'render' } }])
  })

  it('what ran when the app ended is given to the next start, oldest first, and only once', async () => {
    const first = start()
    first.run('render', endless)
    first.run('import', endless)
    await first.jobs.stopAll()
    await first.journal.settled()
    const { journal } = start()
    expect(await journal.take()).toEqual([
      { route: 'render', input: { of: 'render' } },
      { route: 'import', input: { of: 'import' } }
    ])
    expect([await journal.take(), await readdir(folder)]).toEqual([[], []])
  })

  it('a killed process leaves its notes too', async () => {
    const killed = start()
    killed.run('render', endless)
    await killed.journal.settled()
    expect(await start().journal.take()).toHaveLength(1)
  })

  it('finished, failed and cancelled work is not begun again', async () => {
    const { jobs, journal, run } = start()
    const stopped = run('stopped', endless)
    const ended = [
      run('done', () => Promise.resolve(1)),
      run('broken', () => Promise.reject(new Error('bug'))),
      stopped
    ]
    jobs.cancel(stopped)
    await Promise.all(ended.map((id) => jobs.finished(id)))
    await journal.settled()
    expect(await start().journal.take()).toEqual([])
  })

  it('work that ended the app three times is let go', async () => {
    const counts: number[] = []
    for (let round = 0; round < 5; round++) {
      const { journal, run } = start()
      const left = await journal.take()
      counts.push(left.length)
      if (round === 0 || left.length > 0) run('render', endless)
      await journal.settled()
    }
    expect(counts).toEqual([0, 1, 1, 1, 0])
  })

  it('a damaged note is left out and removed', async () => {
    const { journal, run, jobs } = start()
    run('render', endless)
    await jobs.stopAll()
    await journal.settled()
    await writeFile(path.join(folder, 'broken.json'), '{"route":')
    expect(await start().journal.take()).toHaveLength(1)
    expect(await readdir(folder)).toEqual([])
  })
})
