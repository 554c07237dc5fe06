/**
 * Object keys as paths below a folder, and back. Any key gives a path that every system accepts, that stays inside
 * the folder and that no other key shares: bytes outside A-Z a-z 0-9 _ - are percent-encoded.
 */

/** Longest encoded name of one level; the systems' limit is 255 bytes, temporary marks need some. */
const MAX_NAME = 180
const EMPTY_LEVEL = '%e'
const PLAIN_FILE = '%f'
const CONTINUED = '%-'
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)/i

/**
 * Names of the levels, the last one the file. Folders never hold a dot and files always hold a dot or end in a mark,
 * so the keys `a` and `a/b` can both exist.
 */
export function toLevels(key: string): readonly string[] {
  const segments = key.split('/')
  return segments.flatMap((segment, index) => encodeSegment(segment, index === segments.length - 1))
}

function encodeSegment(segment: string, isFile: boolean): readonly string[] {
  const units = Array.from(Buffer.from(segment, 'utf8'), (byte, index) => encodeByte(byte, index, isFile))
  if (units.at(-1) === '.') units[units.length - 1] = '%2E'
  if (RESERVED.test(segment)) units[0] = hex(segment.charCodeAt(0))
  const names = cut(units)
  const last = names.pop() ?? ''
  const ending = isFile && !last.includes('.') ? `${last}${PLAIN_FILE}` : last
  return [...names.map((name) => `${name}${CONTINUED}`), ending === '' ? EMPTY_LEVEL : ending]
}

function encodeByte(byte: number, index: number, isFile: boolean): string {
  const character = String.fromCharCode(byte)
  if (/[A-Za-z0-9_-]/.test(character)) return character
  return character === '.' && isFile && index > 0 ? character : hex(byte)
}

function hex(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
}

function cut(units: readonly string[]): string[] {
  const names: string[] = []
  let name = ''
  for (const unit of units) {
    if (name.length + unit.length > MAX_NAME) {
      names.push(name)
      name = ''
    }
    name += unit
  }
  return [...names, name]
}

/** What one entry of a folder adds to a key, as one character per byte, so that comparing gives byte order. */
export interface KeyPiece {
  readonly bytes: string
  readonly isWhole: boolean
}

/** Null for entries that no key gives, such as the store's own folder or a desktop's hidden files. */
export function toKeyPiece(name: string, isFile: boolean): KeyPiece | null {
  if (name.startsWith('.')) return null
  if (isFile) return { bytes: decode(name.endsWith(PLAIN_FILE) ? name.slice(0, -2) : name), isWhole: true }
  if (name.endsWith(CONTINUED)) return { bytes: decode(name.slice(0, -2)), isWhole: false }
  return { bytes: `${name === EMPTY_LEVEL ? '' : decode(name)}/`, isWhole: false }
}

function decode(name: string): string {
  return name.replace(/%([0-9A-F]{2})/g, (_match, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16))
  )
}

/** One character per byte of the key's UTF-8. */
export function toKeyBytes(key: string): string {
  return Buffer.from(key, 'utf8').toString('latin1')
}

/** The key behind one character per byte. */
export function fromKeyBytes(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
