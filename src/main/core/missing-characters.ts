/** Finds characters that no installed font has, by the box that is drawn in their place. */
import sharp from 'sharp'

interface Glyph {
  readonly widthPx: number
  readonly heightPx: number
  readonly bytes: Buffer
}

/** Any size at which boxes and letters differ. */
const FONT = 'Inter 40px'
/** Characters that no font has, with four and six digits in their box: unassigned, and private for ever (Unicode 17). */
const NEVER_DRAWN = [0x0378, 0x10fffd].map((code) => String.fromCodePoint(code))
/** Letters, digits and signs of western languages; the shipped font has them all. */
const USUAL = /^[\u0020-\u024f\u2010-\u2027\u2030-\u203a\u20ac\u2122]$/u
/** Nothing is drawn for them: controls, joiners, variation selectors, spaces, tags, marks on other letters. */
const INVISIBLE = /^[\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{M}\p{Variation_Selector}\p{Default_Ignorable_Code_Point}]$/u

export type MissingCharacters = (text: string) => Promise<readonly string[]>

/** Each distinct character once, in order of the text. Answers are kept; a font installed later counts after a restart. */
export function createMissingCharacters(): MissingCharacters {
  const known = new Map<string, boolean>()
  let boxes: Promise<readonly Glyph[]> | null = null
  return async (text) => {
    const missing: string[] = []
    for (const character of new Set(text)) {
      if (USUAL.test(character) || INVISIBLE.test(character)) continue
      boxes ??= drawBoxes()
      const isMissing = known.get(character) ?? (await isBox(character, await boxes))
      known.set(character, isMissing)
      if (isMissing) missing.push(character)
    }
    return missing
  }
}

async function drawBoxes(): Promise<readonly Glyph[]> {
  const drawn = await Promise.all(NEVER_DRAWN.map(draw))
  return drawn.filter((glyph) => glyph !== null)
}

async function isBox(character: string, boxes: readonly Glyph[]): Promise<boolean> {
  const glyph = await draw(character)
  return glyph !== null && boxes.some((box) => hasFrameOf(glyph, box))
}

/** Boxes differ in the digits inside them; their outermost rows and columns are the same. */
function hasFrameOf(glyph: Glyph, box: Glyph): boolean {
  if (glyph.widthPx !== box.widthPx || glyph.heightPx !== box.heightPx) return false
  const { widthPx, heightPx } = box
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const isEdge = x < 2 || y < 2 || x >= widthPx - 2 || y >= heightPx - 2
      const at = (y * widthPx + x) * 4 + 3
      if (isEdge && glyph.bytes[at] !== box.bytes[at]) return false
    }
  }
  return true
}

async function draw(character: string): Promise<Glyph | null> {
  try {
    const { data, info } = await sharp({ text: { text: character, font: FONT, dpi: 72, rgba: true } })
      .raw()
      .toBuffer({ resolveWithObject: true })
    return { widthPx: info.width, heightPx: info.height, bytes: data }
  } catch {
    // Nothing is drawn for it, so nothing is missing.
    return null
  }
}
