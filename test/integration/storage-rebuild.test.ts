/** A lost catalog comes back from either store alone. */
import { randomBytes } from 'node:crypto'
import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { createSystemClock } from '#main/core/clock.ts'
import type { Db } from '#main/db/connection.ts'
import type { StoreSide } from '#shared/domain/storage.ts'
import { NO_JOB, openStorageBench, type StorageBench } from '#test/harness/storage-bench.ts'

function addCampaign(db: Db, id: string): void {
  db.prepare(
    "INSERT INTO campaign (id, name, brief_json, created_at, updated_at) VALUES (?, ?, '{}', 1, 1)"
  ).run(id, `Campaign ${id}`)
}

function describeAssets(db: Db): unknown {
  return db
    .prepare(
      `SELECT asset.sha256, asset.title, asset.campaign_id, asset.name, blob.object_key, blob.size_bytes, document.text,
         (SELECT group_concat(tag.name) FROM asset_tag JOIN tag ON tag.id = tag_id WHERE asset_id = asset.id) AS tags
       FROM asset JOIN blob USING (sha256) LEFT JOIN document ON document.asset_id = asset.id ORDER BY asset.sha256`
    )
    .all()
}

function label(db: Db, sha256: string, title: string): void {
  db.prepare('UPDATE asset SET title = ?, campaign_id = ? WHERE sha256 = ?').run(title, 'c1', sha256)
  db.prepare('INSERT OR IGNORE INTO tag (name) VALUES (?)').run(`tag ${title}`)
  db.prepare(
    'INSERT INTO asset_tag (tag_id, asset_id) SELECT tag.id, asset.id FROM tag, asset WHERE tag.name = ? AND sha256 = ?'
  ).run(`tag ${title}`, sha256)
  db.prepare(
    `INSERT INTO document (asset_id, kind, text, word_count, is_textless, outline_json)
     SELECT id, 'txt', ?, 2, 0, '[]' FROM asset WHERE sha256 = ?`
  ).run(`text of ${title}`, sha256)
}

async function fill(made: StorageBench): Promise<void> {
  addCampaign(made.db, 'c1')
  for (const title of ['one', 'two', 'three'])
    label(made.db, (await made.add(randomBytes(500))).sha256, title)
  await made.storage.drain()
}

/** A new computer: nothing but the two stores. */
async function moveToNewComputer(made: StorageBench, without: StoreSide | null): Promise<StorageBench> {
  await made.close()
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'campaignforge-new-'))
  cpSync(path.join(made.dataFolder, 'stores'), path.join(dataFolder, 'stores'), { recursive: true })
  await rm(made.dataFolder, { recursive: true })
  if (without !== null) rmSync(path.join(dataFolder, 'stores', without), { recursive: true })
  return await openStorageBench({ dataFolder })
}

describe.each(['primary', 'backup'] as const)('a rebuild from the %s alone', (side) => {
  const other = side === 'primary' ? 'backup' : 'primary'

  test('brings back assets, campaigns, tags and texts, and fills the other store again', async () => {
    const made = await openStorageBench()
    await fill(made)
    const before = describeAssets(made.db)
    const fresh = await moveToNewComputer(made, other)
    const report = await fresh.storage.rebuild(side, NO_JOB)
    expect(report).toMatchObject({ restoredAssets: 3, restoredCampaigns: 1, foundObjects: 0 })
    expect(describeAssets(fresh.db)).toEqual(before)
    await fresh.storage.drain()
    expect((await fresh.storage.stats()).byStatus.fully_synced).toBe(3)
    expect((await fresh.storage.verify({ deep: true }, NO_JOB)).counts.same).toBe(3)
    await fresh.dispose()
  })

  test('takes changes after the snapshot from the manifests', async () => {
    const made = await openStorageBench()
    await fill(made)
    label(made.db, (await made.add(randomBytes(500))).sha256, 'four')
    made.db.prepare("UPDATE asset SET title = 'renamed' WHERE title = 'one'").run()
    await made.storage.drain()
    const before = describeAssets(made.db)
    const fresh = await moveToNewComputer(made, other)
    await fresh.storage.rebuild(side, NO_JOB)
    expect(describeAssets(fresh.db)).toEqual(before)
    await fresh.dispose()
  })

  test('without any snapshot the manifests are enough; without both, the objects are taken in by their keys', async () => {
    const made = await openStorageBench()
    await fill(made)
    const before = describeAssets(made.db)
    const fresh = await moveToNewComputer(made, other)
    rmSync(path.join(fresh.dataFolder, 'stores', side, 'catalog', 'snapshots'), { recursive: true })
    await fresh.storage.rebuild(side, NO_JOB)
    expect(describeAssets(fresh.db)).toEqual(before)

    const bare = await moveToNewComputer(fresh, other)
    rmSync(path.join(bare.dataFolder, 'stores', side, 'catalog'), { recursive: true })
    const report = await bare.storage.rebuild(side, NO_JOB)
    expect(report).toMatchObject({ snapshotKey: null, manifests: 0, foundObjects: 3, restoredAssets: 3 })
    await bare.dispose()
  })
})

