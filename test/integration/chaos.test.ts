/** Kills, broken stores and a damaged catalog in a fixed order of chance: nothing accepted is lost. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { runChaos } from '#test/harness/chaos.ts'
import { isLossless } from '#test/harness/chaos-check.ts'
import { runFullDisk } from '#test/harness/chaos-full-disk.ts'

test('ten seconds of chaos lose nothing that was accepted', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'campaignforge-chaos-'))
  const result = await runChaos({ seed: 20_261_122, seconds: 10, folder, say: () => undefined })
  expect(result.failures).toEqual([])
  expect(result.losses).toEqual({
    notInCatalog: [],
    notInPrimary: [],
    notInBackup: [],
    leftovers: [],
    integrity: 'ok'
  })
  expect(result.accepted).toBeGreaterThan(0)
  await rm(folder, { recursive: true, force: true })
})

test('a disk that runs full refuses with DISK_FULL and keeps what it accepted', {
  timeout: 60_000
}, async ({ skip }) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'campaignforge-chaos-'))
  const result = await runFullDisk(folder)
  await rm(folder, { recursive: true, force: true })
  if (result === null) return skip('mounting a small disk needs Linux and root')
  expect(result.codes).toEqual(['DISK_FULL'])
  expect(isLossless(result.losses)).toBe(true)
})
