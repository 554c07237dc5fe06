/** The kind of a file comes from its content; each case is a file that names or lists get wrong. */
import { describe, expect, test } from 'vitest'
import { sniff } from '#main/documents/sniff.ts'

const of = (name: string, content: string | Buffer) => {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(content, 'utf8')
  return sniff({ bytes, sizeBytes: bytes.length, name })
}
const brand = (brands: string): Buffer =>
  Buffer.concat([Buffer.from([0, 0, 0, brands.length + 8]), Buffer.from(`ftyp${brands}`, 'latin1')])

describe('sniff', () => {
  test.each([
    ['a.bin', '%PDF-1.7\n', 'pdf'],
    ['a.txt', `${'junk '.repeat(100)}\n%PDF-1.4\n1 0 obj\n<<>>\nendobj`, 'pdf'],
    ['a.doc', '{\\rtf1 words}', 'rtf'],
    ['a.rtf', '\uFEFF{\\rtf1 words}', 'rtf'],
    ['a.zip', Buffer.from('PK\x03\x04rest', 'latin1'), 'docx'],
    ['a', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'doc'],
    ['a.md', '# Heading', 'md'],
    ['a.csv', 'name,price\nx,1', 'txt'],
    ['utf16.txt', Buffer.from('Grüße aus Köln', 'utf16le'), 'txt'],
    ['latin.txt', Buffer.from('Grüße aus Köln', 'latin1'), 'txt'],
    ['drawing.xml', '<?xml version="1.0"?>\n<!-- made by hand -->\n<svg width="1"/>', 'svg'],
    ['a.txt', '<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', 'svg'],
    ['utf16.svg', Buffer.from('\uFEFF<svg width="1"/>', 'utf16le'), 'svg'],
    ['photo', Buffer.from('ffd8ffe000104a46494600', 'hex'), 'jpeg'],
    ['x.mp4', brand('avif\0\0\0\0mif1miaf'), 'avif'],
    ['words.pdf', 'only words', 'txt'],
    ['words.PNG', '<html>only words</html>', 'txt'],
    ['about-pdf.txt', 'A PDF starts with %PDF- and ends with a mark.', 'txt']
  ])('%s is told by its content', async (name, content, format) => {
    expect(await of(name, content)).toMatchObject({ format })
  })

  test.each([
    ['empty.pdf', '', 'FILE_DAMAGED'],
    ['spaces.docx', ' '.repeat(100), 'FILE_DAMAGED'],
    ['noise.png', Buffer.from([0, 9, 200, 1, 255, 3, 0, 0]), 'FILE_DAMAGED'],
    ['noise.xyz', Buffer.from([0, 9, 200, 1, 255, 3, 0, 0]), 'UNSUPPORTED_FORMAT'],
    ['old.doc', Buffer.from('dba52d00ff', 'hex'), 'UNSUPPORTED_FORMAT'],
    ['photo.jpg', brand('heic\0\0\0\0mif1heic'), 'UNSUPPORTED_FORMAT'],
    ['a.bmp', Buffer.from(`424d${'00'.repeat(12)}28000000`, 'hex'), 'UNSUPPORTED_FORMAT'],
    ['program.txt', Buffer.from('7f454c460201010000000000000000000300', 'hex'), 'UNSUPPORTED_FORMAT']
  ])('%s is refused with its own code', async (name, content, code) => {
    await expect(of(name, content)).rejects.toMatchObject({ code })
  })
})
