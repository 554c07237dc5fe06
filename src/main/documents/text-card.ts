/** A page-shaped card with the beginning of a document's text, for formats that have no drawn pages of their own. */
import path from 'node:path'
import sharp, { type Sharp } from 'sharp'
import type { Extraction } from '#shared/domain/document.ts'

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
  return await sharp(data).extract(area).png().toBuffer()
}

/** Pango markup: headings of the outline larger and bold, everything else as plain paragraphs. */
function markupOf(extraction: Extraction, name: string): string {
  const headings = new Map(
    extraction.outline.filter((entry) => entry.level <= 6).map((entry) => [entry.text, entry.level])
  )
  const lines = (extraction.pages[0]?.text ?? '')
    .slice(0, MAX_CHARS)
    .split(/\r\n|\r|\n/)
    .slice(0, MAX_LINES)
  const isEmpty = lines.every((line) => line.trim() === '')
  if (isEmpty)
    return `${bold(name, 'x-large')}\n\n<span foreground="#6b7280">This document holds no text.</span>`
  return lines
    .map((line) => lineMarkup(line, headings))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
}

function lineMarkup(line: string, headings: ReadonlyMap<string, number>): string {
  const text = line
    .replace(/^#{1,6}\s+/, '')
    .replace(/(\*\*|__)/g, '')
    .trimEnd()
  const level = headings.get(text.replace(/\s+/g, ' ').trim())
  if (level === undefined) return `<span foreground="#1f2937">${escapeMarkup(text)}</span>`
  return bold(text, level === 1 ? 'x-large' : 'large')
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
