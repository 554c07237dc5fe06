/** Text and outline from the plain HTML a converter made: blocks become lines, headings and list items entries. */
import { LIST_LEVEL, type OutlineEntry } from './extraction.ts'

const BLOCKS = new Set([
  'p',
  'div',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'li',
  'tr',
  'table',
  'br',
  'hr',
  'dl',
  'dt',
  'dd',
  'blockquote',
  'pre',
  'section'
])
const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: '\u00A0'
}

interface Walk {
  text: string
  readonly outline: OutlineEntry[]
  openLevel: number | null
  openText: string
  /** Inside a table cell paragraphs do not end lines. */
  isCell: boolean
}

/** Lists, headings and table rows start and end lines; cells are parted by tabs; back-arrows of notes are dropped. */
export function htmlToText(html: string): {
  readonly text: string
  readonly outline: readonly OutlineEntry[]
} {
  const walk: Walk = { text: '', outline: [], openLevel: null, openText: '', isCell: false }
  for (const match of html.matchAll(/<(\/?)([a-zA-Z][a-zA-Z0-9]*)[^>]*>|([^<]+)/g)) {
    const [, slash, tag, plain] = match
    if (plain !== undefined) addText(walk, decodeEntities(plain))
    else if (tag !== undefined) takeTag(walk, tag.toLowerCase(), slash === '/')
  }
  closeEntry(walk)
  return { text: walk.text.replace(/[ \u00A0]?\u2191(?=\s|$)/g, '').trim(), outline: walk.outline }
}

export function decodeEntities(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|[a-z]+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole
    const code = name[1]?.toLowerCase() === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })
}

function addText(walk: Walk, text: string): void {
  walk.text += text
  if (walk.openLevel !== null) walk.openText += text
}

function takeTag(walk: Walk, tag: string, isClosing: boolean): void {
  if (tag === 'td' || tag === 'th') {
    walk.isCell = !isClosing
    if (isClosing) walk.text = `${walk.text.trimEnd()}\t`
    return
  }
  if (!BLOCKS.has(tag)) return
  if (walk.isCell && (tag === 'p' || tag === 'br')) {
    if (/\S$/.test(walk.text)) walk.text += ' '
    return
  }
  if (walk.text !== '' && !walk.text.endsWith('\n')) walk.text += '\n'
  if (tag === 'br' || tag === 'p') {
    if (walk.openLevel !== null && walk.openText !== '') walk.openText += ' '
    return
  }
  closeEntry(walk)
  if (isClosing) return
  const level = /^h[1-6]$/.test(tag) ? Number(tag[1]) : null
  walk.openLevel = tag === 'li' ? LIST_LEVEL : level
}

function closeEntry(walk: Walk): void {
  const text = walk.openText.replace(/\u2191/g, '').trim()
  if (walk.openLevel !== null && text !== '') walk.outline.push({ level: walk.openLevel, text, page: 1 })
  walk.openLevel = null
  walk.openText = ''
}
