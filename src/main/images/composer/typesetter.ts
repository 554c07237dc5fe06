/**
 * Text measured and drawn with the bundled typeface, one line at a time, never clipped and never from system fonts.
 * What the typeface lacks falls back to whatever the computer has; a missing glyph is drawn as a box, not an error.
 */
import { join } from 'node:path'
import sharp from 'sharp'
import { AppError } from '#shared/errors.ts'
import { cleanText, joinPieces, type Piece, toGraphemes, toPieces, wrapBalanced } from './wrapping.ts'

export type Weight = 'regular' | 'medium' | 'semibold' | 'bold'

export interface TextStyle {
  readonly weight: Weight
  readonly maxSizePx: number
  readonly minSizePx: number
  readonly maxLines: number
  /** Baseline to baseline, as a multiple of the size. */
  readonly lineHeightRatio: number
  /** Letter spacing as a share of the size; negative is tighter. */
  readonly trackingRatio: number
}

/** Text set to a width: measured, not drawn yet. */
export interface TextBlock {
  readonly lines: readonly { readonly text: string; readonly widthPx: number }[]
  readonly style: TextStyle
  readonly sizePx: number
  readonly widthPx: number
  /** From the capital height of the first line to the baseline of the last. */
  readonly heightPx: number
  /** True when words had to be left out and an ellipsis stands for them. */
  readonly isShortened: boolean
}

/** A drawn piece ready to be laid on a canvas. */
export interface Overlay {
  readonly input: Buffer
  readonly left: number
  readonly top: number
}

export interface TextPlace {
  readonly leftPx: number
  /** Where the capitals of the first line begin. */
  readonly topPx: number
  readonly widthPx: number
  readonly align: 'left' | 'center'
  readonly colour: string
}

export interface Typesetter {
  /** Largest size within the style at which the text fits the box; shortened at the smallest. Null for no text. */
  fit(
    text: string,
    style: TextStyle,
    box: { readonly widthPx: number; readonly heightPx: number }
  ): Promise<TextBlock | null>
  /** One overlay per line. */
  draw(block: TextBlock, place: TextPlace): Promise<readonly Overlay[]>
}

/** Inter 4.1: capital height 1490 of 2048 units. */
export const CAPITAL_HEIGHT_RATIO = 1490 / 2048
const REFERENCE_SIZE_PX = 100
const SIZE_STEP = 0.95
const MAX_RUN_CHARS = 240
const FACES: Readonly<Record<Weight, { readonly font: string; readonly file: string }>> = {
  regular: { font: 'Inter', file: 'Inter-Regular.otf' },
  medium: { font: 'Inter Medium', file: 'Inter-Medium.otf' },
  semibold: { font: 'Inter Semi-Bold', file: 'Inter-SemiBold.otf' },
  bold: { font: 'Inter Bold', file: 'Inter-Bold.otf' }
}
/** Drawn unseen behind each line so that every line image has the same top and baseline. */
const STRUT = 'Ég'

interface Run {
  readonly text: string
  readonly weight: Weight
  readonly sizePx: number
  readonly trackingRatio: number
}

/** Reads the font files in `fontsFolder`; measurements are remembered for the life of the typesetter. */
export function createTypesetter({ fontsFolder }: { readonly fontsFolder: string }): Typesetter {
  const widths = new Map<string, Promise<number>>()
  const width = (run: Run): Promise<number> => {
    const key = `${run.weight} ${run.sizePx} ${run.trackingRatio} ${run.text}`
    const known = widths.get(key)
    if (known !== undefined) return known
    const measured = measureWidth(fontsFolder, run)
    widths.set(key, measured)
    return measured
  }
  return {
    fit: async (text, style, box) => {
      const pieces = toPieces(text)
      if (pieces.length === 0) return null
      return fitPieces({ pieces, style, box, width })
    },
    draw: async (block, place) => {
      const overlays: Overlay[] = []
      for (const [index, line] of block.lines.entries()) {
        const baselinePx =
          place.topPx + block.sizePx * (CAPITAL_HEIGHT_RATIO + index * block.style.lineHeightRatio)
        const shiftPx = place.align === 'center' ? (place.widthPx - line.widthPx) / 2 : 0
        const run = {
          text: line.text,
          weight: block.style.weight,
          sizePx: block.sizePx,
          trackingRatio: block.style.trackingRatio
        }
        const drawn = await drawLine(fontsFolder, run, place.colour)
        overlays.push({
          input: drawn.image,
          left: Math.max(0, Math.round(place.leftPx + shiftPx)),
          top: Math.max(0, Math.round(baselinePx - drawn.baselinePx))
        })
      }
      return overlays
    }
  }
}

interface FitInput {
  readonly pieces: readonly Piece[]
  readonly style: TextStyle
  readonly box: { readonly widthPx: number; readonly heightPx: number }
  readonly width: (run: Run) => Promise<number>
}

async function fitPieces(input: FitInput): Promise<TextBlock> {
  const { style } = input
  for (let sizePx = style.maxSizePx; sizePx > style.minSizePx; sizePx *= SIZE_STEP) {
    const block = await setAt(input, sizePx)
    if (block !== null) return block
  }
  return shorten(input)
}

