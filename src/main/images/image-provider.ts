/**
 * What every maker of images promises, whether a vendor's service, a server of this computer or the offline composer.
 * Callers ask for a capability in `facts`, never for a name.
 */
import type { PlatformId } from '#shared/domain/platform.ts'
import type { ImageProviderId } from '#shared/domain/provider.ts'
import type { SecretName } from '#shared/domain/settings.ts'
import type { MicroUsd } from '#shared/money.ts'
import type { PhotoInput } from './composer/photo.ts'
import type { PostCopy } from './composer/post-copy.ts'

export interface Size {
  readonly widthPx: number
  readonly heightPx: number
}

/** Which sizes a provider can be asked for; the nearest is asked and the answer is cut to the wanted pixels. */
export type Sizing =
  | { readonly kind: 'exact' }
  /** Any size whose sides are multiples of `stepPx` and whose area lies between the two limits. */
  | {
      readonly kind: 'step'
      readonly stepPx: number
      readonly minSidePx: number
      readonly maxSidePx: number
      readonly minPixels: number
      readonly maxPixels: number
    }
  /** A ratio by name; the vendor decides the pixels, about `pixels` in all. */
  | { readonly kind: 'ratio'; readonly ratios: readonly string[]; readonly pixels: number }
  | { readonly kind: 'list'; readonly sizes: readonly Size[] }

/** Facts about a provider as data. Sources and dates stand beside each adapter's constants. */
export interface ProviderFacts {
  readonly id: ImageProviderId
  readonly label: string
  /** Null when no key is needed. */
  readonly keyName: SecretName | null
  readonly defaultBaseUrl: string | null
  readonly defaultModel: string
  readonly sizing: Sizing
  readonly hasNegativePrompt: boolean
  readonly hasSeed: boolean
  /** Works without any network. */
  readonly isOffline: boolean
  /** Runs on this computer or in the own network: costs nothing, off until enabled. */
  readonly isLocal: boolean
  /** Only after asking, or when allowed, and never before the cheaper ones. */
  readonly isEmergency: boolean
  /** Draws words and the campaign's photo rather than a scene from the prompt. */
  readonly composesCopy: boolean
  readonly maxConcurrent: number
  /** Longest prompt in characters. */
  readonly maxPromptChars: number
}

/** What a composing provider draws from. */
export interface Composition {
  readonly copy: PostCopy
  readonly brandColours: readonly string[]
  /** With its asset, for linking what is made from it. */
  readonly photo: (PhotoInput & { readonly assetId: string }) | null
  /** The campaign's first photo, which lends its colours to all posts where the brief names none. */
  readonly colourPhotoPath: string | null
  /** Posts with different numbers get different layouts. */
  readonly variant: number
}

export interface DrawRequest {
  readonly prompt: string
  readonly negativePrompt: string
  readonly platform: PlatformId | null
  /** The pixels finally wanted; the answer may have others. */
  readonly size: Size
  /** Null lets the provider choose. */
  readonly seed: number | null
  readonly composition: Composition
  readonly signal: AbortSignal
  /** Called as soon as the vendor has given its id for the work, before waiting for it, so that it can be stored. */
  readonly onAccepted: (vendorRequestId: string) => void
}

export interface DrawnImage extends Size {
  readonly bytes: Uint8Array
  /** Read from the bytes, never from what was promised. */
  readonly mediaType: string
  /** From the vendor's usage figures where it gives them, else from the price table. */
  readonly costMicroUsd: MicroUsd
  readonly seed: number | null
  readonly vendorRequestId: string | null
  readonly model: string
  /** Of the words in the picture, those that no font has and boxes stand for; absent where no words were set. */
  readonly missingCharacters?: readonly string[]
}

export interface CheckResult {
  /** Null where the vendor has no balance to read. */
  readonly balanceMicroUsd: MicroUsd | null
  /** Something the user should know although the check passed, such as a model's end of life. */
  readonly warning: string | null
}

/** No retry and no choice of provider inside; vendor errors come out as AppError, translated once. */
export interface ImageProvider {
  readonly facts: ProviderFacts
  /** The model in use: the setting's, else the default. */
  model(): string
  /**
   * One image. Network and, at vendors, money.
   * Throws the vendor codes of the error table. `details.requestSent` on TIMEOUT and NETWORK says whether the vendor
   * may have done the work; `details.billedMicroUsd` is set when a failed answer was charged.
   */
  draw(request: DrawRequest): Promise<DrawnImage>
  /** Fetches work that was accepted earlier; free of charge. Absent where the vendor keeps nothing. Codes as draw. */
  readonly resume?: (vendorRequestId: string, request: DrawRequest) => Promise<DrawnImage>
  /** Free of charge: is the key good and the address right. Codes as draw. */
  check(signal: AbortSignal): Promise<CheckResult>
}
