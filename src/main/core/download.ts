/**
 * Fetches an address that came out of somebody's answer. Such an address is hostile: https only, no private network,
 * every redirect checked again, the address that was checked is the one connected to, and no key is ever sent.
 */
import { lookup as dnsLookup } from 'node:dns'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { AppError, toAppError } from '#shared/errors.ts'
import { anySignal, throwIfCancelled } from './cancel.ts'
import { hostOf } from './http.ts'

export interface DownloadRequest {
  readonly url: string
  /**
   * Origin the user configured for this vendor, such as a server in the own network. Addresses of exactly this
   * origin may be private and plain http; all others may not.
   */
  readonly trustedOrigin: string | null
  readonly timeoutMs: number
  readonly maxBytes: number
  readonly signal?: AbortSignal | undefined
}

export interface Downloaded {
  readonly bytes: Uint8Array
  readonly mediaType: string
}

const MAX_REDIRECTS = 3

/**
 * The bytes behind the address. Network only, no cookies, no credentials.
 * Throws BAD_RESPONSE (refused address, too large, cut short, bad status), NETWORK, TIMEOUT, CANCELLED.
 */
export async function download(request: DownloadRequest): Promise<Downloaded> {
  throwIfCancelled(request.signal)
  const deadline = AbortSignal.timeout(request.timeoutMs)
  const signal = anySignal(request.signal, deadline)
  try {
    let url = request.url
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const answer = await fetchOnce(checkAddress(url, request.trustedOrigin), request, signal)
      if ('bytes' in answer) return answer
      url = new URL(answer.location, url).href
    }
    throw refused('it redirects too often')
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    if (request.signal?.aborted === true) throw new AppError('CANCELLED', 'Cancelled.', { cause: thrown })
    if (deadline.aborted)
      throw new AppError('TIMEOUT', 'The picture did not arrive in time.', { cause: thrown })
    throw new AppError('NETWORK', `No connection to ${hostOf(request.url)}.`, { cause: thrown })
  }
}

interface CheckedAddress {
  readonly url: URL
  readonly isTrusted: boolean
}

function refused(reason: string): AppError {
  return new AppError(
    'BAD_RESPONSE',
    `The vendor's answer points to an address that is refused: ${reason}.`,
    {
      retryable: false,
      details: { reason }
    }
  )
}

function checkAddress(text: string, trustedOrigin: string | null): CheckedAddress {
  if (!URL.canParse(text)) throw refused('not an address')
  const url = new URL(text)
  if (trustedOrigin !== null && url.origin === trustedOrigin) return { url, isTrusted: true }
  if (url.protocol !== 'https:') throw refused('not https')
  if (url.username !== '' || url.password !== '') throw refused('it carries a user name')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (ipaddr.isValid(host) && !isPublicAddress(host)) throw refused('a private address')
  return { url, isTrusted: false }
}

/** True for addresses of the public internet only; loopback, private, link-local, mapped and reserved ones are not. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'
}

/** Resolves names and refuses private results at the moment of connecting, so that a second look-up cannot differ. */
const publicOnlyLookup: LookupFunction = (hostname, options, done) => {
  dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return done(error, '', 4)
    if (addresses.some(({ address }) => !isPublicAddress(address)))
      return done(refused('a private address'), '', 4)
    if (options.all === true) return done(null, addresses)
    const first = addresses[0]
    return first === undefined ? done(refused('no address'), '', 4) : done(null, first.address, first.family)
  })
}

type Answer = Downloaded | { readonly location: string }

function fetchOnce(address: CheckedAddress, request: DownloadRequest, signal: AbortSignal): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const client = address.url.protocol === 'http:' ? http : https
  const options = { signal, ...(address.isTrusted ? {} : { lookup: publicOnlyLookup }) }
  const call = client.get(address.url, options, (response) => {
    readAnswer(response, request.maxBytes).then(resolve, (thrown: unknown) => {
      response.destroy()
      reject(thrown instanceof Error ? thrown : toAppError(thrown))
    })
  })
  call.on('error', reject)
  return promise
}

async function readAnswer(response: IncomingMessage, maxBytes: number): Promise<Answer> {
  const status = response.statusCode ?? 0
  const location = response.headers.location
  if (status >= 300 && status < 400 && location !== undefined) {
    response.resume()
    return { location }
  }
  if (status !== 200) {
    throw new AppError('BAD_RESPONSE', `The picture's address answered with status ${status}.`, {
      details: { status }
    })
  }
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of response) {
    sizeBytes += chunk.length
    if (sizeBytes > maxBytes)
      throw new AppError('BAD_RESPONSE', 'The picture is larger than allowed.', { retryable: false })
    chunks.push(chunk)
  }
  if (!response.complete) throw new AppError('BAD_RESPONSE', 'The picture arrived incomplete.')
  return {
    bytes: Buffer.concat(chunks),
    mediaType: response.headers['content-type'] ?? 'application/octet-stream'
  }
}
