/** Serves the window's own files under app://campaignforge, with the policy that binds them. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { CONTENT_SECURITY_POLICY } from './security.ts'

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2'
}

/** Answers requests for files inside `folder`; anything outside it, or of an unknown kind, is 404. */
export function createAppProtocol(folder: string): (request: Request) => Promise<Response> {
  const root = path.resolve(folder)
  return async (request) => {
    const file = fileOf(root, request.url)
    const mediaType = file === null ? undefined : MEDIA_TYPES[path.extname(file)]
    if (file === null || mediaType === undefined) return notFound()
    try {
      return new Response(new Uint8Array(await readFile(file)), {
        headers: {
          'content-type': mediaType,
          'content-security-policy': CONTENT_SECURITY_POLICY,
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
          'cross-origin-opener-policy': 'same-origin'
        }
      })
    } catch {
      return notFound()
    }
  }
}

/** The absolute path a request names; null when it leaves the folder or cannot be read. */
export function fileOf(root: string, address: string): string | null {
  try {
    const { pathname } = new URL(address)
    const file = path.resolve(root, `.${decodeURIComponent(pathname)}`)
    return file.startsWith(root + path.sep) && !file.includes('\0') ? file : null
  } catch {
    return null
  }
}

function notFound(): Response {
  return new Response('Not found', { status: 404, headers: { 'content-type': 'text/plain' } })
}
