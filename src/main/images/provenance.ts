/** Where an image came from, written into the file itself as XMP, and the cut to exact pixels that keeps it. */
import sharp, { type Sharp } from 'sharp'
import { AppError } from '#shared/errors.ts'
import type { FocalPoint } from './composer/photo.ts'
import type { Size } from './image-provider.ts'

/** Never holds a key, an address or a path. */
export interface Provenance {
  readonly prompt: string
  readonly provider: string
  readonly model: string
  readonly seed: number | null
  readonly costMicroUsd: number
  readonly madeAt: number
  /** A trained model drew it; false for the offline composer. */
  readonly isTrainedModel: boolean
  readonly hasPhoto: boolean
}

const MAX_INPUT_PIXELS = 60_000_000
const JPEG_QUALITY = 92
const XMP_HEAD = 'http://ns.adobe.com/xap/1.0/\0'
/** One JPEG segment holds 65,533 bytes; the prompt is what could be too long. */
const MAX_PROMPT_CHARS = 8_000
const SOURCE_TYPES = 'http://cv.iptc.org/newscodes/digitalsourcetype/'

/**
 * JPEG bytes of exactly `size` with the provenance inside. A drawing of other pixels is scaled to cover and cut by the
 * focal point (the most salient part without one), never stretched. Throws BAD_RESPONSE when it cannot be decoded.
 */
export async function fitImage(
  drawn: Size & { readonly bytes: Uint8Array; readonly mediaType: string },
  target: { readonly size: Size; readonly focal: FocalPoint | null; readonly provenance: Provenance }
): Promise<Uint8Array> {
  const isExact = drawn.widthPx === target.size.widthPx && drawn.heightPx === target.size.heightPx
  const isReady = isExact && drawn.mediaType === 'image/jpeg'
  const jpeg = isReady ? Buffer.from(drawn.bytes) : await cutToSize(drawn.bytes, target.size, target.focal)
  return withJpegXmp(jpeg, toXmp(target.provenance))
}

async function cutToSize(bytes: Uint8Array, size: Size, focal: FocalPoint | null): Promise<Buffer> {
  try {
    const image = sharp(bytes, { limitInputPixels: MAX_INPUT_PIXELS, failOn: 'error' })
      .autoOrient()
      .flatten({ background: '#ffffff' })
    const cut = focal === null ? coverBySalience(image, size) : await coverByPoint(image, size, focal)
    return await cut
      .toColourspace('srgb')
      .jpeg({ quality: JPEG_QUALITY, chromaSubsampling: '4:4:4' })
      .toBuffer()
  } catch (cause) {
    throw new AppError('BAD_RESPONSE', 'The image cannot be decoded.', { cause })
  }
}

function coverBySalience(image: Sharp, size: Size): Sharp {
  return image.resize({
    width: size.widthPx,
    height: size.heightPx,
    fit: 'cover',
    position: sharp.strategy.attention
  })
}

async function coverByPoint(image: Sharp, size: Size, focal: FocalPoint): Promise<Sharp> {
  const { data, info } = await image
    .resize({ width: size.widthPx, height: size.heightPx, fit: 'outside' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const offset = (ratio: number, full: number, part: number): number =>
    Math.round(Math.min(Math.max(0, ratio * full - part / 2), full - part))
  return sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } }).extract({
    left: offset(focal.xRatio, info.width, size.widthPx),
    top: offset(focal.yRatio, info.height, size.heightPx),
    width: size.widthPx,
    height: size.heightPx
  })
}

/** The XMP packet; IPTC names of the Photo Metadata Standard 2025.1. */
export function toXmp(provenance: Provenance): string {
  const attributes = {
    'xmp:CreatorTool': 'CampaignForge',
    'xmp:CreateDate': new Date(provenance.madeAt).toISOString(),
    'Iptc4xmpExt:DigitalSourceType': `${SOURCE_TYPES}${sourceTypeOf(provenance)}`,
    'Iptc4xmpExt:AISystemUsed': provenance.isTrainedModel ? `${provenance.provider} ${provenance.model}` : '',
    'Iptc4xmpExt:AIPromptInformation': provenance.isTrainedModel
      ? provenance.prompt.slice(0, MAX_PROMPT_CHARS)
      : '',
    'cf:Provider': provenance.provider,
    'cf:Model': provenance.model,
    'cf:Seed': provenance.seed === null ? '' : String(provenance.seed),
    'cf:CostUsd': (provenance.costMicroUsd / 1e6).toFixed(6)
  }
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}="${escapeXml(value)}"`)
  const description = escapeXml(provenance.prompt.slice(0, MAX_PROMPT_CHARS))
  return [
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"',
    ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:cf="https://campaignforge.invalid/ns/1.0/"',
    ` ${written.join(' ')}>`,
    `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">${description}</rdf:li></rdf:Alt></dc:description>`,
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
  ].join('')
}

function sourceTypeOf(provenance: Provenance): string {
  if (provenance.isTrainedModel) return 'trainedAlgorithmicMedia'
  return provenance.hasPhoto ? 'compositeCapture' : 'digitalCreation'
}

function escapeXml(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** The same picture with the packet in an APP1 segment after the JFIF head; the pixels are not touched. */
function withJpegXmp(jpeg: Buffer, xmp: string): Uint8Array {
  const payload = Buffer.from(`${XMP_HEAD}${xmp}`, 'utf8')
  if (jpeg.readUInt16BE(0) !== 0xffd8 || payload.length > 65_533) return jpeg
  const hasJfif = jpeg.length > 6 && jpeg.readUInt16BE(2) === 0xffe0
  const at = hasJfif ? 4 + jpeg.readUInt16BE(4) : 2
  const head = Buffer.alloc(4)
  head.writeUInt16BE(0xffe1, 0)
  head.writeUInt16BE(payload.length + 2, 2)
  return Buffer.concat([jpeg.subarray(0, at), head, payload, jpeg.subarray(at)])
}
