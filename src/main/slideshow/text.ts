/** Draws text with the shipped fonts: as large as fits, wrapped, never clipped. Emoji and other scripts included. */
import { access } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { createMissingCharacters } from '../core/missing-characters.ts'

/** Pixels with alpha, not premultiplied, 4 bytes each. */
export interface RgbaPicture {
  readonly widthPx: number
  readonly heightPx: number
  readonly bytes: Buffer
}

export interface TextRequest {
  /** A line break starts a new paragraph; the first of several is set as a heading. */
  readonly text: string
  readonly maxWidthPx: number
  readonly maxHeightPx: number
  /** Largest and smallest size of the body; below the smallest the whole picture is scaled down. */
  readonly largestPx: number
  readonly smallestPx: number
  /** Lines of right-to-left scripts start at the other side by themselves. */
  readonly align: 'left' | 'centre' | 'right'
  readonly colour: string
  /** All of it bold, not only a heading. */
  readonly isBold?: boolean
}

export interface TextPainter {
  /** Null when there is nothing to see. The picture hugs the text. */
  paint(request: TextRequest): Promise<RgbaPicture | null>
  /** Characters that neither the shipped nor the system's fonts have; they would be drawn as boxes. */
  missingCharacters(text: string): Promise<readonly string[]>
}

/** Shipped with their licences in the fonts folder; the emoji font answers for what Inter lacks. */
const LETTER_FONTS = ['Inter-Regular.otf', 'Inter-SemiBold.otf', 'Inter-Bold.otf']
/** Large, so it is read only when a text has emoji. */
const EMOJI_FONTS = ['NotoColorEmoji.ttf']
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}/u
const HEADING_RATIO = 1.45
const SHRINK_RATIO = 0.9

/** The fonts are registered on first use; where the folder lacks one, the system's own font stands in. */
export function createTextPainter(fontsFolder: string): TextPainter {
  const letters = onceOnly(() => registerFonts(fontsFolder, LETTER_FONTS))
  const emoji = onceOnly(() => registerFonts(fontsFolder, EMOJI_FONTS))
  const missing = createMissingCharacters()
  const register = async (text: string): Promise<void> => {
    await letters()
    if (EMOJI.test(text)) await emoji()
  }
  return {
    async paint(request) {
      if (request.text.trim() === '') return null
      await register(request.text)
      return await paintFitted(request)
    },
    async missingCharacters(text) {
      await register(text)
      return await missing(text)
    }
  }
}

function onceOnly(run: () => Promise<void>): () => Promise<void> {
  let started: Promise<void> | null = null
  return () => {
    started ??= run()
    return started
  }
}

async function registerFonts(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const fontfile = path.join(folder, name)
    const isThere = await access(fontfile).then(
      () => true,
      () => false
    )
    if (isThere)
      await sharp({ text: { text: 'a', fontfile, rgba: true } })
        .raw()
        .toBuffer()
  }
}

async function paintFitted(request: TextRequest): Promise<RgbaPicture | null> {
  const longest = request.text.split(/\s+/).reduce((a, b) => (b.length > a.length ? b : a), '')
  const wordAtLargest = await draw({ ...request, text: longest }, request.largestPx, 0)
  const widest = Math.max(wordAtLargest?.widthPx ?? 1, 1)
  // Line layout needs a little more room than the letters themselves.
  const wholeWordPx = (0.96 * request.largestPx * request.maxWidthPx) / widest
  // A word too long even for the smallest size is broken, and then the size need not suffer.
  let sizePx = wholeWordPx < request.smallestPx ? request.largestPx : Math.min(request.largestPx, wholeWordPx)
  for (;;) {
    const drawn = await draw(request, sizePx, request.maxWidthPx)
    if (drawn === null) return null
    const fits = drawn.heightPx <= request.maxHeightPx && drawn.widthPx <= request.maxWidthPx
    if (fits) return await balance(request, sizePx, drawn)
    if (sizePx <= request.smallestPx) return await scaleInto(drawn, request)
    sizePx = Math.max(sizePx * SHRINK_RATIO, request.smallestPx)
  }
}

/**
 * Narrows the lines as long as their number stays the same, so that no word is left alone on the last line. Heights
 * hug the letters, so they differ a little between equal numbers of lines.
 */
async function balance(request: TextRequest, sizePx: number, drawn: RgbaPicture): Promise<RgbaPicture> {
  if (drawn.heightPx < sizePx * 1.6) return drawn
  let best = drawn
  let low = Math.ceil(drawn.widthPx * 0.55)
  let high = drawn.widthPx
  for (let round = 0; round < 3; round++) {
    const widthPx = Math.round((low + high) / 2)
    const tried = await draw(request, sizePx, widthPx)
    if (tried !== null && tried.heightPx < drawn.heightPx + sizePx * 0.6 && tried.widthPx <= widthPx) {
      best = tried
      high = widthPx
    } else low = widthPx
  }
  return best
}

async function scaleInto(drawn: RgbaPicture, request: TextRequest): Promise<RgbaPicture> {
  const { widthPx: width, heightPx: height } = drawn
  const { data, info } = await sharp(drawn.bytes, { raw: { width, height, channels: 4 } })
    .resize(request.maxWidthPx, request.maxHeightPx, { fit: 'inside' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { widthPx: info.width, heightPx: info.height, bytes: data }
}

async function draw(request: TextRequest, sizePx: number, widthPx: number): Promise<RgbaPicture | null> {
  const markup = toMarkup(request, sizePx)
  const layout = widthPx > 0 ? { width: Math.round(widthPx), wrap: 'word-char' as const } : {}
  const { align, isBold = false } = request
  try {
    const { data, info } = await sharp({
      text: {
        text: markup,
        font: `Inter ${isBold ? 'Bold' : 'Semi-Bold'} ${sizePx.toFixed(1)}px`,
        dpi: 72,
        rgba: true,
        align,
        ...layout
      }
    })
      .raw()
      .toBuffer({ resolveWithObject: true })
    return { widthPx: info.width, heightPx: info.height, bytes: data }
  } catch {
    // Text without a single visible mark (e.g. only control characters) has no picture.
    return null
  }
}

function toMarkup({ text, colour, isBold = false }: TextRequest, sizePx: number): string {
  const paragraphs = text.split(/\r?\n/).map((line) => escapeMarkup(line.trim()))
  const lines = paragraphs.filter((line) => line !== '')
  const [heading, ...rest] = lines
  const headingUnits = Math.round(sizePx * HEADING_RATIO * 1024)
  const restWeight = isBold ? '600' : 'normal'
  const marked =
    rest.length === 0
      ? (heading ?? '')
      : `<span weight="bold" size="${headingUnits}">${heading ?? ''}</span>\n<span weight="${restWeight}">${rest.join('\n')}</span>`
  return `<span foreground="${colour}">${marked}</span>`
}

/** Markup characters are escaped and characters that XML forbids are left out. */
function escapeMarkup(text: string): string {
  const visible = Array.from(text).filter((character) => {
    const code = character.codePointAt(0) ?? 0
    return code >= 32 && code !== 0xfffe && code !== 0xffff && !(code >= 0xd800 && code <= 0xdfff)
  })
  return visible.join('').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
