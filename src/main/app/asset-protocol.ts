/**
 * Serves pictures and media of assets under asset://<id>/<variant>, originals with byte ranges; of previews the frames
 * as frame/<name> and the sound as sound/<name>.
 */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeWebStream } from 'node:stream/web'
import { assetIdSchema } from '#shared/domain/asset.ts'
import { AppError } from '#shared/errors.ts'
import type { MediaPart, PictureFile, Pictures, PictureVariant } from '../composition/pictures.ts'
import { rangeOf } from './byte-range.ts'

const PICTURE_VARIANTS: readonly PictureVariant[] = ['thumb-256', 'thumb-512', 'preview', 'original']

/** Only kinds that cannot run as a page of ours are handed out under their own type. */
const SAFE_TYPES = /^(image\/(png|jpeg|webp|gif|avif)|video\/(mp4|webm|quicktime)|audio\/[a-z0-9.+-]+)$/

export interface AssetAddress {
  readonly id: string
  readonly variant: PictureVariant
}

/** asset://<id>/<variant> → its parts; null for anything else. */
export function parseAssetAddress(address: string): AssetAddress | null {
  if (!URL.canParse(address)) return null
  const { hostname, pathname } = new URL(address)
  const id = assetIdSchema.safeParse(hostname)
  const variant = PICTURE_VARIANTS.find((known) => pathname === `/${known}`)
  return id.success && variant !== undefined ? { id: id.data, variant } : null
}

/** What was made for previews, by name; null for names that are not known any more. */
export interface Previews {
  findFrame(name: string): { readonly bytes: Uint8Array; readonly mediaType: string } | null
  /** Path of an M4A file. */
  findSound(name: string): string | null
}

const SOUND_ADDRESS = /^asset:\/\/sound\/([0-9a-f]{64})$/
const FRAME_ADDRESS = /^asset:\/\/frame\/([0-9a-z]{1,64})$/

export function createAssetProtocol(
  pictures: Pictures,
  previews: Previews
): (request: Request) => Promise<Response> {
  return async (request) => {
    const frameName = FRAME_ADDRESS.exec(request.url)?.[1]
    if (frameName !== undefined && request.method === 'GET')
      return respondFrame(previews.findFrame(frameName))
    const soundName = SOUND_ADDRESS.exec(request.url)?.[1]
    if (soundName !== undefined && request.method === 'GET') {
      return await respondSound(previews.findSound(soundName), request.headers.get('range'))
    }
    const address = parseAssetAddress(request.url)
    if (address === null || request.method !== 'GET') return refusal(404)
    try {
      const header = request.headers.get('range')
      const wanted = address.variant === 'original' ? startOf(header) : null
      const part = wanted === null ? null : await pictures.openPart(address.id, wanted, request.signal)
      if (part !== null) return respondPart(part)
      const file = await pictures.open(address.id, address.variant, request.signal)
      return await respond(file, header)
    } catch (thrown) {
      return refusal(thrown instanceof AppError && thrown.code === 'NOT_FOUND' ? 404 : 503)
    }
  }
}

function respondFrame(frame: ReturnType<Previews['findFrame']>): Response {
  if (frame === null) return refusal(404)
  const headers = {
    'content-type': frame.mediaType,
    'content-length': String(frame.bytes.length),
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff'
  }
  return new Response(new Uint8Array(frame.bytes), { headers })
}

/** A name stands for the sound's content, so the answer may be kept. */
async function respondSound(filePath: string | null, rangeHeader: string | null): Promise<Response> {
  if (filePath === null) return refusal(404)
  const file = { path: filePath, mediaType: 'audio/mp4', release: async () => undefined }
  // The file may have made room for newer ones just now.
  return await respond(file, rangeHeader).catch(() => refusal(404))
}

async function respond(file: PictureFile, rangeHeader: string | null): Promise<Response> {
  const { size } = await stat(file.path)
  const range = rangeOf(rangeHeader, size)
  if (range === 'unsatisfiable') {
    await file.release()
    return new Response(null, { status: 416, headers: { 'content-range': `bytes */${size}` } })
  }
  const part = range === 'whole' ? { first: 0, last: size - 1 } : range
  const length = part.last - part.first + 1
  return new Response(length === 0 ? null : streamOf(file, part), {
    status: range === 'whole' ? 200 : 206,
    headers: {
      'content-type': SAFE_TYPES.test(file.mediaType) ? file.mediaType : 'application/octet-stream',
      'content-length': String(length),
      'accept-ranges': 'bytes',
      ...(range === 'whole' ? {} : { 'content-range': `bytes ${part.first}-${part.last}/${size}` }),
      // An asset's bytes never change under its id.
      'cache-control': 'private, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff'
    }
  })
}

/** Where a player wants to go on; null without a range, and for one that counts from the end. */
function startOf(header: string | null): { readonly startByte: number; readonly endByte?: number } | null {
  const match = /^bytes=(\d+)-(\d*)$/.exec(header ?? '')
  if (match === null) return null
  const [, from = '', to = ''] = match
  if (to === '') return { startByte: Number(from) }
  return Number(to) < Number(from) ? null : { startByte: Number(from), endByte: Number(to) }
}

/** Not kept by the window: only the whole file is proven. */
function respondPart({ body, firstByte, sizeBytes, totalBytes, mediaType }: MediaPart): Response {
  const stream: NodeWebStream = Readable.toWeb(body)
  // Node's and the web's declarations of the same class differ; Response takes this one.
  return new Response(stream as unknown as ReadableStream, {
    status: 206,
    headers: {
      'content-type': SAFE_TYPES.test(mediaType) ? mediaType : 'application/octet-stream',
      'content-length': String(sizeBytes),
      'accept-ranges': 'bytes',
      'content-range': `bytes ${firstByte}-${firstByte + sizeBytes - 1}/${totalBytes}`,
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff'
    }
  })
}

/** The bytes from first to last; the file is released when the stream ends, fails or is dropped. */
function streamOf(
  file: PictureFile,
  part: { readonly first: number; readonly last: number }
): ReadableStream {
  const stream = createReadStream(file.path, { start: part.first, end: part.last })
  stream.once('close', () => void file.release())
  const body: NodeWebStream = Readable.toWeb(stream)
  // Node's and the web's declarations of the same class differ; Response takes this one.
  return body as unknown as ReadableStream
}

function refusal(status: 404 | 503): Response {
  return new Response(null, { status, headers: { 'cache-control': 'no-store' } })
}
