/** Pure: whether a file's name promises another format than its content has. */
import path from 'node:path'
import type { FileFormat } from './import-ports.ts'

/** Endings that people and cameras use for one and the same format, the usual one first. */
const FAMILIES: readonly (readonly string[])[] = [
  ['jpg', 'jpeg', 'jpe', 'jfif'],
  ['tiff', 'tif'],
  ['png', 'apng'],
  ['webp'],
  ['gif'],
  ['avif', 'avifs'],
  ['svg'],
  ['heic', 'heif'],
  ['bmp'],
  ['pdf'],
  ['docx', 'docm', 'dotx', 'dotm'],
  ['doc', 'dot', 'wiz'],
  ['rtf'],
  ['odt', 'ods', 'odp'],
  ['xlsx', 'xls', 'xlsm'],
  ['pptx', 'ppt', 'pptm'],
  ['zip'],
  ['mp4', 'm4v', 'mov', 'm4a', 'm4b'],
  ['webm', 'mkv'],
  ['avi'],
  ['mpg', 'mpeg'],
  ['ogg', 'oga', 'ogv', 'opus'],
  ['mp3'],
  ['wav'],
  ['flac'],
  ['aac'],
  ['aif', 'aiff']
]

const familyOf = (ending: string): string | undefined =>
  FAMILIES.find((family) => family.includes(ending))?.[0]

/** A sentence for the user, or null when name and content agree or the name promises nothing. */
export function nameWarning(fileName: string, format: FileFormat): string | null {
  const ending = path.extname(fileName).slice(1).toLowerCase()
  const promised = familyOf(ending)
  const actual = format.extension.slice(1)
  if (promised === undefined || promised === (familyOf(actual) ?? actual)) return null
  return `The name says ${ending.toUpperCase()}, the content is ${actual.toUpperCase()}. It was taken in as what it is.`
}
