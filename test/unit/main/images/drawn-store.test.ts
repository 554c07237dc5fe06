import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDrawnStore } from '#main/images/drawn-store.ts'

const IMAGE = {
  bytes: Buffer.from('line one\nline two'),
  mediaType: 'image/jpeg',
  widthPx: 3,
  heightPx: 2,
  costMicroUsd: 2_700,
  seed: null,
  vendorRequestId: 'work-1',
  model: 'some-model'
}
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'campaignforge-drawn-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('drawn store', () => {
  it('gives back picture and facts, also to another process', async () => {
    createDrawnStore(folder).save('a1', IMAGE)
    expect(await createDrawnStore(folder).find('a1')).toEqual(IMAGE)
  })

  it('has nothing under an unknown attempt, and removing that is no error', async () => {
    const store = createDrawnStore(join(folder, 'not', 'yet'))
    await store.remove('a1')
    expect(await store.find('a1')).toBeNull()
  })

  it('removing leaves no file behind', async () => {
    const store = createDrawnStore(folder)
    store.save('a1', IMAGE)
    await store.remove('a1')
    expect(await readdir(folder)).toEqual([])
  })

  it.each(['', '{"mediaType":', '{}\nbytes'])(
    'a file that power loss left as %j counts as absent',
    async (content) => {
      await writeFile(join(folder, 'a1.drawn'), content)
      expect(await createDrawnStore(folder).find('a1')).toBeNull()
    }
  )
})
