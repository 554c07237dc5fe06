/** PDF text page by page through pdf-parse's pdf.js, with headings found by letter height. */
import { AppError } from '#shared/errors.ts'
import { type OutlineEntry, oneLine, toExtraction } from '../extraction.ts'
import type { ExtractionContext, Extractor } from '../extractor.ts'
import { openPdf, type PdfDocument, type PdfPage } from '../pdf-file.ts'
import { findHeadings, type PdfLine } from '../pdf-headings.ts'

export const pdfExtractor: Extractor = {
  kind: 'pdf',
  async extract(bytes, context) {
    const pdf = await openPdf(bytes)
    try {
      const { pages, lines, failed } = await readPages(pdf.document, context)
      if (failed > 0 && failed === pages.length) throw damaged()
      const title = await titleOf(pdf.document)
      const outline: readonly OutlineEntry[] = findHeadings(lines)
      return toExtraction(
        { kind: 'pdf', title, pages, pageCount: pdf.document.numPages, outline },
        context.limits
      )
    } finally {
      await pdf.close()
    }
  }
}

interface ReadPages {
  readonly pages: string[]
  readonly lines: PdfLine[]
  failed: number
}

/** One unreadable page leaves an empty page; the rest of the document is still worth having. */
async function readPages(document: PdfDocument, { limits, progress }: ExtractionContext): Promise<ReadPages> {
  const read: ReadPages = { pages: [], lines: [], failed: 0 }
  const total = Math.min(document.numPages, limits.maxPages)
  let chars = 0
  for (let number = 1; number <= total && chars < limits.maxTextChars; number++) {
    const lines = await readPage(document, number).catch(() => null)
    if (lines === null) read.failed++
    const text = (lines ?? [])
      .map((line) => line.text)
      .join('\n')
      .trim()
    chars += text.length
    read.pages.push(text)
    read.lines.push(...(lines ?? []))
    progress(number, total)
  }
  return read
}

async function readPage(document: PdfDocument, number: number): Promise<PdfLine[]> {
  const page = await document.getPage(number)
  try {
    return await readLines(page, number)
  } finally {
    page.cleanup()
  }
}

/** Points between baselines that part two lines, and between runs that part two cells; as pdf-parse 2.4 has them. */
const LINE_GAP_PT = 4.6
const CELL_GAP_PT = 7

async function readLines(page: PdfPage, number: number): Promise<PdfLine[]> {
  const viewport = page.getViewport({ scale: 1 })
  const { items } = await page.getTextContent({ includeMarkedContent: false, disableNormalization: false })
  const lines: PdfLine[] = []
  let text = ''
  let heightPt = 0
  let last: { readonly endX: number; readonly y: number } | null = null
  const endLine = (): void => {
    lines.push({ text, heightPt, page: number })
    text = ''
    heightPt = 0
  }
  for (const item of items) {
    const [x, y] = viewport.convertToViewportPoint(item.transform[4] ?? 0, item.transform[5] ?? 0)
    const gapY = last === null ? 0 : Math.abs(last.y - y)
    const isBlankEnd = item.str.trim() === '' && item.hasEOL
    if (gapY > LINE_GAP_PT && gapY - 1 > heightPt && text !== '' && !isBlankEnd) endLine()
    else if (last !== null && gapY < LINE_GAP_PT && Math.abs(last.endX - x) > CELL_GAP_PT) text += '\t'
    text += plainLetters(item.str)
    if (item.str.trim() !== '') heightPt = Math.max(heightPt, item.height)
    last = { endX: x + item.width, y }
    if (item.hasEOL) endLine()
  }
  if (text !== '') endLine()
  return lines
}

/**
 * Ghostscript 10.0 names ligatures with their bytes swapped; the characters that gives do not stand together in Chinese.
 * Source: its output, also as poppler 22 reads it (2026-11).
 */
const SWAPPED_LIGATURE = /\u6600(?:\u6600[\u6900\u6C00]?|[\u6900\u6C00])/g

/** Ligatures and Arabic letter shapes as the letters they stand for, so that words can be found and copied. */
export function plainLetters(text: string): string {
  const unswapped = text.replace(SWAPPED_LIGATURE, (letters) =>
    [...letters].map((letter) => String.fromCharCode(letter.charCodeAt(0) >> 8)).join('')
  )
  return unswapped.replace(/[\uFB00-\uFB06\uFB50-\uFDFF\uFE70-\uFEFC]+/g, (shapes) =>
    shapes.normalize('NFKC')
  )
}

/** The title in the file's properties, as it stands there. */
async function titleOf(document: PdfDocument): Promise<string | null> {
  const { info } = await document.getMetadata().catch(() => ({ info: {} }))
  return 'Title' in info && typeof info.Title === 'string' ? oneLine(info.Title) : null
}

function damaged(): AppError {
  return new AppError('FILE_DAMAGED', 'This PDF is damaged. Open it in a viewer and save it again.')
}
