/**
 * The sound of previews for the window: mixed by the render's own code into a small file, so that what is heard is what
 * the video will have. Keeps the last few files; only the newest wish is mixed.
 */
import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { Storyboard } from '#shared/domain/slideshow.ts'
import type { CatalogService } from '../catalog/catalog-service.ts'
import { throwIfCancelled } from '../core/cancel.ts'
import { ensureWritableFolder, sha256Of, tryDelete } from '../core/files.ts'
import type { SlideshowService } from '../slideshow/slideshow-service.ts'
import { planTimeline } from '../slideshow/timeline.ts'
import { openAssets } from './opened-storyboard.ts'

export interface SoundAnswer {
  /** asset://sound/<name>; found again by `find` while it is among the last. Null without music and voice. */
  readonly address: string | null
}

export interface PreviewSounds {
  /**
   * Mixes what this storyboard's video will sound like; at once when nothing of it has changed. Throws CANCELLED when
   * another storyboard is asked for meanwhile; NOT_FOUND, the storage's codes and those of SlideshowService.saveSound.
   */
  make(storyboard: Storyboard): Promise<SoundAnswer>
  /** The M4A file; null for names that were never given or are too old. */
  find(name: string): string | null
  /** Ends what is being mixed and removes the files. */
  close(): Promise<void>
}

export interface PreviewSoundsDeps {
  readonly catalog: Pick<CatalogService, 'find' | 'openCopy'>
  readonly engine: Pick<SlideshowService, 'saveSound'>
  /** Emptied at the next start after a crash. */
  readonly tempFolder: string
}

/** Enough for undo and redo to be heard at once; a minute takes about 1 MB. */
const KEPT_SOUNDS = 6

interface Mixing {
  readonly name: string
  readonly stop: AbortController
  readonly done: Promise<SoundAnswer>
}

export function createPreviewSounds({ catalog, engine, tempFolder }: PreviewSoundsDeps): PreviewSounds {
  const folder = path.join(tempFolder, 'preview-sounds')
  const made = new Map<string, string>()
  let mixing: Mixing | null = null

  async function mix(name: string, storyboard: Storyboard, signal: AbortSignal): Promise<SoundAnswer> {
    await ensureWritableFolder(folder)
    const outPath = path.join(folder, `${name}.m4a`)
    const { musicAssetId, voiceAssetId } = storyboard
    const ids = [musicAssetId, voiceAssetId].filter((id) => id !== undefined)
    const opened = await openAssets(catalog, ids)
    try {
      const paths = new Map(ids.map((id, index) => [id, opened.paths[index]]))
      const musicPath = musicAssetId === undefined ? storyboard.musicPath : paths.get(musicAssetId)
      const voicePath = voiceAssetId === undefined ? storyboard.voicePath : paths.get(voiceAssetId)
      await engine.saveSound({
        storyboard: {
          ...storyboard,
          ...(musicPath === undefined ? {} : { musicPath }),
          ...(voicePath === undefined ? {} : { voicePath })
        },
        outPath,
        signal
      })
    } finally {
      await opened.release()
    }
    if (signal.aborted) await tryDelete(outPath)
    throwIfCancelled(signal)
    made.set(name, outPath)
    await forgetOldest(made)
    return answerOf(name)
  }

  /** The newest comes last. */
  function keep(name: string): void {
    const filePath = made.get(name)
    made.delete(name)
    if (filePath !== undefined) made.set(name, filePath)
  }

  function start(name: string, storyboard: Storyboard): Promise<SoundAnswer> {
    mixing?.stop.abort()
    const stop = new AbortController()
    const done = mix(name, storyboard, stop.signal)
    const own: Mixing = { name, stop, done }
    mixing = own
    const clear = (): void => {
      if (mixing === own) mixing = null
    }
    done.then(clear, clear)
    return done
  }

  return {
    async make(storyboard) {
      const name = await nameOf(storyboard)
      if (name !== null && mixing?.name === name) return await mixing.done
      if (name !== null && !made.has(name)) return await start(name, storyboard)
      mixing?.stop.abort()
      if (name !== null) keep(name)
      return answerOf(name)
    },
    find: (name) => made.get(name) ?? null,
    async close() {
      mixing?.stop.abort()
      await mixing?.done.catch(() => undefined)
      made.clear()
      await tryDelete(folder)
    }
  }
}

function answerOf(name: string | null): SoundAnswer {
  return { address: name === null ? null : `asset://sound/${name}` }
}

/** A hash of everything that is heard; null when nothing is. An asset's bytes never change under its id. */
async function nameOf(storyboard: Storyboard): Promise<string | null> {
  const { musicAssetId, musicPath, voiceAssetId, voicePath } = storyboard
  const music = musicAssetId ?? (await stateOf(musicPath))
  const voice = voiceAssetId ?? (await stateOf(voicePath))
  if (music === null && voice === null) return null
  const { frames, framesPerSecond } = planTimeline(storyboard)
  const { music: settings, voiceStartSeconds, voiceVolumeDecibels, quality } = storyboard
  const coder = quality === 'draft' ? 'fast' : 'usual'
  const spoken = [voice, voiceStartSeconds, voiceVolumeDecibels]
  return sha256Of(Buffer.from(JSON.stringify([music, settings, ...spoken, frames / framesPerSecond, coder])))
}

/** A file of the user's with its state, because it may change; its absence is told when it is mixed. */
async function stateOf(filePath: string | undefined): Promise<string | null> {
  if (filePath === undefined) return null
  return await stat(filePath).then(
    ({ size, mtimeMs }) => `${filePath} ${size} ${mtimeMs}`,
    () => filePath
  )
}

async function forgetOldest(made: Map<string, string>): Promise<void> {
  for (const [name, filePath] of made) {
    if (made.size <= KEPT_SOUNDS) return
    made.delete(name)
    await tryDelete(filePath)
  }
}
