/** What is allowed in an SVG: refuses entities and oversized files, and takes out scripts and outside references. */
import { AppError } from '#shared/errors.ts'
import { decodeText } from './encoding.ts'

export const MAX_SVG_BYTES = 10 * 1024 * 1024

/**
 * The drawing's text, whatever its encoding; written as UTF-8 it says nothing else of itself.
 * Throws FILE_TOO_LARGE {limitBytes} and, for entity definitions, FILE_DAMAGED.
 */
export function readSvgText(bytes: Uint8Array): string {
  if (bytes.length > MAX_SVG_BYTES) {
    throw new AppError('FILE_TOO_LARGE', 'SVG files may have up to 10 MB. Simplify the drawing.', {
      details: { limitBytes: MAX_SVG_BYTES }
    })
  }
  const { text } = decodeText(bytes)
  if (/<!ENTITY/i.test(text)) {
    throw new AppError(
      'FILE_DAMAGED',
      'This SVG defines entities, which are not read. Export it as plain SVG.',
      {
        details: { reason: 'entities' }
      }
    )
  }
  return text.replace(/^(\s*<\?xml\b[^>]*?)\s+encoding\s*=\s*(["'])(?!utf-8\2)[^"']*\2/i, '$1')
}

/**
 * The drawing without scripts, event handlers, embedded pages and references outside itself.
 * Only references to its own parts and pictures inside the file (data:) stay.
 */
export function sanitiseSvg(source: string): string {
  return source
    .replace(/<!DOCTYPE[^[>]*(?:\[[\s\S]*?\]\s*)?>/gi, '')
    .replace(/<\?(?!xml\s)[\s\S]*?\?>/gi, '')
    .replace(
      /<(?:\w+:)?(script|foreignObject|iframe|embed|object|handler|listener)\b[\s\S]*?(?:<\/(?:\w+:)?\1\s*>|\/>)/gi,
      ''
    )
    .replace(/<\/?(?:\w+:)?(script|foreignObject|iframe|embed|object|handler|listener)\b[^>]*>/gi, '')
    .replace(/\son[a-z]+\s*=\s*(?:"[^"]*"|'[^']*')/gi, '')
    .replace(
      /\s(?:xlink:)?href\s*=\s*(?:"([^"]*)"|'([^']*)')/gi,
      (whole, double?: string, single?: string) => (isInside(double ?? single ?? '') ? whole : '')
    )
    .replace(/url\(\s*(['"]?)([^'")]*)\1\s*\)/gi, (whole, _quote: string, target: string) =>
      isInside(target) ? whole : 'none'
    )
    .replace(/@import[^;]*;/gi, '')
}

function isInside(reference: string): boolean {
  const target = reference.trim().toLowerCase()
  return target.startsWith('#') || /^data:image\/(png|jpe?g|webp|gif|avif)[;,]/.test(target)
}
