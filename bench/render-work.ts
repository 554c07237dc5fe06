/** The work of the render bench: photographs, captions, music, storyboards and the raw frames they compose to. */
import { once } from 'node:events'
import { createWriteStream, writeFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { createCompositor } from '#main/slideshow/compositor.ts'
import { frameSizeOf } from '#main/slideshow/encoding.ts'
import { createPixels } from '#main/slideshow/pixels.ts'
import { createTextPainter } from '#main/slideshow/text.ts'
import { planTimeline } from '#main/slideshow/timeline.ts'
import { type Motion, type Storyboard, storyboardSchema } from '#shared/domain/slideshow.ts'

export const FONTS_FOLDER = path.resolve(import.meta.dirname, '../resources/fonts')
const PHOTO = { widthPx: 4000, heightPx: 3000 }

export function captionOf(index: number): string {
  return `Summer launch week, day ${index + 1}\nSave up to ${((index * 7) % 40) + 10} % on selected items, today only`
}

export function photoPath(folder: string, index: number): string {
  return path.join(folder, `photo-${String((index % 10) + 1).padStart(2, '0')}.jpg`)
}

export function musicPath(folder: string): string {
  return path.join(folder, 'music.wav')
}

/** Ten JPEGs of 12 megapixels with shapes, gradients and grain, and half a minute of music. */
export async function makeMaterial(folder: string): Promise<void> {
  for (let index = 0; index < 10; index++) await makePhoto(photoPath(folder, index), index + 1)
  writeFileSync(musicPath(folder), wavOf(30))
}

async function makePhoto(file: string, seed: number): Promise<void> {
  const { widthPx: width, heightPx: height } = PHOTO
  let state = seed * 7919
  const next = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return state / 0x7fffffff
  }
  const shapes = Array.from({ length: 140 }, () => {
    const colour = `hsl(${Math.floor(seed * 36 + next() * 90)},${30 + next() * 50}%,${20 + next() * 60}%)`
    const size = 20 + next() * next() * 800
    const place = `x="${next() * width}" y="${next() * height}" width="${size}" height="${size * (0.4 + next())}"`
    return `<rect ${place} rx="${size * next() * 0.5}" fill="${colour}" fill-opacity="${0.3 + next() * 0.6}"/>`
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<rect width="100%" height="100%" fill="hsl(${seed * 36},45%,50%)"/>${shapes.join('')}</svg>`
  const grain = await sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 128, sigma: 24 }
    }
  })
    .blur(1)
    .png({ compressionLevel: 0 })
    .toBuffer()
  await sharp(Buffer.from(svg))
    .flatten()
    .composite([{ input: grain, blend: 'soft-light' }])
    .jpeg({ quality: 90 })
    .toFile(file)
}

/** Stereo 48 kHz, a slow chord. */
function wavOf(seconds: number): Buffer {
  const count = seconds * 48_000
  const bytes = Buffer.alloc(44 + count * 4)
  bytes.write('RIFF', 0)
  bytes.writeUInt32LE(36 + count * 4, 4)
  bytes.write('WAVEfmt ', 8)
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(2, 22)
  bytes.writeUInt32LE(48_000, 24)
  bytes.writeUInt32LE(192_000, 28)
  bytes.writeUInt16LE(4, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write('data', 36)
  bytes.writeUInt32LE(count * 4, 40)
  for (let at = 0; at < count; at++) {
    const second = at / 48_000
    const level = 0.2 * (Math.sin(2764 * second) + Math.sin(3483 * second) * Math.sin(2 * second))
    bytes.writeInt16LE(Math.round(level * 20_000), 44 + at * 4)
    bytes.writeInt16LE(Math.round(level * 18_000), 46 + at * 4)
  }
  return bytes
}

export interface WorkOptions {
  readonly slides: number
  readonly motion: Motion
  readonly hasMusic: boolean
}

/** Three seconds a slide, half a second of crossfade, a caption of two lines, full HD at 30 frames a second. */
export function workStoryboard(folder: string, { slides, motion, hasMusic }: WorkOptions): Storyboard {
  return storyboardSchema.parse({
    slides: Array.from({ length: slides }, (_, index) => ({
      path: photoPath(folder, index),
      seconds: 3,
      caption: captionOf(index),
      motion
    })),
    ...(hasMusic ? { musicPath: musicPath(folder) } : {})
  })
}

const noVideos = async (): Promise<never> => {
  throw new Error('This work has no videos.')
}

/** Every composed frame, uncompressed: what an encoder alone would be given. */
export async function writeRawFrames(storyboard: Storyboard, file: string): Promise<void> {
  const size = frameSizeOf(storyboard.preset, storyboard.quality)
  const timeline = planTimeline(storyboard)
  const pixels = createPixels(size)
  const compositor = createCompositor(
    { pixels, painter: createTextPainter(FONTS_FOLDER), openFfmpeg: noVideos },
    storyboard,
    {
      timeline,
      size
    }
  )
  const out = createWriteStream(file)
  const picture = pixels.take(size)
  for (let frame = 0; frame < timeline.frames; frame++) {
    await compositor.draw(frame, picture)
    if (!out.write(Buffer.from(picture.bytes))) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
}
