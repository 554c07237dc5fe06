/** A page-shaped card with the beginning of a document's text, for formats that have no drawn pages of their own. */
import path from 'node:path'
import sharp, { type Sharp } from 'sharp'
import type { Extraction } from '#shared/domain/document.ts'
import { LIST_LEVEL } from './extraction.ts'
import { withoutMarks } from './extractors/plain-text.ts'

/** A4's shape; margins and letters are parts of the height. */
const WIDTH_RATIO = Math.SQRT1_2
const MARGIN_RATIO = 0.07
const LETTERS_PER_HEIGHT = 58
const MAX_CHARS = 3200
const MAX_LINES = 70

export interface CardLook {
  readonly maxPx: number
  readonly fontsFolder: string
  readonly name: string
}

/** White paper, the title in bold, then the text, cut at the lower edge. A textless document shows its name. */
export async function drawTextCard(extraction: Extraction, look: CardLook): Promise<Sharp> {
  const height = Math.min(look.maxPx, 1600)
  const width = Math.round(height * WIDTH_RATIO)
  const margin = Math.round(height * MARGIN_RATIO)
  const inner = { width: width - margin * 2, height: height - margin * 2 }
  const text = await drawText(markupOf(extraction, look.name), inner, look.fontsFolder)
  const paper = sharp({ create: { width, height, channels: 3, background: '#ffffff' } })
  return paper.composite([{ input: text, left: margin, top: margin }])
}

async function drawText(
  markup: string,
  inner: { readonly width: number; readonly height: number },
  fontsFolder: string
): Promise<Buffer> {
  const drawn = sharp({
    text: {
      text: markup,
      font: 'Inter',
      fontfile: path.join(fontsFolder, 'Inter-Regular.otf'),
      width: inner.width,
      dpi: Math.round(((inner.height / LETTERS_PER_HEIGHT) * 72) / 10),
      rgba: true,
      wrap: 'word-char',
      spacing: 2
    }
  })
  const { data, info } = await drawn.png().toBuffer({ resolveWithObject: true })
  if (info.height <= inner.height && info.width <= inner.width) return data
  const area = {
    left: 0,
    top: 0,
    width: Math.min(info.width, inner.width),
    height: Math.min(info.height, inner.height)
  }
  const cut = sharp(data).extract(area)
  return await cut
    .composite([{ input: fade(area.width, area.height) }])
    .png()
    .toBuffer()
}

const FADE_PX = 56

/** The last lines of a longer text run out into the paper instead of being cut through. */
function fade(width: number, height: number): Buffer {
  const from = 1 - FADE_PX / height
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><linearGradient id="f" x2="0" y2="1"><stop offset="${from}" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#fff"/></linearGradient><rect width="${width}" height="${height}" fill="url(#f)"/></svg>`
  )
}

/** Pango markup: headings of the outline larger and bold with room above, list items with a dot, the rest plain. */
function markupOf(extraction: Extraction, name: string): string {
  const levels = new Map(extraction.outline.map((entry) => [entry.text, entry.level]))
  const text = (extraction.pages[0]?.text ?? '').slice(0, MAX_CHARS)
  const lines = text.split(/\r\n|\r|\n/).slice(0, MAX_LINES)
  if (lines.every((line) => line.trim() === '')) {
    return `${bold(name, 'x-large')}\n\n<span foreground="#6b7280">This document holds no text.</span>`
  }
  return lines
    .map((line) => (line.trim() === '' ? '' : lineMarkup(line, levels, extraction.kind === 'md')))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function lineMarkup(line: string, levels: ReadonlyMap<string, number>, isMarked: boolean): string {
  const text = withoutMarks(
    line.replace(/^\s{0,3}#{1,6}\s+/, '').replace(/^\s*(?:[-*+•]|\d{1,3}[.)])\s+(?=\S)/, '')
  )
  const level = levels.get(text.replace(/\s+/g, ' ').trim())
  if (level === undefined)
    return `<span foreground="#1f2937">${escapeMarkup(isMarked ? withoutMarks(line) : line.trimEnd())}</span>`
  if (level === LIST_LEVEL) return `<span foreground="#1f2937">  •  ${escapeMarkup(text)}</span>`
  return `\n${bold(text, level === 1 ? 'x-large' : 'large')}`
}

const bold = (text: string, size: string): string =>
  `<span foreground="#111827" weight="bold" size="${size}">${escapeMarkup(text)}</span>`

function escapeMarkup(text: string): string {
  return text
    .replace(/[^\P{C}\t]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}
