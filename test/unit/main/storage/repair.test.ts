import { describe, expect, test } from 'vitest'
import { planRepair, runRepair } from '#main/storage/repair.ts'
import type { CheckedCopies, Found } from '#main/storage/verify.ts'
import { looksLikeWrongStore, toOutcome } from '#main/storage/verify.ts'
import { NO_JOB } from '#test/harness/storage-bench.ts'

function checked(primary: Found, backup: Found, name = 'a'): CheckedCopies {
  const blob = { sha256: name, sizeBytes: 1, mediaType: '', objectKey: `images/${name}`, createdAt: 0 }
  return { copies: { blob, primary: 'stored', backup: 'stored' }, found: { primary, backup }, detail: null }
}

const steps = (items: readonly CheckedCopies[], isLocal = false) =>
  planRepair(items, () => isLocal).steps.map(({ side, from }) => `${from} to ${side}`)

describe('planRepair', () => {
  test('takes whichever copy is good, in both directions', () => {
    expect(steps([checked('absent', 'good')])).toEqual(['backup to primary'])
    expect(steps([checked('good', 'wrong')])).toEqual(['primary to backup'])
    expect(steps([checked('wrong', 'absent')], true)).toEqual(['local to primary', 'local to backup'])
    expect(steps([checked('good', 'good')])).toEqual([])
  })

  test('never copies from a wrong, absent or unreachable copy', () => {
    expect(steps([checked('wrong', 'absent'), checked('absent', 'error')])).toEqual([])
    expect(planRepair([checked('wrong', 'absent')], () => false).lost).toHaveLength(2)
  })

  test('leaves copies alone that still wait for their first upload', () => {
    const waiting = checked('good', 'absent')
    const plan = planRepair([{ ...waiting, copies: { ...waiting.copies, backup: 'queued' } }], () => true)
    expect(plan).toEqual({ steps: [], lost: [], guardedSides: [] })
  })

  test('more than half of a store, from twenty copies on, needs the user’s word', async () => {
    const many = Array.from({ length: 30 }, (_, n) => checked(n < 16 ? 'absent' : 'good', 'good', String(n)))
    const plan = planRepair(many, () => false)
    expect(plan.guardedSides).toEqual([])
    const more = planRepair(
      many.map((item) => ({ ...item, found: { primary: 'absent', backup: 'good' } })),
      () => false
    )
    expect(more.guardedSides).toEqual(['primary'])
    const options = { dryRun: false, force: false, copy: async () => undefined }
    await expect(runRepair(more, options, NO_JOB)).rejects.toMatchObject({ code: 'CONFLICT' })
    expect((await runRepair(more, { ...options, force: true }, NO_JOB)).repaired).toHaveLength(30)
    expect([looksLikeWrongStore(20, 40), looksLikeWrongStore(21, 40)]).toEqual([false, true])
  })

  test('one copy that cannot be repaired does not stop the others', async () => {
    const plan = planRepair([checked('absent', 'good', 'a'), checked('absent', 'good', 'b')], () => false)
    const copy = async ({ sha256 }: { readonly sha256: string }): Promise<void> => {
      if (sha256 === 'a') throw new Error('no')
    }
    const report = await runRepair(plan, { dryRun: false, force: false, copy }, NO_JOB)
    expect([report.repaired.length, report.failed.map(({ code }) => code)]).toEqual([1, ['INTERNAL']])
  })
})

test('outcomes: a store that could not be asked is never counted as a loss', () => {
  const sides: readonly Found[] = ['good', 'absent', 'wrong', 'error']
  const table = sides.map((primary) => sides.map((backup) => toOutcome({ primary, backup })))
  expect(table).toEqual([
    ['same', 'onlyPrimary', 'differ', 'error'],
    ['onlyBackup', 'missing', 'differ', 'error'],
    ['differ', 'differ', 'differ', 'error'],
    ['error', 'error', 'error', 'error']
  ])
})
