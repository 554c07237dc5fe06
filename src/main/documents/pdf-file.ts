/** Opens a PDF with pdf-parse's pdf.js for text and for drawing; its errors become the product's codes here. */
import { createRequire } from 'node:module'
import path from 'node:path'
import { PDFParse } from 'pdf-parse'
import { AppError } from '#shared/errors.ts'

/** The parts of pdf.js 5.4 that are used; pdf-parse keeps its document private. */
export interface PdfDocument {
  readonly numPages: number
  getPage(number: number): Promise<PdfPage>
  getMetadata(): Promise<{ readonly info: object }>
}

export interface PdfPage {
  getViewport(options: { readonly scale: number }): PdfViewport
  getTextContent(options: object): Promise<{ readonly items: readonly PdfTextItem[] }>
  cleanup(): void
}

export interface PdfViewport {
  readonly width: number
  readonly height: number
  convertToViewportPoint(x: number, y: number): readonly [number, number]
}

export interface PdfTextItem {
  readonly str: string
  readonly transform: readonly number[]
  readonly width: number
  readonly height: number
  readonly hasEOL: boolean
}

export interface OpenPdf {
  readonly document: PdfDocument
  /** PNG of one page at a scale; the caller bounds width and height. */
  draw(pageNumber: number, scale: number): Promise<Uint8Array>
  close(): Promise<void>
}

/** Fonts, character maps and decoders that come with pdf.js; all read from disk, nothing from a network. */
function bundledData(): { readonly [name: string]: string | boolean | number } {
  const require = createRequire(import.meta.url)
  const fromPdfParse = createRequire(require.resolve('pdf-parse'))
  const base = path.dirname(fromPdfParse.resolve('pdfjs-dist/package.json'))
  return {
    standardFontDataUrl: `${path.join(base, 'standard_fonts')}/`,
    cMapUrl: `${path.join(base, 'cmaps')}/`,
    cMapPacked: true,
    wasmUrl: `${path.join(base, 'wasm')}/`,
    iccUrl: `${path.join(base, 'iccs')}/`,
    useSystemFonts: false,
    disableFontFace: true,
    isEvalSupported: false,
    verbosity: 0
  }
}

/** Throws FILE_ENCRYPTED when a password is needed and FILE_DAMAGED when the file does not open. */
export async function openPdf(bytes: Uint8Array): Promise<OpenPdf> {
  const parser = new PDFParse({ ...bundledData(), data: new Uint8Array(bytes) })
  try {
    // The loaded document is a private field; its shape is that of pdf.js 5.4, fixed by the exact version.
    const loader = parser as unknown as { load(): Promise<PdfDocument> }
    const document = await loader.load()
    return {
      document,
      async draw(pageNumber, scale) {
        const shot = await parser.getScreenshot({ partial: [pageNumber], scale, imageDataUrl: false })
        const page = shot.pages[0]
        if (page === undefined || page.data.length === 0)
          throw new AppError('FILE_DAMAGED', 'This page cannot be drawn.')
        return page.data
      },
      close: () => parser.destroy()
    }
  } catch (cause) {
    await parser.destroy().catch(() => undefined)
    throw translate(cause)
  }
}

function translate(cause: unknown): AppError {
  if (cause instanceof AppError) return cause
  if (cause instanceof Error && cause.name === 'PasswordException') {
    return new AppError(
      'FILE_ENCRYPTED',
      'This PDF has a password. Save a copy without one and import that.',
      { cause }
    )
  }
  return new AppError('FILE_DAMAGED', 'This PDF is damaged. Open it in a viewer and save it again.', {
    cause
  })
}
