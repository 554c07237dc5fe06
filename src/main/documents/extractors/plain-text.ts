/** Plain text and Markdown: decoding, and the headings and lists that marks or layout show. */
import type { DocumentKind } from '#shared/domain/document.ts'
import { decodeText } from '../encoding.ts'
import { LIST_LEVEL, type OutlineEntry, toExtraction } from '../extraction.ts'
import type { Extractor } from '../extractor.ts'

/** The text is kept exactly as decoded, form feeds part pages. */
export function createPlainTextExtractor(kind: DocumentKind & ('txt' | 'md')): Extractor {
  return {
    kind,
    async extract(bytes, { limits }) {
      const { text } = decodeText(bytes)
      const pages = text.split('\f')
      const outline = pages.flatMap((page, index) => outlineOfMarks(page, index + 1))
      const heading = kind === 'md' ? outline.find((entry) => entry.level === 1) : undefined
      return toExtraction(
        {
          kind,
          title: heading?.text ?? null,
          pages,
          pageCount: pages.length > 1 ? pages.length : null,
          outline
        },
        limits
      )
    }
  }
}

/** Headings (`#`, underlined) and list items (`-`, `*`, `•`, `1.`) of one page of marked text. */
export function outlineOfMarks(text: string, page: number): OutlineEntry[] {
  const entries: OutlineEntry[] = []
  let isCode = false
  let previous = ''
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (/^\s*(```|~~~)/.test(line)) isCode = !isCode
    else if (!isCode) addEntry(entries, { line, previous, page })
    previous = line.trim()
  }
  return entries
}

function addEntry(
  entries: OutlineEntry[],
  { line, previous, page }: { readonly line: string; readonly previous: string; readonly page: number }
): void {
  const heading = /^\s{0,3}(#{1,6})\s+(.+?)\s*#*\s*$/.exec(line)
  if (heading?.[1] !== undefined && heading[2] !== undefined) {
    entries.push({ level: heading[1].length, text: withoutMarks(heading[2]), page })
  } else if (/^(={3,}|-{3,})\s*$/.test(line) && previous !== '' && previous.length < 120) {
    entries.push({ level: line.startsWith('=') ? 1 : 2, text: withoutMarks(previous), page })
  } else {
    const item = /^\s*(?:[-*+•‣◦▪·–]|\d{1,3}[.)])\s+(.+)$/.exec(line)
    if (item?.[1] !== undefined) entries.push({ level: LIST_LEVEL, text: withoutMarks(item[1]), page })
  }
}

/** Markdown's emphasis, links, code and HTML tags taken off one line; pictures, which are often badges, go. */
export function withoutMarks(line: string): string {
  return line
    .replace(/!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<\/?[a-z][^>]*>/gi, '')
    .replace(/(\*\*|__|`|~~)/g, '')
    .replace(/(^|[\s(])[*_]([^*_]+)[*_](?=$|[\s).,;:!?])/g, '$1$2')
    .trim()
}
