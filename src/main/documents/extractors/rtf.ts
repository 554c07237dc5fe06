/** RTF to text: a reader of groups and control words, because the small packages fail on a fifth of real files. */
import iconv from 'iconv-lite'
import { AppError } from '#shared/errors.ts'
import { LIST_LEVEL, type OutlineEntry, toExtraction } from '../extraction.ts'
import type { Extractor } from '../extractor.ts'

/** Groups whose content is not the document's text. Source: RTF 1.9.1 specification, destinations. */
const HIDDEN = new Set(
  (
    'fonttbl colortbl stylesheet info pict object objdata listtable listoverridetable revtbl rsidtbl generator ' +
    'xmlnstbl themedata colorschememapping datastore latentstyles filetbl fldinst bkmkstart bkmkend header headerl ' +
    'headerr headerf footer footerl footerr footerf private ftnsep ftnsepc aftnsep aftnsepc pgdsctbl mmathPr ' +
    'template company operator doccomm passwordhash wgrffmtfilter listpicture blipuid nonshppict background ' +
    'sp userprops fchars lchars xe tc tcn rxe txe atnid atnauthor atntime atndate atnref atrfstart atrfend annotation'
  ).split(' ')
)

const CHARSETS: Readonly<Record<string, string>> = {
  0: 'cp1252',
  77: 'macroman',
  128: 'cp932',
  129: 'cp949',
  134: 'cp936',
  136: 'cp950',
  161: 'cp1253',
  162: 'cp1254',
  163: 'cp1258',
  177: 'cp1255',
  178: 'cp1256',
  186: 'cp1257',
  204: 'cp1251',
  222: 'cp874',
  238: 'cp1250'
}

const SYMBOLS: Readonly<Record<string, string>> = {
  par: '\n',
  sect: '\n',
  page: '\f',
  line: '\n',
  row: '\n',
  cell: '\t',
  nestcell: '\t',
  nestrow: '\n',
  tab: '\t',
  emdash: '\u2014',
  endash: '\u2013',
  lquote: '\u2018',
  rquote: '\u2019',
  ldblquote: '\u201C',
  rdblquote: '\u201D',
  bullet: '\u2022',
  emspace: '\u2003',
  enspace: '\u2002',
  qmspace: '\u2005'
}

interface GroupState {
  isHidden: boolean
  /** Characters that follow a \u escape as its stand-in for old readers. */
  skipAfterUnicode: number
  encoding: string
  isFontTable: boolean
  isInfoTitle: boolean
}

interface Reading {
  readonly out: string[]
  readonly title: string[]
  readonly fonts: Map<number, string>
  readonly stack: GroupState[]
  state: GroupState
  documentEncoding: string
  pendingBytes: number[]
  pendingSkip: number
  currentFont: number
  outlineLevel: number | null
  isListItem: boolean
  readonly marks: { readonly at: number; readonly level: number }[]
}

export const rtfExtractor: Extractor = {
  kind: 'rtf',
  async extract(bytes, { limits }) {
    const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
    if (!/^(?:ï»¿)?\s*\{\\rtf/.test(source)) {
      throw new AppError('FILE_DAMAGED', 'This is not a readable RTF file. Save it again in its program.')
    }
    const { text, title, outline } = readRtf(source)
    const pages = text.split('\f')
    return toExtraction(
      { kind: 'rtf', title, pages, pageCount: pages.length > 1 ? pages.length : null, outline },
      limits
    )
  }
}

/** Text, title and outline of an RTF source given as latin1. Damaged parts are read as far as they make sense. */
export function readRtf(source: string): {
  readonly text: string
  readonly title: string | null
  readonly outline: readonly OutlineEntry[]
} {
  const reading = startReading()
  // One token: a group border, a hex byte, a control word with its number and one space, a control symbol, or text.
  const token =
    /([{}])|\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z])|([^\\{}\r\n]+)|[\r\n]+|\\/g
  for (let match = token.exec(source); match !== null; match = token.exec(source)) {
    const [, brace, hex, word, number, symbol, plain] = match
    if (word === 'bin') {
      token.lastIndex = Math.min(source.length, token.lastIndex + Math.max(0, Number(number ?? 0)))
    } else if (hex !== undefined) takeByte(reading, Number.parseInt(hex, 16))
    else if (plain !== undefined) takePlain(reading, plain)
    else if (brace !== undefined) takeBrace(reading, brace)
    else if (word !== undefined) takeWord(reading, word, number === undefined ? null : Number(number))
    else if (symbol !== undefined) takeSymbol(reading, symbol)
  }
  flushBytes(reading)
  return finish(reading)
}

function startReading(): Reading {
  return {
    out: [],
    title: [],
    fonts: new Map(),
    stack: [],
    state: {
      isHidden: false,
      skipAfterUnicode: 1,
      encoding: 'cp1252',
      isFontTable: false,
      isInfoTitle: false
    },
    documentEncoding: 'cp1252',
    pendingBytes: [],
    pendingSkip: 0,
    currentFont: 0,
    outlineLevel: null,
    isListItem: false,
    marks: []
  }
}

function write(reading: Reading, text: string): void {
  if (reading.state.isInfoTitle) reading.title.push(text)
  else if (!reading.state.isHidden) reading.out.push(text)
}

