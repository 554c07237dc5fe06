/** Pure: a document as texts for slides: headings become slides, the facts under them captions. */
import type { Extraction } from '#shared/domain/document.ts'
import { type Block, sentencesOf, toBlocks } from './brief-blocks.ts'

export interface SlideText {
  readonly heading: string
  /** The fact shown with it; empty where the heading stands alone. */
  readonly caption: string
  /** Null where the format has no pages. */
  readonly page: number | null
}

const MAX_SLIDES = 40
const MAX_CAPTION_CHARS = 140
const CAPTIONS_PER_HEADING = 4

/** Each heading with its list items, else its first sentences; a document without headings gives its paragraphs. */
export function slideTextsOf(extraction: Extraction): readonly SlideText[] {
  const blocks = toBlocks(extraction)
  const sections = new Map<string, Block[]>()
  for (const block of blocks) {
    const known = sections.get(block.section) ?? []
    if (block.kind !== 'heading') known.push(block)
    sections.set(block.section, known)
  }
  const slides = [...sections].flatMap(([heading, inside]) => {
    const pageOfHeading =
      blocks.find((block) => block.kind === 'heading' && block.text === heading)?.page ?? null
    const facts = factsOf(inside)
    if (facts.length === 0) return heading === '' ? [] : [{ heading, caption: '', page: pageOfHeading }]
    return facts.map(({ text, page }) => ({ heading, caption: text, page }))
  })
  return slides.slice(0, MAX_SLIDES)
}

function factsOf(inside: readonly Block[]): readonly Pick<Block, 'text' | 'page'>[] {
  const items = inside.filter((block) => block.kind === 'item')
  const source = items.length > 0 ? items : inside
  return source
    .flatMap((block) => {
      const [first] = block.text.length <= MAX_CAPTION_CHARS ? [block.text] : sentencesOf(block.text)
      return first === undefined ? [] : [{ text: shorten(first), page: block.page }]
    })
    .slice(0, CAPTIONS_PER_HEADING)
}

/** Cut at a word. */
function shorten(text: string): string {
  if (text.length <= MAX_CAPTION_CHARS) return text
  const cut = text.slice(0, MAX_CAPTION_CHARS - 1)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 40)).trimEnd()}…`
}