test('a store that was emptied in place gets the catalog again with the repair, not a day later', async () => {
  const made = await openStorageBench()
  await fill(made)
  const before = describeAssets(made.db)
  for (const folder of ['images', 'catalog']) {
    rmSync(path.join(made.dataFolder, 'stores', 'backup', folder), { recursive: true })
  }
  const report = await made.storage.repair({ dryRun: false, force: true }, NO_JOB)
  expect(report.repaired).toHaveLength(3)
  const fresh = await moveToNewComputer(made, 'primary')
  await fresh.storage.rebuild('backup', NO_JOB)
  expect(describeAssets(fresh.db)).toEqual(before)
  await fresh.dispose()
})

test('a damaged newest snapshot is passed over for the one before', async () => {
  const made = await openStorageBench()
  await fill(made)
  await made.storage.snapshot()
  const before = describeAssets(made.db)
  const folder = path.join(made.dataFolder, 'stores', 'primary', 'catalog', 'snapshots')
  const newest = readdirSync(folder).sort().at(-1) ?? ''
  expect(readdirSync(folder).length).toBeGreaterThan(1)
  writeFileSync(path.join(folder, newest), 'rubbish')
  const fresh = await moveToNewComputer(made, 'backup')
  const report = await fresh.storage.rebuild('primary', NO_JOB)
  expect(report.snapshotKey).not.toContain(newest)
  expect(describeAssets(fresh.db)).toEqual(before)
  await fresh.dispose()
})

test('what no manifest carries is in a snapshot within a quarter of an hour', async () => {
  let laterMs = 0
  const system = createSystemClock()
  const made = await openStorageBench({ clock: { ...system, now: () => system.now() + laterMs } })
  await fill(made)
  const save =
    "INSERT INTO smart_folder (id, name, query, created_at) VALUES ('f1', 'Summer', 'tag:summer', 1)"
  made.db.prepare(save).run()
  laterMs = 16 * 60_000
  await made.storage.drain()
  const fresh = await moveToNewComputer(made, 'backup')
  await fresh.storage.rebuild('primary', NO_JOB)
  expect(fresh.db.prepare('SELECT name, query FROM smart_folder').all()).toEqual([
    { name: 'Summer', query: 'tag:summer' }
  ])
  await fresh.dispose()
})

test('after a clock that was 400 days ahead for a while, the newest words still win', async () => {
  let jumpMs = 0
  const system = createSystemClock()
  const made = await openStorageBench({ clock: { ...system, now: () => system.now() + jumpMs } })
  await fill(made)
  jumpMs = 400 * 86_400_000
  made.db.prepare("UPDATE asset SET title = 'in the wrong year' WHERE title = 'one'").run()
  await made.storage.snapshot()
  jumpMs = 0
  made.db.prepare("UPDATE asset SET title = 'mended' WHERE title = 'in the wrong year'").run()
  await made.storage.drain()
  const before = describeAssets(made.db)
  const fresh = await moveToNewComputer(made, 'backup')
  await fresh.storage.rebuild('primary', NO_JOB)
  expect(describeAssets(fresh.db)).toEqual(before)
  // What the new computer says next counts as newer too.
  fresh.db.prepare("UPDATE asset SET title = 'later' WHERE title = 'mended'").run()
  await fresh.storage.drain()
  const later = describeAssets(fresh.db)
  const third = await moveToNewComputer(fresh, 'backup')
  await third.storage.rebuild('primary', NO_JOB)
  expect(describeAssets(third.db)).toEqual(later)
  await third.dispose()
})

test('a rebuild over a living catalog changes nothing and adds what is missing', async () => {
  const made = await openStorageBench()
  await fill(made)
  const before = describeAssets(made.db)
  const report = await made.storage.rebuild('primary', NO_JOB)
  expect(report.restoredAssets).toBe(0)
  expect(describeAssets(made.db)).toEqual(before)
  await made.storage.drain()
  expect((await made.storage.stats()).byStatus.fully_synced).toBe(3)
  await made.dispose()
})
