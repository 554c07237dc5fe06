/** Kills, broken stores and a damaged catalog in a fixed order of chance: nothing accepted is lost. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { runChaos } from '#test/harness/chaos.ts'
import { isLossless } from '#test/harness/chaos-check.ts'
import { runFullDisk } from '#test/harness/chaos-full-disk.ts'
import { REPOSITORY, runCommand } from '#test/harness/command-line.ts'

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

test('a store set anew brings back names and campaigns to a new computer', { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'campaignforge-chaos-'))
  const dataFolder = path.join(folder, 'old')
  const use = ['store', 'set', 'backup', '--kind', 'folder', '--path', path.join(folder, 'drive')]
  await runCommand(['campaign', 'create', '--name', 'Autumn'], { dataFolder })
  await runCommand(['import', path.join(REPOSITORY, 'resources/sample/flat-lay.jpg')], { dataFolder })
  await runCommand(use, { dataFolder })
  await rm(dataFolder, { recursive: true })
  const newFolder = path.join(folder, 'new')
  await runCommand(use, { dataFolder: newFolder })
  await runCommand(['storage', 'rebuild', '--from', 'backup'], { dataFolder: newFolder })
  const assets = await runCommand(['assets'], { dataFolder: newFolder })
  const campaigns = await runCommand(['campaign', 'list'], { dataFolder: newFolder })
  expect(assets.json).toMatchObject({ items: [{ name: 'flat-lay.jpg' }] })
  expect(campaigns.stdout).toContain('"Autumn"')
  await rm(folder, { recursive: true, force: true })
})
