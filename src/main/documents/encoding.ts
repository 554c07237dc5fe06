/** Bytes of unknown encoding to text: byte order mark, then strict UTF-8, then the NUL pattern of UTF-16, then statistics. */
import iconv from 'iconv-lite'
import jschardet from 'jschardet'

/** The decoded text without a byte order mark; line ends stay as they are. Never throws. */
export function decodeText(bytes: Uint8Array): { readonly text: string; readonly encoding: string } {
  const encoding = findEncoding(bytes)
  return { text: iconv.decode(Buffer.from(bytes), encoding).replace(/^\uFEFF/, ''), encoding }
}

const SAMPLE_BYTES = 200_000

function findEncoding(bytes: Uint8Array): string {
  const marked = encodingOfMark(bytes)
  if (marked !== null) return marked
  if (isStrictUtf8(bytes)) return 'utf-8'
  const wide = wideEncoding(bytes)
  if (wide !== null) return wide
  const guess = jschardet.detect(Buffer.from(bytes.subarray(0, SAMPLE_BYTES))).encoding
  return guess !== null && iconv.encodingExists(guess) && !/^utf-?8$|^ascii$/i.test(guess)
    ? widen(guess)
    : 'windows-1252'
}

/** Supersets for names that real files use for their vendor's extension. */
function widen(encoding: string): string {
  const name = encoding.toLowerCase()
  if (name === 'iso-8859-1') return 'windows-1252'
  if (name === 'gb2312') return 'gb18030'
  return encoding
}

function encodingOfMark(bytes: Uint8Array): string | null {
  const [first, second, third, fourth] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe && third === 0 && fourth === 0) return 'utf-32le'
  if (first === 0 && second === 0 && third === 0xfe && fourth === 0xff) return 'utf-32be'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return null
}

function isStrictUtf8(bytes: Uint8Array): boolean {
  try {
    // A NUL is valid UTF-8 and a sure sign of UTF-16 or of binary data.
    return !new TextDecoder('utf-8', { fatal: true }).decode(bytes).includes('\0')
  } catch {
    return false
  }
}

/** Spaces, digits and line ends put NUL bytes on one side of each pair, whatever the script. */
function wideEncoding(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, 4096)
  let even = 0
  let odd = 0
  sample.forEach((byte, index) => {
    if (byte !== 0) return
    if (index % 2 === 0) even++
    else odd++
  })
  const pairs = Math.max(1, Math.floor(sample.length / 2))
  if (odd / pairs > 0.02 && even === 0) return 'utf-16le'
  if (even / pairs > 0.02 && odd === 0) return 'utf-16be'
  if (odd / pairs > 0.3 && odd > even * 4) return 'utf-16le'
  if (even / pairs > 0.3 && even > odd * 4) return 'utf-16be'
  return null
}

/** True when a file's start decodes to text: no control characters but line ends, tabs, form feeds and escapes. */
export function looksLikeText(head: Uint8Array): boolean {
  const encoding = encodingOfMark(head) ?? wideEncoding(head)
  const text =
    encoding === null ? Buffer.from(head).toString('latin1') : iconv.decode(Buffer.from(head), encoding)
  let controls = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < 32 && !(code >= 9 && code <= 13) && code !== 27) controls++
    if (code === 0) return false
  }
  return controls <= text.length * 0.003
}
