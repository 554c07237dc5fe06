/** Both copies of one content looked at and made right, without touching the others. */
import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { NO_JOB, openStorageBench, type StorageBench } from '#test/harness/storage-bench.ts'

let bench: StorageBench
beforeEach(async () => {
  bench = await openStorageBench()
})
afterEach(() => bench.dispose())

const fileOf = (side: 'primary' | 'backup', objectKey: string): string =>
  path.join(bench.dataFolder, 'stores', side, objectKey)
const check = async (sha256: string, repair = false) => await bench.storage.check(sha256, { repair }, NO_JOB)

async function stored() {
  const bytes = randomBytes(50_000)
  const made = await bench.add(bytes)
  await bench.storage.drain()
  return { ...made, bytes }
}

describe('the check of one content', () => {
  test('two good copies are good', async () => {
    const { sha256 } = await stored()
    const found = { primary: 'good', backup: 'good' }
    expect(await check(sha256, true)).toEqual({ found, repaired: [], failed: [] })
  })

  test('wrong bytes of the right size are found, shown as unsafe, and made anew when asked', async () => {
    const { sha256, objectKey, bytes } = await stored()
    writeFileSync(fileOf('backup', objectKey), randomBytes(50_000))
    const found = { primary: 'good', backup: 'wrong' }
    expect(await check(sha256)).toEqual({ found, repaired: [], failed: [] })
    expect(bench.statusOf(sha256)).toBe('primary_only')
    expect(await check(sha256, true)).toEqual({ found, repaired: ['backup'], failed: [] })
    expect(readFileSync(fileOf('backup', objectKey)).equals(bytes)).toBe(true)
    expect(bench.statusOf(sha256)).toBe('fully_synced')
  })

  test('only the asked content is touched', async () => {
    const [one, other] = [await stored(), await stored()]
    for (const { objectKey } of [one, other]) rmSync(fileOf('primary', objectKey))
    expect((await check(one.sha256, true)).repaired).toEqual(['primary'])
    expect((await bench.storage.verify({ deep: false }, NO_JOB)).counts).toMatchObject({
      same: 1,
      onlyBackup: 1
    })
  })

  test('without any good copy the repair fails with its code and deletes nothing', async () => {
    const { sha256, objectKey } = await stored()
    const local = bench.storage.localPath(sha256)
    if (local !== null) rmSync(local)
    rmSync(fileOf('primary', objectKey))
    writeFileSync(fileOf('backup', objectKey), randomBytes(50_000))
    const { failed, repaired } = await check(sha256, true)
    expect([repaired, failed.map(({ side, code }) => `${side} ${code}`).sort()]).toEqual([
      [],
      ['backup OBJECT_MISSING', 'primary OBJECT_MISSING']
    ])
    expect(readFileSync(fileOf('backup', objectKey))).toHaveLength(50_000)
  })

  test('an unknown content is NOT_FOUND', async () => {
    await expect(check('0'.repeat(64))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