/** The whole text at one size; null when it needs more room than there is. */
async function setAt(input: FitInput, sizePx: number): Promise<TextBlock | null> {
  const { style, box, pieces } = input
  const scale = sizePx / REFERENCE_SIZE_PX
  const at = (text: string) => ({
    text,
    weight: style.weight,
    sizePx: REFERENCE_SIZE_PX,
    trackingRatio: style.trackingRatio
  })
  const widthsPx = await Promise.all(pieces.map(async (piece) => (await input.width(at(piece.text))) * scale))
  // Ink width leaves out the side bearings, which count again where words meet.
  const spacePx = sizePx * (0.33 + style.trackingRatio)
  const lines = wrapBalanced({ pieces, widthsPx, spacePx, maxWidthPx: box.widthPx })
  if (lines === null || lines.length > style.maxLines) return null
  const measured = await Promise.all(
    lines.map(async (text) => ({ text, widthPx: await input.width({ ...at(text), sizePx }) }))
  )
  const block = toBlock(style, sizePx, measured)
  return block.widthPx <= box.widthPx && block.heightPx <= box.heightPx ? block : null
}

function toBlock(style: TextStyle, sizePx: number, lines: TextBlock['lines']): TextBlock {
  const heightPx = sizePx * (CAPITAL_HEIGHT_RATIO + (lines.length - 1) * style.lineHeightRatio)
  return {
    lines,
    style,
    sizePx,
    heightPx,
    widthPx: Math.max(0, ...lines.map((line) => line.widthPx)),
    isShortened: false
  }
}

/** Leaves out words from the end until the smallest size fits; a single over-long word is cut between characters. */
async function shorten(input: FitInput): Promise<TextBlock> {
  const sizePx = input.style.minSizePx
  const whole = await setAt(input, sizePx)
  if (whole !== null) return whole
  for (let kept = input.pieces.length - 1; kept > 0; kept -= 1) {
    const text = `${joinPieces(input.pieces.slice(0, kept)).replace(/[\s,;:.–—-]+$/u, '')}…`
    const block = await setAt({ ...input, pieces: toPieces(text) }, sizePx)
    if (block !== null) return { ...block, isShortened: true }
  }
  return shortenWord(input, sizePx)
}

async function shortenWord(input: FitInput, sizePx: number): Promise<TextBlock> {
  const graphemes = toGraphemes(input.pieces[0]?.text ?? '').slice(0, 200)
  for (let kept = graphemes.length; kept > 0; kept = Math.min(kept - 1, Math.floor(kept * 0.9))) {
    const pieces = [{ text: `${graphemes.slice(0, kept).join('')}…`, spaceAfter: false }]
    const block = await setAt({ ...input, pieces, style: { ...input.style, maxLines: 1 } }, sizePx)
    if (block !== null) return { ...block, isShortened: true }
  }
  return { ...toBlock(input.style, sizePx, []), isShortened: true }
}

async function measureWidth(fontsFolder: string, run: Run): Promise<number> {
  // Wider than any canvas, and than what can be drawn at all.
  if (run.text.length > MAX_RUN_CHARS) return Number.POSITIVE_INFINITY
  const drawn = await renderText(fontsFolder, run)
  return drawn === null ? 0 : drawn.info.width
}

/** One line as a PNG with its baseline; the strut gives it a known top whatever letters it holds. */
async function drawLine(
  fontsFolder: string,
  run: Run,
  colour: string
): Promise<{ image: Buffer; baselinePx: number }> {
  const [strut, text, line] = await Promise.all([
    renderText(fontsFolder, { ...run, text: 'É' }),
    renderText(fontsFolder, run),
    renderText(fontsFolder, run, {
      attributes: ` foreground="${colour}"`,
      suffix: `<span fgalpha="1">${STRUT}</span>`
    })
  ])
  if (strut === null || text === null || line === null) return { image: await emptyPng(), baselinePx: 0 }
  const widthPx = Math.min(line.info.width, text.info.width)
  // In right-to-left text the strut comes out on the left.
  const left = isRightToLeft(run.text) ? line.info.width - widthPx : 0
  const image = await sharp(line.data)
    .extract({ left, top: 0, width: widthPx, height: line.info.height })
    .png({ compressionLevel: 1 })
    .toBuffer()
  return { image, baselinePx: strut.info.height + Math.max(0, line.info.height - run.sizePx * 1.25) }
}

function isRightToLeft(text: string): boolean {
  return /^[^\p{L}]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u.test(text)
}

function emptyPng(): Promise<Buffer> {
  return sharp({ create: { width: 1, height: 1, channels: 4, background: '#00000000' } })
    .png()
    .toBuffer()
}

async function renderText(
  fontsFolder: string,
  run: Run,
  { attributes = '', suffix = '' }: { readonly attributes?: string; readonly suffix?: string } = {}
) {
  const face = FACES[run.weight]
  const spacing = Math.round(run.trackingRatio * run.sizePx * 1024)
  const text = `<span letter_spacing="${spacing}"${attributes}>${escapeMarkup(cleanText(run.text))}</span>${suffix}`
  const size = Math.round(run.sizePx * 10) / 10
  try {
    return await sharp({
      text: {
        text,
        font: `${face.font} ${size}`,
        fontfile: join(fontsFolder, face.file),
        rgba: true,
        dpi: 72
      }
    })
      .png({ compressionLevel: 1 })
      .toBuffer({ resolveWithObject: true })
  } catch (cause) {
    // libvips refuses text without any visible mark, such as a lone joiner.
    if (cause instanceof Error && cause.message.includes('no text')) return null
    throw new AppError('INTERNAL', 'The text of the post could not be drawn.', { cause })
  }
}

function escapeMarkup(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
