/** The library: tags, saved searches, rights, versions, duplicates and soundness on a real catalog. */
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { JobContext } from '#main/core/job-entry.ts'
import { putRows } from '#test/harness/catalog-rows.ts'
import { createTestLibrary, type TestLibrary } from '#test/harness/library.ts'

const context: JobContext = { signal: new AbortController().signal, report: () => undefined }

let library: TestLibrary
let inbox: string

beforeEach(async () => {
  library = await createTestLibrary()
  inbox = path.join(library.folder, 'inbox')
  await mkdir(inbox)
})
afterEach(() => library.close())

async function importText(name: string, text: string): Promise<string> {
  await writeFile(path.join(inbox, name), text)
  const { items } = await library.importPaths([path.join(inbox, name)])
  return items[0]?.assetId ?? ''
}

/** A picture of broad shapes; `change` makes a copy that looks alike. */
async function importPicture(name: string, seed: number, change: (picture: Sharp) => Sharp): Promise<string> {
  const shapes = Array.from({ length: 9 }, (_, index) => {
    const x = ((index * 73 + seed * 131) % 500) + 20
    const y = ((index * 151 + seed * 59) % 360) + 20
    return `<rect x="${x}" y="${y}" width="${60 + ((seed * index) % 90)}" height="${50 + ((seed + index * 7) % 80)}" fill="hsl(${(seed * 40 + index * 35) % 360} 70% ${25 + index * 7}%)"/>`
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><rect width="640" height="480" fill="#ddd"/>${shapes.join('')}</svg>`
  await change(sharp(Buffer.from(svg))).toFile(path.join(inbox, name))
  const { items } = await library.importPaths([path.join(inbox, name)])
  return items[0]?.assetId ?? ''
}

describe('tags', () => {
  test('renaming to a tag that exists joins both', async () => {
    const [first, second] = [await importText('a.txt', 'alpha'), await importText('b.txt', 'beta')]
    library.catalog.tag([first], ['Summer'], [])
    library.catalog.tag([first, second], ['sommer'], [])
    library.catalog.renameTag('sommer', 'summer')
    expect(library.catalog.listTags()).toEqual([{ name: 'Summer', assets: 2 }])
    expect(await library.catalog.search('summer', 10)).toHaveLength(2)
  })

  test('a tag without assets is gone', async () => {
    const id = await importText('a.txt', 'alpha')
    library.catalog.tag([id], ['once'], [])
    library.catalog.tag([id], [], ['once'])
    expect(library.catalog.listTags()).toEqual([])
  })

  test('10,000 assets are tagged at once', () => {
    const ids = putRows(
      library.db,
      Array.from({ length: 10_000 }, () => ({}))
    )
    expect(library.catalog.tag(ids, ['bulk'], [])).toBe(10_000)
    expect(library.catalog.listTags()).toEqual([{ name: 'bulk', assets: 10_000 }])
  })
})

describe('saved searches', () => {
  test('a folder holds whatever its query finds, and names are unique', async () => {
    const folder = library.library.saveFolder({ name: 'Candles', query: 'candle kind:document' })
    await importText('a.txt', 'a candle for the table')
    const page = await library.catalog.list({ query: folder.query }, { limit: 10, cursor: null })
    expect(page.items.map((asset) => asset.name)).toEqual(['a.txt'])
    expect(() => library.library.saveFolder({ name: 'candles', query: 'x' })).toThrow(
      expect.objectContaining({ code: 'CONFLICT' })
    )
    library.library.deleteFolder(folder.id)
    expect(library.library.listFolders()).toEqual([])
  })
})

describe('rights', () => {
  test('assets whose rights end soon are listed, the earliest first', async () => {
    const [first, second, third] = [
      await importText('a.txt', 'a'),
      await importText('b.txt', 'b'),
      await importText('c.txt', 'c')
    ]
    const day = 86_400_000
    const end = (id: string, inDays: number) =>
      library.library.saveRights(id, {
        licence: 'stock',
        owner: '',
        consent: '',
        expiresAt: library.clock.now() + inDays * day
      })
    end(first, 20)
    end(second, -1)
    end(third, 400)
    expect(library.library.listExpiring(30).map(({ asset }) => asset.id)).toEqual([second, first])
    expect(
      library.library.checkIntegrity().problems.find((each) => each.problem === 'rightsExpired')?.count
    ).toBe(1)
  })
})

describe('versions and uses', () => {
  test('an original knows everything made from it, and circles are refused', async () => {
    const [original, cut, cutAgain] = [
      await importText('a.txt', 'a'),
      await importText('b.txt', 'b'),
      await importText('c.txt', 'c')
    ]
    library.library.setOriginal(cut, original)
    library.library.setOriginal(cutAgain, cut)
    expect(library.library.versionsOf(cut).map((asset) => asset.id)).toEqual([original, cut, cutAgain])
    expect(() => library.library.setOriginal(original, cutAgain)).toThrow(
      expect.objectContaining({ code: 'CONFLICT' })
    )
  })

  test('what a slideshow uses is known until it uses something else', async () => {
    const id = await importText('a.txt', 'a')
    library.library.replaceUses({ usedBy: 'slideshow', userId: 's1', label: 'Autumn' }, [id])
    expect(library.library.usesOf([id])).toEqual([
      { assetId: id, usedBy: 'slideshow', userId: 's1', label: 'Autumn' }
    ])
    library.library.replaceUses({ usedBy: 'slideshow', userId: 's1', label: 'Autumn' }, [])
    expect(library.library.usesOf([id])).toEqual([])
  })
})

describe('near duplicates', () => {
  test('smaller, brighter and recompressed copies are one group; another picture is not in it', async () => {
    const original = await importPicture('one.png', 1, (picture) => picture.png())
    const small = await importPicture('small.jpg', 1, (picture) => picture.resize(320).jpeg({ quality: 60 }))
    const bright = await importPicture('bright.webp', 1, (picture) =>
      picture.modulate({ brightness: 1.1 }).webp()
    )
    await importPicture('other.png', 5, (picture) => picture.png())
    const groups = await library.library.findDuplicates(context)
    expect(groups.map((group) => group.assets.map((asset) => asset.id))).toEqual([[original, small, bright]])
  })

  test('the kept one gets all tags, uses and the best rating; the others can be restored', async () => {
    const kept = await importPicture('one.png', 1, (picture) => picture.png())
    const dropped = await importPicture('small.jpg', 1, (picture) => picture.resize(320).jpeg())
    library.catalog.tag([kept], ['autumn'], [])
    library.catalog.tag([dropped], ['table'], [])
    library.catalog.update(dropped, { rating: 4, caption: 'On the table' })
    library.library.replaceUses({ usedBy: 'post', userId: 'p1', label: 'Post 1' }, [dropped])
    const asset = library.library.resolveDuplicates({ keepId: kept, dropIds: [dropped] })
    expect(asset).toMatchObject({ tags: ['autumn', 'table'], rating: 4, caption: 'On the table' })
    expect(library.library.usesOf([kept])).toHaveLength(1)
    expect(library.catalog.get(dropped).deletedAt).not.toBeNull()
    expect(await library.library.findDuplicates(context)).toEqual([])
    expect(library.catalog.restore([dropped])).toEqual([dropped])
  })

  test('pictures that a person keeps apart are not shown again', async () => {
    const first = await importPicture('one.png', 1, (picture) => picture.png())
    const second = await importPicture('small.jpg', 1, (picture) => picture.resize(320).jpeg())
    library.library.keepApart([second, first])
    expect(await library.library.findDuplicates(context)).toEqual([])
  })
})

describe('integrity', () => {
  test('a document that lost its text is read again', async () => {
    const id = await importText('a.txt', 'a heron by the water')
    library.db.prepare('DELETE FROM document').run()
    const before = library.library
      .checkIntegrity()
      .problems.find((each) => each.problem === 'documentWithoutText')
    expect(before).toEqual({ problem: 'documentWithoutText', count: 1, sampleIds: [id] })
    expect(await library.library.fixIntegrity('documentWithoutText', context)).toEqual({
      fixed: 1,
      failed: []
    })
    expect(await library.catalog.search('heron', 5)).toHaveLength(1)
  })

  test('30,000 problems are all worked through, each failure with its code', async () => {
    putRows(
      library.db,
      Array.from({ length: 30_000 }, () => ({ kind: 'document' }))
    )
    const { fixed, failed } = await library.library.fixIntegrity('documentWithoutText', context)
    expect({ fixed, failed: failed.length }).toEqual({ fixed: 0, failed: 30_000 })
  }, 120_000)

  test('problems that another place mends are refused', async () => {
    await expect(library.library.fixIntegrity('notInBothStores', context)).rejects.toMatchObject({
      code: 'INVALID_INPUT'
    })
  })
})

describe('paging', () => {
  test('pages follow each other without gap or repetition while assets arrive', async () => {
    putRows(
      library.db,
      Array.from({ length: 95 }, (_, index) => ({ createdAt: Math.floor(index / 4) }))
    )
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await library.catalog.list({}, { limit: 20, cursor })
      seen.push(...page.items.map((asset) => asset.id))
      cursor = page.nextCursor
      if (seen.length === 40) putRows(library.db, [{ createdAt: 1000 }])
    } while (cursor !== null)
    expect(new Set(seen).size).toBe(95)
    expect(seen).toHaveLength(95)
  })

  test('the total of each status is right', async () => {
    putRows(library.db, [
      {},
      {},
      { replicas: ['stored', 'queued'] },
      { replicas: ['queued', 'stored'] },
      { replicas: ['uploading', 'queued'] },
      { replicas: ['queued', 'queued'] }
    ])
    const totalOf = async (
      status: 'fully_synced' | 'primary_only' | 'backup_only' | 'uploading' | 'pending'
    ) => (await library.catalog.list({ status }, { limit: 10, cursor: null })).total
    expect([
      await totalOf('fully_synced'),
      await totalOf('primary_only'),
      await totalOf('backup_only'),
      await totalOf('uploading'),
      await totalOf('pending')
    ]).toEqual([2, 1, 1, 1, 1])
    const page = await library.catalog.list({ query: 'status:fully_synced' }, { limit: 10, cursor: null })
    expect(page.items).toHaveLength(2)
  })

  test('a cursor from elsewhere is refused', async () => {
    await expect(library.catalog.list({}, { limit: 10, cursor: 'nonsense' })).rejects.toMatchObject({
      code: 'INVALID_INPUT'
    })
  })

  test('select all that match gives more ids than a page', async () => {
    putRows(
      library.db,
      Array.from({ length: 700 }, (_, index) => ({ provider: index % 2 === 0 ? 'together' : 'openai' }))
    )
    expect(await library.catalog.listIds({ query: 'provider:together' }, 10_000)).toHaveLength(350)
  })
})
