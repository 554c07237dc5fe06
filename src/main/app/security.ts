/** What the window may not do: other pages, new windows, permissions, webviews, foreign scripts. */
import type { App, Session, Shell } from 'electron'
import { originOf } from './sender-check.ts'

/** The address of the window's own page. */
export const APP_SCHEME = 'app'
export const ASSET_SCHEME = 'asset'
export const APP_ORIGIN = `${APP_SCHEME}://campaignforge`

/**
 * Sent with every page of ours. Nothing inline and nothing foreign: libraries that write styles at run time have their
 * sheets adopted by the document (scripts/adopted-styles.ts), and styles set from script are no style attributes.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'none'",
  `img-src 'self' ${ASSET_SCHEME}: data:`,
  `media-src ${ASSET_SCHEME}:`,
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'"
].join('; ')

/** Pages outside that a person may be sent to, in their own browser. */
const EXTERNAL_HOSTS: readonly string[] = [
  'platform.openai.com',
  'platform.stability.ai',
  'replicate.com',
  'api.together.ai',
  'fal.ai',
  'aistudio.google.com',
  'dash.cloudflare.com',
  'secure.backblaze.com',
  'ffmpeg.org'
]

/** True for an https address of a listed host, without credentials or an odd port. */
export function isAllowedOutside(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, port, username, password } = new URL(address)
  return (
    protocol === 'https:' &&
    port === '' &&
    username === '' &&
    password === '' &&
    EXTERNAL_HOSTS.includes(hostname)
  )
}

export interface LockDownOptions {
  readonly app: App
  readonly session: Session
  readonly shell: Shell
  /** Origins of our own page. */
  readonly trustedOrigins: readonly string[]
}

/** Refuses navigation, new windows, webviews and every permission, for all pages of the app. */
export function lockDown({ app, session, shell, trustedOrigins }: LockDownOptions): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event, address) => {
      const origin = originOf(address)
      if (origin === null || !trustedOrigins.includes(origin)) event.preventDefault()
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      if (isAllowedOutside(url)) void shell.openExternal(url)
      return { action: 'deny' }
    })
  })
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  session.setPermissionCheckHandler(() => false)
}
