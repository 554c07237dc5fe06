/** What a file is once its content was looked at: the closed list of formats the product takes in. */
import type { DocumentKind } from '#shared/domain/document.ts'

export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'tiff' | 'svg'

/** A format with the extension and media type its stored copy gets, whatever the file was called. */
export type FileFormat =
  | {
      readonly kind: 'document'
      readonly format: DocumentKind
      readonly extension: string
      readonly mediaType: string
    }
  | {
      readonly kind: 'image'
      readonly format: ImageFormat
      readonly extension: string
      readonly mediaType: string
    }
  | {
      readonly kind: 'video' | 'audio'
      readonly format: string
      readonly extension: string
      readonly mediaType: string
    }

const DOCUMENT_MEDIA_TYPES: Readonly<Record<DocumentKind, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  doc: 'application/msword',
  rtf: 'application/rtf',
  txt: 'text/plain',
  md: 'text/markdown'
}

const IMAGE_EXTENSIONS: Readonly<Record<ImageFormat, string>> = {
  jpeg: '.jpg',
  png: '.png',
  webp: '.webp',
  gif: '.gif',
  avif: '.avif',
  tiff: '.tiff',
  svg: '.svg'
}

export function documentFormat(format: DocumentKind): FileFormat {
  return { kind: 'document', format, extension: `.${format}`, mediaType: DOCUMENT_MEDIA_TYPES[format] }
}

export function imageFormat(format: ImageFormat): FileFormat {
  const mediaType = format === 'svg' ? 'image/svg+xml' : `image/${format}`
  return { kind: 'image', format, extension: IMAGE_EXTENSIONS[format], mediaType }
}

/** Endings that promise a binary format; a blank or noisy file under such a name is broken. */
export const BINARY_EXTENSIONS: ReadonlySet<string> = new Set(
  'pdf docx doc docm dotx rtf odt xls xlsx ppt pptx zip jpg jpeg png webp gif avif tif tiff heic heif bmp mp4 mov mkv webm avi mp3 wav m4a aac flac ogg opus'.split(
    ' '
  )
)
