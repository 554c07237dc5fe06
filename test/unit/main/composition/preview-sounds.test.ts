/** The preview's sound: mixed once per setting, the newest wish first, few files kept, none left. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPreviewSounds } from '#main/composition/preview-sounds.ts'
import type { SaveSoundRequest } from '#main/slideshow/slideshow-service.ts'
import { musicSchema, type Storyboard } from '#shared/domain/slideshow.ts'
import { AppError } from '#shared/errors.ts'
import { aStoryboard } from '#test/harness/slideshow-lab.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'campaignforge-sounds-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function board(parts: Partial<Storyboard> = {}): Storyboard {
  return aStoryboard({ slides: [{ path: '/a.jpg', seconds: 3 }], musicAssetId: 'tune', ...parts })
}

/** @param isSlow mixes last until they are cancelled or `finish` is called */
function setUp(isSlow = false) {
  const mixed: Storyboard[] = []
  const release = Promise.withResolvers<void>()
  let openFiles = 0
  async function saveSound({ storyboard, outPath, signal }: SaveSoundRequest): Promise<boolean> {
    mixed.push(storyboard)
    if (isSlow) {
      const stopped = new Promise<void>((done) => signal.addEventListener('abort', () => done()))
      await Promise.race([release.promise, stopped])
    }
    if (signal.aborted) throw new AppError('CANCELLED', 'Cancelled.')
    await writeFile(outPath, 'sound')
    return true
  }
  const sounds = createPreviewSounds({
    catalog: {
      find: () => null,
      openCopy: async (id) => {
        openFiles += 1
        const release = async (): Promise<void> => {
          openFiles -= 1
        }
        return { path: `/blobs/${id}`, servedFrom: 'local', release }
      }
    },
    engine: { saveSound },
    tempFolder: folder
  })
  const files = (): readonly string[] => {
    const own = path.join(folder, 'preview-sounds')
    return existsSync(own) ? readdirSync(own) : []
  }
  return { sounds, mixed, files, finish: release.resolve, openFiles: () => openFiles }
}

const nameOf = (address: string | null): string => (address ?? '').slice('asset://sound/'.length)

describe('createPreviewSounds', () => {
  it('mixes music and voice from their files, and gives the same file for the same sound', async () => {
    const { sounds, mixed, files, openFiles } = setUp()
    const wish = board({ voiceAssetId: 'words', voiceStartSeconds: 2 })
    const { address } = await sounds.make(wish)
    expect(mixed).toMatchObject([
      { musicPath: '/blobs/tune', voicePath: '/blobs/words', voiceStartSeconds: 2 }
    ])
    expect(existsSync(sounds.find(nameOf(address)) ?? '')).toBe(true)
    const slides = wish.slides.map((slide) => ({ ...slide, caption: 'Other words' }))
    expect(await sounds.make({ ...wish, slides })).toEqual({ address })
    expect([mixed.length, files().length, openFiles()]).toEqual([1, 1, 0])
  })

  it('mixes anew for everything that is heard', async () => {
    const { sounds } = setUp()
    const wishes = [
      board(),
      board({ musicAssetId: 'other' }),
      board({ music: musicSchema.parse({ volumeDecibels: -6 }) }),
      board({ music: musicSchema.parse({ startSeconds: 1 }) }),
      board({ voiceAssetId: 'words' }),
      board({ voiceAssetId: 'words', voiceStartSeconds: 1 }),
      board({ voiceAssetId: 'words', voiceVolumeDecibels: 3 }),
      board({ slides: aStoryboard({ slides: [{ path: '/a.jpg', seconds: 4 }] }).slides })
    ]
    const addresses: (string | null)[] = []
    for (const wish of wishes) addresses.push((await sounds.make(wish)).address)
    expect(new Set(addresses).size).toBe(wishes.length)
  })

  it('has no sound without music and voice', async () => {
    const { sounds, mixed } = setUp()
    const silent = aStoryboard({ slides: [{ path: '/a.jpg', seconds: 3 }] })
    expect(await sounds.make(silent)).toEqual({ address: null })
    expect(mixed).toEqual([])
  })

  it('stops a mix that nobody waits for any more, and shares one that two wait for', async () => {
    const { sounds, mixed, finish } = setUp(true)
    const old = sounds.make(board()).catch((thrown: AppError) => thrown.code)
    const wish = board({ voiceAssetId: 'words' })
    await expect.poll(() => mixed.length).toBe(1)
    const both = [sounds.make(wish), sounds.make(wish)]
    expect(await old).toBe('CANCELLED')
    finish()
    const [one, other] = await Promise.all(both)
    expect(one).toEqual(other)
    expect(mixed.length).toBe(2)
  })

  it('keeps the last six, the newest used longest', async () => {
    const { sounds, files } = setUp()
    const at = (startSeconds: number) => board({ music: musicSchema.parse({ startSeconds }) })
    const first = await sounds.make(at(0))
    const second = await sounds.make(at(1))
    await sounds.make(at(0))
    for (const seconds of [2, 3, 4, 5, 6]) await sounds.make(at(seconds))
    expect(files()).toHaveLength(6)
    expect(sounds.find(nameOf(first.address))).not.toBeNull()
    expect(sounds.find(nameOf(second.address))).toBeNull()
  })

  it('leaves no file after closing, not even of a mix under way', async () => {
    const { sounds, mixed, files } = setUp(true)
    const pending = sounds.make(board()).catch((thrown: AppError) => thrown.code)
    await expect.poll(() => mixed.length).toBe(1)
    await sounds.close()
    expect(await pending).toBe('CANCELLED')
    expect(files()).toEqual([])
  })
})