/** Bytes of multi-byte encodings arrive one escape at a time and are decoded together. */
function flushBytes(reading: Reading): void {
  if (reading.pendingBytes.length === 0) return
  write(reading, iconv.decode(Buffer.from(reading.pendingBytes), reading.state.encoding))
  reading.pendingBytes = []
}

function takeByte(reading: Reading, byte: number): void {
  if (reading.pendingSkip > 0) reading.pendingSkip--
  else reading.pendingBytes.push(byte)
}

function takePlain(reading: Reading, plain: string): void {
  const text = plain.slice(reading.pendingSkip)
  reading.pendingSkip = Math.max(0, reading.pendingSkip - plain.length)
  // Raw bytes above 127 occur in files written by careless programs; they are in the font's encoding.
  if (reading.pendingBytes.length > 0 || /[\x80-\xff]/.test(text)) {
    reading.pendingBytes.push(...Buffer.from(text, 'latin1'))
  } else write(reading, text)
}

function takeBrace(reading: Reading, brace: string): void {
  flushBytes(reading)
  reading.pendingSkip = 0
  if (brace === '{') {
    reading.stack.push(reading.state)
    reading.state = { ...reading.state }
    return
  }
  reading.state = reading.stack.pop() ?? reading.state
}

function takeSymbol(reading: Reading, symbol: string): void {
  if (symbol === '*') {
    flushBytes(reading)
    reading.state.isHidden = true
    return
  }
  const text =
    { '~': '\u00A0', _: '\u2011', '-': '', '\n': '\n', '\r': '\n' }[symbol] ??
    (/[\\{}]/.test(symbol) ? symbol : '')
  if (reading.pendingSkip > 0) reading.pendingSkip--
  else if (text !== '') {
    flushBytes(reading)
    write(reading, text)
  }
}

function takeWord(reading: Reading, word: string, number: number | null): void {
  flushBytes(reading)
  const symbol = SYMBOLS[word]
  if (word === 'u' && number !== null) takeUnicode(reading, number)
  else if (symbol !== undefined) {
    write(reading, symbol)
    if (symbol === '\n') endParagraph(reading)
  } else if (HIDDEN.has(word)) enterHidden(reading, word)
  else takeProperty(reading, word, number)
}

function takeUnicode(reading: Reading, number: number): void {
  const code = number < 0 ? number + 65_536 : number
  if (code <= 0x10ffff) write(reading, code < 65_536 ? String.fromCharCode(code) : String.fromCodePoint(code))
  reading.pendingSkip = reading.state.skipAfterUnicode
}

function enterHidden(reading: Reading, word: string): void {
  reading.state.isHidden = true
  reading.state.isFontTable = word === 'fonttbl'
}

function takeProperty(reading: Reading, word: string, number: number | null): void {
  const { state } = reading
  if (word === 'ansicpg' && number !== null) setDocumentEncoding(reading, `cp${number}`)
  else if (word === 'mac') setDocumentEncoding(reading, 'macroman')
  else if (word === 'pc') setDocumentEncoding(reading, 'cp437')
  else if (word === 'pca') setDocumentEncoding(reading, 'cp850')
  else if (word === 'uc' && number !== null) state.skipAfterUnicode = Math.max(0, Math.min(number, 16))
  else if (word === 'f' && number !== null) takeFont(reading, number)
  else if (word === 'fcharset' && number !== null && state.isFontTable) {
    const encoding = CHARSETS[number]
    if (encoding !== undefined && number !== 0) reading.fonts.set(reading.currentFont, encoding)
  } else if (word === 'title') state.isInfoTitle = true
  else if (word === 'plain') state.encoding = reading.documentEncoding
  else takeParagraphProperty(reading, word, number)
}

function takeParagraphProperty(reading: Reading, word: string, number: number | null): void {
  if (word === 'pard') {
    reading.outlineLevel = null
    reading.isListItem = false
  } else if (word === 'outlinelevel' && number !== null) reading.outlineLevel = Math.min(6, number + 1)
  else if (word === 'ls' || word === 'pntext' || word === 'listtext') reading.isListItem = true
}

function setDocumentEncoding(reading: Reading, encoding: string): void {
  if (!iconv.encodingExists(encoding)) return
  reading.documentEncoding = encoding
  reading.state.encoding = encoding
}

function takeFont(reading: Reading, font: number): void {
  if (reading.state.isFontTable) reading.currentFont = font
  else reading.state.encoding = reading.fonts.get(font) ?? reading.documentEncoding
}

function endParagraph(reading: Reading): void {
  if (reading.state.isHidden) return
  const level = reading.outlineLevel ?? (reading.isListItem ? LIST_LEVEL : null)
  if (level !== null) reading.marks.push({ at: reading.out.length - 1, level })
}

function finish(reading: Reading): {
  readonly text: string
  readonly title: string | null
  readonly outline: readonly OutlineEntry[]
} {
  const outline: OutlineEntry[] = []
  let page = 1
  let line = ''
  const levels = new Map(reading.marks.map((mark) => [mark.at, mark.level]))
  reading.out.forEach((part, index) => {
    if (part === '\f') page++
    const level = levels.get(index)
    if (level !== undefined) outline.push({ level, text: line.replace(/^[\s•·\d.)-]+(?=\S)/, ''), page })
    line = part === '\n' ? '' : line + part
  })
  return { text: reading.out.join('').trim(), title: reading.title.join('').trim() || null, outline }
}
