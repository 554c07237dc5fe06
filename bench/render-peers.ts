/** Command lines of what the render is compared with, on the same photographs, captions, music and timing. */
import { execFileSync, spawnSync } from 'node:child_process'
import path from 'node:path'
import sharp from 'sharp'
import { createTextPainter } from '#main/slideshow/text.ts'
import { captionOf, FONTS_FOLDER, musicPath, photoPath } from './render-work.ts'

export interface Command {
  readonly program: string
  readonly args: readonly string[]
}

const SLIDE_FRAMES = 90
const FADE_FRAMES = 15
const SECONDS = 25.5
const X264_MEDIUM = ['-c:v', 'libx264', '-preset', 'medium', '-crf', '23', '-pix_fmt', 'yuv420p']
const AAC = ['-c:a', 'aac', '-b:a', '128k', '-ar', '48000', '-t', String(SECONDS), '-movflags', '+faststart']
const RAW = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-video_size', '1920x1080', '-framerate', '30']

export function hasProgram(name: string): boolean {
  return spawnSync('which', [name]).status === 0
}

/** Caption boxes as ready pictures, so that the peers pay nothing for laying out text. */
export async function makeCaptions(folder: string): Promise<void> {
  const painter = createTextPainter(FONTS_FOLDER)
  for (let index = 0; index < 10; index++) {
    const request = { maxWidthPx: 1172, maxHeightPx: 400, largestPx: 50, smallestPx: 26 }
    const text = await painter.paint({ ...request, text: captionOf(index), align: 'left', colour: '#ffffff' })
    if (text === null) throw new Error('no caption')
    const box = { width: text.widthPx + 68, height: text.heightPx + 48 }
    await sharp({ create: { ...box, channels: 4, background: { r: 10, g: 12, b: 16, alpha: 0.62 } } })
      .composite([
        {
          input: text.bytes,
          raw: { width: text.widthPx, height: text.heightPx, channels: 4 },
          left: 34,
          top: 24
        }
      ])
      .png()
      .toFile(captionPath(folder, index))
  }
}

function captionPath(folder: string, index: number): string {
  return path.join(folder, `caption-${String(index + 1).padStart(2, '0')}.png`)
}

/** One filter graph: every photograph decoded once and repeated, crossfades by a chain of xfade. */
export function xfadeCommand(folder: string, out: string, encoder: readonly string[] = X264_MEDIUM): Command {
  const indexes = Array.from({ length: 10 }, (_, index) => index)
  const inputs = indexes.flatMap((index) => [
    '-i',
    photoPath(folder, index),
    '-i',
    captionPath(folder, index)
  ])
  const fit =
    'scale=1920:1080:force_original_aspect_ratio=increase:out_color_matrix=bt709:out_range=tv,crop=1920:1080'
  const slides = indexes.map(
    (index) =>
      `[${2 * index}:v]${fit},setsar=1,format=yuv420p[p${index}];[p${index}][${2 * index + 1}:v]overlay=96:H-h-76,` +
      `format=yuv420p,loop=loop=${SLIDE_FRAMES - 1}:size=1:start=0,setpts=N/30/TB,fps=30,settb=1/30[s${index}]`
  )
  const fades = indexes.slice(1).map((index) => {
    const offset = (index * (SLIDE_FRAMES - FADE_FRAMES)) / 30
    const from = index === 1 ? '[s0]' : `[f${index - 1}]`
    return `${from}[s${index}]xfade=transition=fade:duration=0.5:offset=${offset}[f${index}]`
  })
  const sound = ['-i', musicPath(folder), '-map', '[f9]', '-map', '20:a']
  const graph = ['-filter_complex', [...slides, ...fades].join(';')]
  return {
    program: 'ffmpeg',
    args: [
      '-v',
      'error',
      '-y',
      ...inputs,
      ...sound.slice(0, 2),
      ...graph,
      ...sound.slice(2),
      ...encoder,
      ...AAC,
      out
    ]
  }
}

/** The command of the design document: no fades, no text, stretched pictures. */
export function documentCommand(folder: string, out: string): Command {
  const pictures = ['-framerate', '1/3', '-i', path.join(folder, 'photo-%02d.jpg'), '-i', musicPath(folder)]
  const video = ['-vf', 'scale=1920:1080', '-r', '30', ...X264_MEDIUM]
  return { program: 'ffmpeg', args: ['-v', 'error', '-y', ...pictures, ...video, ...AAC, out] }
}

/** MLT's command line with its mix between clips; captions by its own text filter. */
export function meltCommand(folder: string, out: string): Command {
  const clips = Array.from({ length: 10 }, (_, index) => [
    photoPath(folder, index),
    `out=${SLIDE_FRAMES - 1}`,
    ...[
      '-attach-clip',
      `dynamictext:${captionOf(index).replaceAll('\n', ' ')}`,
      'size=50',
      'halign=left',
      'valign=bottom'
    ],
    ...(index === 0 ? [] : ['-mix', String(FADE_FRAMES), '-mixer', 'luma'])
  ]).flat()
  const consumer = [`avformat:${out}`, 'vcodec=libx264', 'preset=medium', 'crf=23', 'pix_fmt=yuv420p', 'an=1']
  return {
    program: 'melt',
    args: ['-quiet', '-profile', 'atsc_1080p_30', ...clips, '-consumer', ...consumer]
  }
}

/** The encoder alone on frames that lie ready in memory. */
export function x264Command(
  raw: string,
  out: string,
  effort: { readonly preset: string; readonly rateFactor: number }
): Command {
  const encoder = [
    '-c:v',
    'libx264',
    '-preset',
    effort.preset,
    '-crf',
    String(effort.rateFactor),
    '-pix_fmt',
    'yuv420p'
  ]
  return { program: 'ffmpeg', args: ['-v', 'error', '-y', ...RAW, '-i', raw, ...encoder, out] }
}

/** Mean structural likeness of a video to raw frames or to another video. */
export function ssimOf(file: string, reference: string): number {
  const from = reference.endsWith('.yuv') ? [...RAW, '-i', reference] : ['-i', reference]
  const args = [
    '-hide_banner',
    '-i',
    file,
    ...from,
    '-lavfi',
    '[0:v][1:v]ssim=stats_file=-',
    '-f',
    'null',
    '-'
  ]
  const lines = String(
    execFileSync('ffmpeg', args, { maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'ignore'] })
  )
  const values = [...lines.matchAll(/All:([\d.]+)/g)].map((match) => Number(match[1]))
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
