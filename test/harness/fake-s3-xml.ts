/** The XML of S3's answers and requests, as far as the fake needs it. */
export function escapeXml(text: string): string {
  return text.replace(/[<>&'"\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`)
}

export function toXml(root: string, inner: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inner}</${root}>`
}

export function errorXml(code: string, message: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message><RequestId>fake</RequestId></Error>`
}

/** Elements in order; values are escaped, null ones left out. */
export function elements(values: Readonly<Record<string, string | number | boolean | null>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
    .join('')
}

/** The parts that a complete request names. */
export function parseParts(body: string): readonly { number: number; etag: string }[] {
  return [...body.matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => ({
    number: Number(/<PartNumber>(\d+)/.exec(part)?.[1]),
    etag: unescapeXml(/<ETag>(.*?)<\/ETag>/.exec(part)?.[1] ?? '').replaceAll('"', '')
  }))
}

const NAMED: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'" }

function unescapeXml(text: string): string {
  return text
    .replace(/&(?:lt|gt|quot|apos);/g, (name) => NAMED[name] ?? '')
    .replace(/&#x([0-9a-f]+);/gi, (_all, digits: string) => String.fromCodePoint(Number.parseInt(digits, 16)))
    .replace(/&#([0-9]+);/g, (_all, digits: string) => String.fromCodePoint(Number(digits)))
    .replaceAll('&amp;', '&')
}
