/** All six readers under the same suite. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { docExtractor } from '#main/documents/extractors/doc.ts'
import { docxExtractor } from '#main/documents/extractors/docx.ts'
import { pdfExtractor } from '#main/documents/extractors/pdf.ts'
import { createPlainTextExtractor } from '#main/documents/extractors/plain-text.ts'
import { rtfExtractor } from '#main/documents/extractors/rtf.ts'
import { makeDocx, makePdf, makeZip } from '#test/harness/make-documents.ts'
import { describeExtractor } from './extractor.suite.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8')
const fixture = (name: string): Uint8Array =>
  readFileSync(path.resolve(import.meta.dirname, '../fixtures/documents', name))
const noise = bytes('this is neither a document nor an archive')

describeExtractor({
  name: 'pdf',
  extractor: pdfExtractor,
  sound: makePdf([
    [
      { text: 'Lantern', sizePt: 24 },
      { text: 'A lamp that folds flat and lasts forty evenings.', sizePt: 11 }
    ],
    [{ text: 'Second page.', sizePt: 11 }]
  ]),
  knownText: 'A lamp that folds flat',
  knownHeading: 'Lantern',
  pageCount: 2,
  textless: makePdf([[]]),
  bad: [
    { what: 'noise', bytes: noise, code: 'FILE_DAMAGED' },
    { what: 'a header alone', bytes: bytes('%PDF-1.7\n'), code: 'FILE_DAMAGED' }
  ]
})

describeExtractor({
  name: 'docx',
  extractor: docxExtractor,
  sound: makeDocx(['# Lantern', 'A lamp that folds flat & lasts forty evenings.', 'Größe: klein']),
  knownText: 'lasts forty evenings.\nGröße',
  knownHeading: 'Lantern',
  pageCount: null,
  textless: makeDocx(['']),
  bad: [
    { what: 'noise', bytes: noise, code: 'FILE_DAMAGED' },
    { what: 'half an archive', bytes: makeDocx(['words']).subarray(0, 400), code: 'FILE_DAMAGED' },
    {
      what: 'an archive without a document',
      bytes: makeZip([{ name: 'a.txt', content: 'a' }]),
      code: 'UNSUPPORTED_FORMAT'
    },
    {
      what: 'a spreadsheet',
      bytes: makeZip([
        { name: '[Content_Types].xml', content: '<Types/>' },
        { name: '_rels/.rels', content: '<Relationships/>' },
        { name: 'xl/workbook.xml', content: '<workbook/>' }
      ]),
      code: 'UNSUPPORTED_FORMAT'
    },
    {
      what: 'a zip bomb',
      bytes: makeDocx(['words'], [{ name: 'word/bomb.bin', content: Buffer.alloc(140 * 1024 * 1024) }]),
      code: 'FILE_TOO_LARGE'
    },
    {
      what: 'an archive that lies about its sizes',
      bytes: makeDocx(
        ['words'],
        [{ name: 'word/big.xml', content: Buffer.alloc(4_000_000, 32), claimedBytes: 100 }]
      ),
      code: 'FILE_DAMAGED'
    },
    {
      what: 'an entity bomb',
      bytes: makeZip([
        { name: '[Content_Types].xml', content: '<Types/>' },
        { name: '_rels/.rels', content: '<Relationships/>' },
        {
          name: 'word/document.xml',
          content: '<!DOCTYPE d [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><d>&b;</d>'
        }
      ]),
      code: 'FILE_DAMAGED'
    }
  ]
})

describeExtractor({
  name: 'doc',
  extractor: docExtractor,
  sound: fixture('lantern.doc'),
  knownText: 'A lamp that folds flat',
  knownHeading: null,
  pageCount: null,
  textless: null,
  bad: [
    { what: 'noise', bytes: noise, code: 'FILE_DAMAGED' },
    {
      what: 'a file cut in the middle',
      bytes: fixture('lantern.doc').subarray(0, 2000),
      code: 'FILE_DAMAGED'
    },
    { what: 'a spreadsheet', bytes: docWithout('WordDocument'), code: 'UNSUPPORTED_FORMAT' },
    { what: 'a document with a password', bytes: encryptedDoc(), code: 'FILE_ENCRYPTED' }
  ]
})

/** The sound file with the encryption flag of its information block set: [MS-DOC] 2.5.1, bit 0x0100 at offset 10. */
function encryptedDoc(): Uint8Array {
  const copy = Buffer.from(fixture('lantern.doc'))
  const at = copy.indexOf(Buffer.from([0xec, 0xa5]))
  copy.writeUInt16LE(copy.readUInt16LE(at + 10) | 0x0100, at + 10)
  return copy
}

/** The sound file's container with one stream under another name. */
function docWithout(stream: string): Uint8Array {
  const copy = Buffer.from(fixture('lantern.doc'))
  const at = copy.indexOf(Buffer.from(stream, 'utf16le'))
  copy.write('Sheet'.padEnd(stream.length, 'x'), at, 'utf16le')
  return copy
}

describeExtractor({
  name: 'rtf',
  extractor: rtfExtractor,
  sound: bytes(
    String.raw`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\title Lantern}}\pard\outlinelevel0 Lantern\par\pard A lamp that folds flat \u8211? it lasts f\'fcr immer.\par{\*\hidden no}{\pict 0102}}`
  ),
  knownText: 'A lamp that folds flat – it lasts für immer.',
  knownHeading: 'Lantern',
  pageCount: null,
  textless: bytes(String.raw`{\rtf1\ansi\par}`),
  bad: [{ what: 'noise', bytes: noise, code: 'FILE_DAMAGED' }]
})

describeExtractor({
  name: 'txt',
  extractor: createPlainTextExtractor('txt'),
  sound: bytes('Lantern\n=======\n\nA lamp that folds flat\r\nGröße'),
  knownText: 'A lamp that folds flat\r\nGröße',
  knownHeading: 'Lantern',
  pageCount: null,
  textless: bytes('\n \n'),
  bad: []
})

describeExtractor({
  name: 'md',
  extractor: createPlainTextExtractor('md'),
  sound: bytes('# Lantern\n\n- A lamp that **folds** flat\n'),
  knownText: '# Lantern',
  knownHeading: 'A lamp that folds flat',
  pageCount: null,
  textless: bytes('\n'),
  bad: []
})
