/** Tells videos from pictures by their first bytes, so that a storyboard's slides need not say. */
import { open } from 'node:fs/promises'
import { toFileError } from '#main/core/files.ts'
import type { Slide, Storyboard } from '#shared/domain/slideshow.ts'

/** Brands of the same file family that hold pictures: HEIF and AVIF (ISO 23008-12, AV1 image format). */
const PICTURE_BRANDS = new Set(['heic', 'heix', 'mif1', 'msf1', 'avif', 'avis', 'heim', 'heis'])
const HEAD_BYTES = 12

/** Whether the slide shows a running video; a card never does. */
export function isVideoSlide({ media, card }: Slide): boolean {
  return media === 'video' && card === undefined
}

/** The storyboard with `media` set on every slide that has a file. Throws NOT_FOUND or INVALID_INPUT for a file. */
export async function withMedia(storyboard: Storyboard): Promise<Storyboard> {
  const known = new Map<string, Slide['media']>()
  const slides: Slide[] = []
  for (const slide of storyboard.slides) {
    const { path } = slide
    if (slide.media !== undefined || path === undefined) {
      slides.push(slide)
      continue
    }
    const media = known.get(path) ?? (await mediaOf(path))
    known.set(path, media)
    slides.push({ ...slide, media })
  }
  return { ...storyboard, slides }
}

async function mediaOf(filePath: string): Promise<'picture' | 'video'> {
  const head = Buffer.alloc(HEAD_BYTES)
  try {
    await using file = await open(filePath)
    await file.read(head, 0, HEAD_BYTES, 0)
  } catch (cause) {
    throw toFileError(cause, filePath)
  }
  return isVideo(head) ? 'video' : 'picture'
}

/** MP4 and QuickTime, Matroska and WebM, AVI. */
function isVideo(head: Buffer): boolean {
  const text = (from: number, to: number): string => head.toString('latin1', from, to)
  if (text(4, 8) === 'ftyp') return !PICTURE_BRANDS.has(text(8, 12))
  if (['moov', 'mdat', 'wide'].includes(text(4, 8))) return true
  return head.readUInt32BE(0) === 0x1a45dfa3 || (text(0, 4) === 'RIFF' && text(8, 12) === 'AVI ')
}
