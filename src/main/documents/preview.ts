/** Draws the first page of a document into a picture file: PDF pages as they look, other kinds as a card of their text. */

import { readFile } from 'node:fs/promises'
import path from 'node:path'
import sharp, { type Sharp } from 'sharp'
import type { DocumentKind, Extraction } from '#shared/domain/document.ts'
import { AppError } from '#shared/errors.ts'
import { toFileError, writeFileAtomic } from '../core/files.ts'
import type { Drawn } from './parser-protocol.ts'
import { openPdf } from './pdf-file.ts'
import { drawTextCard } from './text-card.ts'

export interface DrawTask {
  readonly path: string
  readonly format: DocumentKind
  /** The document's name as the user knows it. */
  readonly name: string
  readonly outPath: string
  readonly maxPx: number
  readonly fontsFolder: string
}

/** A page of any shape gives at most this many pixels: a 10 × 14,400 pt page scaled by width alone took 1.8 GB. */
const MAX_PREVIEW_PIXELS = 1_900_000

/** Throws the reader's codes. The file format follows the ending of outPath (.png, .jpg, .webp). */
export async function drawFirstPage(task: DrawTask, extract: () => Promise<Extraction>): Promise<Drawn> {
  const picture = task.format === 'pdf' ? await drawPdf(task) : await drawTextCard(await extract(), task)
  const { data, info } = await encode(picture, task.outPath).toBuffer({ resolveWithObject: true })
  await writeFileAtomic(task.outPath, data)
  return { widthPx: info.width, heightPx: info.height }
}

function encode(picture: Sharp, outPath: string): Sharp {
  const ending = path.extname(outPath).toLowerCase()
  if (ending === '.png') return picture.png()
  if (ending === '.webp') return picture.webp({ quality: 85 })
  if (ending === '.jpg' || ending === '.jpeg') return picture.jpeg({ quality: 88 })
  throw new AppError(
    'INVALID_INPUT',
    'Previews are written as .png, .jpg or .webp. Choose one of these endings.'
  )
}

async function drawPdf({ path: filePath, maxPx }: DrawTask): Promise<Sharp> {
  const bytes = await readFile(filePath).catch((cause: unknown) => {
    throw toFileError(cause, filePath)
  })
  const pdf = await openPdf(bytes)
  try {
    const page = await pdf.document.getPage(1)
    const { width, height } = page.getViewport({ scale: 1 })
    const drawn = await pdf.draw(1, scaleFor({ width, height, maxPx }))
    return sharp(drawn, { limitInputPixels: MAX_PREVIEW_PIXELS * 2 }).flatten({ background: '#ffffff' })
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('FILE_DAMAGED', 'The first page of this PDF cannot be drawn.', { cause })
  } finally {
    await pdf.close()
  }
}

/** Bounded by width, height and area, and at least one pixel on the short side. */
export function scaleFor(page: {
  readonly width: number
  readonly height: number
  readonly maxPx: number
}): number {
  const longSide = Math.max(page.width, page.height, 1)
  const shortSide = Math.max(Math.min(page.width, page.height), 0.1)
  const wanted = Math.max(page.maxPx / longSide, 1.01 / shortSide)
  return Math.min(wanted, Math.sqrt(MAX_PREVIEW_PIXELS / (page.width * page.height || 1)))
}
