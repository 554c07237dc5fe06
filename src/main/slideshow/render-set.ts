/** One storyboard in several shapes: same cuts, one queue, with posters, captions and a manifest beside the videos. */
import { unlink } from 'node:fs/promises'
import path from 'node:path'
import { hashFile, writeFileAtomic } from '#main/core/files.ts'
import type { JobContext } from '#main/core/jobs.ts'
import type { RenderResult, SlideshowPreset, Storyboard } from '#shared/domain/slideshow.ts'
import { drawPoster } from './preview.ts'
import { type RenderDeps, render } from './render.ts'
import { toSrt, toVtt } from './subtitles.ts'
import { planTimeline } from './timeline.ts'

export interface RenderSetRequest {
  readonly storyboard: Storyboard
  readonly presets: readonly SlideshowPreset[]
  /** An existing folder. */
  readonly outFolder: string
  /** Start of every file name. */
  readonly name: string
}

export interface SetVideo extends RenderResult {
  readonly preset: SlideshowPreset
  readonly sha256: string
  readonly posterPath: string
}

export interface RenderSetResult {
  readonly manifestPath: string
  readonly subtitlePaths: readonly string[]
  readonly videos: readonly SetVideo[]
}

/** Files made by a call that fails or is cancelled are removed again. Codes of render. */
export async function renderSet(
  deps: RenderDeps,
  request: RenderSetRequest,
  context: JobContext
): Promise<RenderSetResult> {
  const made: string[] = []
  try {
    return await renderAll(deps, { ...request, made }, context)
  } catch (cause) {
    for (const filePath of made) await unlink(filePath).catch(() => undefined)
    throw cause
  }
}

async function renderAll(
  deps: RenderDeps,
  request: RenderSetRequest & { readonly made: string[] },
  context: JobContext
): Promise<RenderSetResult> {
  const { storyboard, presets, outFolder, name, made } = request
  const fileOf = (rest: string): string => path.join(outFolder, `${name}${rest}`)
  const save = async (filePath: string, content: Uint8Array | string): Promise<string> => {
    await writeFileAtomic(filePath, content)
    made.push(filePath)
    return filePath
  }
  const { frames } = planTimeline(storyboard)
  const videos: SetVideo[] = []
  for (const [index, preset] of presets.entries()) {
    const shaped = { ...storyboard, preset }
    const outPath = fileOf(`-${preset}.mp4`)
    const report: JobContext['report'] = (done) =>
      context.report(index * frames + Math.min(done, frames), presets.length * frames, 'frames')
    const result = await render(deps, { storyboard: shaped, outPath }, { signal: context.signal, report })
    made.push(outPath)
    const posterPath = await save(
      fileOf(`-${preset}.jpg`),
      await drawPoster({ ...deps, openFfmpeg: async () => deps.ffmpeg }, shaped)
    )
    const { sha256 } = await hashFile(outPath, context.signal)
    videos.push({ ...result, preset, sha256, posterPath })
  }
  const subtitlePaths = [
    await save(fileOf('.srt'), toSrt(storyboard)),
    await save(fileOf('.vtt'), toVtt(storyboard))
  ]
  const manifestPath = await save(fileOf('.json'), manifestOf(request, videos))
  return { manifestPath, subtitlePaths, videos }
}

/** File names are relative to the manifest. */
function manifestOf({ storyboard, name }: RenderSetRequest, videos: readonly SetVideo[]): string {
  const { slides, frames, framesPerSecond } = planTimeline(storyboard)
  const manifest = {
    name,
    frames,
    framesPerSecond,
    cuts: slides.map(({ firstFrame, frames: length, inFrames }) => ({
      firstFrame,
      frames: length,
      inFrames
    })),
    captions: [`${name}.srt`, `${name}.vtt`],
    videos: videos.map(({ path: filePath, posterPath, ...video }) => ({
      ...video,
      file: path.basename(filePath),
      poster: path.basename(posterPath)
    }))
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}
