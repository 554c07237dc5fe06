/** Faults a test can script into a fake vendor's next drawing; `null` is a good answer. */

export type Fault =
  | {
      readonly kind: 'status'
      readonly status: number
      readonly retryAfterSeconds?: number
      readonly isModeration?: boolean
      readonly echoesKey?: boolean
    }
  /** The request arrives and is worked on, the answer never comes. */
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'truncated' }
  | { readonly kind: 'not-an-image' }
  | { readonly kind: 'wrong-size' }
  /** Status 200 with the vendor's own mark for refused content. */
  | { readonly kind: 'filtered' }
  | { readonly kind: 'huge' }
  | { readonly kind: 'redirect' }
  /** The picture's address points into a private network. */
  | { readonly kind: 'private-result' }
  /** The next looks at accepted work fail this often. */
  | { readonly kind: 'deaf'; readonly polls: number }
  /** Accepted work takes longer than a vendor waits with its first answer. */
  | { readonly kind: 'slow' }
  /** Accepted work ends with this word of the vendor. */
  | { readonly kind: 'ends-as'; readonly status: string; readonly error?: string }

export const HUGE_BYTES = 50 * 1024 * 1024
