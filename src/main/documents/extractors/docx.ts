/** Word files through mammoth's HTML, which keeps notes, headings and lists; the container is checked first. */
import mammoth from 'mammoth'
import { AppError } from '#shared/errors.ts'
import { LIST_LEVEL, toExtraction } from '../extraction.ts'
import type { Extractor } from '../extractor.ts'
import { htmlToText } from '../html-text.ts'
import { checkZip } from '../zip-check.ts'

export const docxExtractor: Extractor = {
  kind: 'docx',
  async extract(bytes, { limits }) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    refuseOthers(await checkZip(buffer, limits.maxUnpackedBytes))
    const { text, outline } = htmlToText(await convert(buffer))
    const title = outline.find((entry) => entry.level < LIST_LEVEL)?.text ?? null
    return toExtraction({ kind: 'docx', title, pages: [text], pageCount: null, outline }, limits)
  }
}

function refuseOthers(names: ReadonlySet<string>): void {
  const all = [...names]
  if (all.some((name) => /^word\/document\d*\.xml$/i.test(name))) return
  const what = whatElse(all)
  if (what !== null) {
    throw new AppError('UNSUPPORTED_FORMAT', `This is ${what}. Save it as PDF or DOCX and import that.`)
  }
  if (names.has('_rels/.rels') && names.has('[Content_Types].xml')) return
  throw new AppError(
    'UNSUPPORTED_FORMAT',
    'This is a zip archive without a Word document. Unpack it and import its files.'
  )
}

function whatElse(names: readonly string[]): string | null {
  if (names.some((name) => name.startsWith('xl/'))) return 'a spreadsheet'
  if (names.some((name) => name.startsWith('ppt/'))) return 'a presentation'
  if (names.some((name) => name.startsWith('visio/'))) return 'a drawing of another program'
  if (names.includes('mimetype') && names.includes('content.xml')) return 'an OpenDocument file'
  if (names.includes('mimetype') && names.includes('META-INF/container.xml')) return 'an e-book'
  return names.some((name) => name.startsWith('Index/')) ? 'a Pages, Numbers or Keynote file' : null
}

/** Pictures are left out: their bytes would pass through memory as text. */
async function convert(buffer: Buffer): Promise<string> {
  try {
    const convertImage = mammoth.images.imgElement(async () => ({ src: '' }))
    const result = await mammoth.convertToHtml(
      { buffer },
      { convertImage, externalFileAccess: false, styleMap: ["p[style-name='Title'] => h1:fresh"] }
    )
    return result.value
  } catch (cause) {
    throw new AppError('FILE_DAMAGED', 'This Word file is damaged. Open and save it again in its program.', {
      cause
    })
  }
}
