/** Cleaned drawings keep their look and lose everything that acts or reaches outside. */
import { describe, expect, test } from 'vitest'
import { readSvgText, sanitiseSvg } from '#main/documents/svg.ts'

const svg = (inside: string, attributes = ''): string =>
  `<svg xmlns="http://www.w3.org/2000/svg"${attributes}>${inside}</svg>`

describe('sanitiseSvg', () => {
  test.each([
    ['scripts', svg('<script>alert(1)</script>'), /script|alert/],
    ['self-closing scripts', svg('<script href="x.js"/>'), /script/],
    ['scripts with a prefix', svg('<svg:script>alert(1)</svg:script>'), /script|alert/],
    ['an unclosed script', svg('<script>alert(1)'), /<script/],
    ['event handlers', svg('<rect onclick="alert(1)"/>', " onload='x()'"), /onclick|onload/],
    ['foreign pages', svg('<foreignObject><iframe src="//a"/></foreignObject>'), /foreign|iframe/],
    [
      'outside pictures',
      svg('<image xlink:href="file:///etc/passwd"/><image href="http://a/b.png"/>'),
      /file:|http:\/\/a/
    ],
    ['javascript links', svg('<a href="javascript:alert(1)"><text>x</text></a>'), /javascript/],
    [
      'outside styles',
      svg('<style>@import url(http://a/b.css); .a{fill:url(http://a/c)}</style>'),
      /http:\/\/a/
    ],
    ['drawings inside data', svg('<image href="data:image/svg+xml,&lt;svg/&gt;"/>'), /data:/],
    ['entities', `<!DOCTYPE svg [<!ENTITY a "b">]>${svg('')}`, /ENTITY|DOCTYPE/]
  ])('%s go', (_what, source, gone) => {
    expect(sanitiseSvg(source)).not.toMatch(gone)
  })

  test('own parts and embedded pictures stay', () => {
    const source = svg(
      '<defs><linearGradient id="g"/></defs><rect fill="url(#g)"/><use href="#g"/><image href="data:image/png;base64,AAAA"/>'
    )
    expect(sanitiseSvg(source)).toBe(source)
  })
})

describe('readSvgText', () => {
  test('entity definitions are refused', () => {
    expect(() => readSvgText(Buffer.from('<!DOCTYPE svg [<!entity a "b">]><svg/>', 'utf16le'))).toThrow(
      expect.objectContaining({ code: 'FILE_DAMAGED' })
    )
  })

  test('a drawing in another encoding is read and says UTF-8 of itself', () => {
    const source = '<?xml version="1.0" encoding="UTF-16"?><svg><text>Größe</text></svg>'
    const text = '<?xml version="1.0"?><svg><text>Größe</text></svg>'
    expect(readSvgText(Buffer.from(`\uFEFF${source}`, 'utf16le'))).toBe(text)
    const same = source.replace('UTF-16', 'UTF-8')
    expect(readSvgText(Buffer.from(same))).toBe(same)
  })
})
