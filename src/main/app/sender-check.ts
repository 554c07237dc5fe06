/** Decides whether a request comes from our own page: its main frame, at our own address. Pure. */

export interface SenderFrame {
  readonly url: string
  /** Null for a main frame. */
  readonly parent: unknown
}

/** True only for the top frame of a page from one of the given origins, such as "app://campaignforge". */
export function isTrustedSender(frame: SenderFrame | null, trustedOrigins: readonly string[]): boolean {
  if (frame === null || frame.parent !== null) return false
  const origin = originOf(frame.url)
  return origin !== null && trustedOrigins.includes(origin)
}

/** Scheme and host; URL.origin is "null" for schemes of our own, so it is put together here. */
export function originOf(address: string): string | null {
  if (!URL.canParse(address)) return null
  const { protocol, host, username, password } = new URL(address)
  return host === '' || username !== '' || password !== '' ? null : `${protocol}//${host}`
}
