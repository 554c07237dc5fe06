/** Builds every provider from settings and keys, and says which of them could draw an image and at what price. */
import type { ImageProviderId } from '#shared/domain/provider.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { AppError } from '#shared/errors.ts'
import type { Clock } from '../core/clock.ts'
import type { download } from '../core/download.ts'
import { sha256Of } from '../core/files.ts'
import type { Http } from '../core/http.ts'
import { createLimit } from '../core/limit.ts'
import type { SecretReader } from '../secrets/secret-store.ts'
import type { Candidate } from './cascade.ts'
import type { ImageProvider, Size } from './image-provider.ts'
import { type PriceQuote, quotePrice } from './price-table.ts'
import type { PriceEntry } from './price-table-data.ts'
import { createA1111 } from './providers/a1111.ts'
import { createComfyUi } from './providers/comfyui.ts'
import { createComposer } from './providers/composer.ts'
import { createFal } from './providers/fal.ts'
import { createGemini } from './providers/gemini.ts'
import { createOpenAi } from './providers/openai.ts'
import { createReplicate } from './providers/replicate.ts'
import { createStability } from './providers/stability.ts'
import { createTogether } from './providers/together.ts'
import { planSize } from './size-plan.ts'
import type { VendorDeps } from './vendor-call.ts'

export interface RegistryDeps {
  readonly http: Http
  readonly download: typeof download
  readonly clock: Clock
  readonly secrets: SecretReader
  readonly settings: { get(): Settings }
  readonly fontsFolder: string
  readonly prices: () => readonly PriceEntry[]
}

export interface Candidates {
  readonly candidates: readonly Candidate[]
  /** Providers asked for by name that cannot draw, and why. */
  readonly unavailable: readonly {
    readonly provider: ImageProviderId
    readonly reason: 'no_key' | 'switched_off'
  }[]
}

export interface ProviderRegistry {
  readonly all: readonly ImageProvider[]
  get(id: ImageProviderId): ImageProvider
  /** Price of one image of the wanted size, asked for in the size the provider supports. */
  quote(provider: ImageProvider, wanted: Size): PriceQuote
  /** Providers that have what they need; `only` restricts to those named, an empty list does not. */
  candidates(wanted: Size, only: readonly ImageProviderId[]): Promise<Candidates>
  /** A key is present where needed and the provider is switched on. */
  isConfigured(provider: ImageProvider): Promise<boolean>
  /** Switched on by the settings, or by being there: keys and addresses apart. */
  isOn(provider: ImageProvider): boolean
  isEmergency(provider: ImageProvider): boolean
  /** Changes when the key, the address or the model changes; holds none of them readably. */
  fingerprint(provider: ImageProvider): Promise<string>
}

const FACTORIES: readonly ((deps: VendorDeps) => ImageProvider)[] = [
  createA1111,
  createComfyUi,
  createTogether,
  createReplicate,
  createFal,
  createStability,
  createGemini,
  createOpenAi
]

export function createProviderRegistry(deps: RegistryDeps): ProviderRegistry {
  const settingsOf = (id: ImageProviderId) => deps.settings.get().providers[id]
  const proving = createLimit(1)
  const all = [createComposer(deps), ...FACTORIES.map((create) => createVendor({ ...deps, proving }, create))]
  const quote = (provider: ImageProvider, wanted: Size): PriceQuote =>
    quotePrice(deps.prices(), {
      provider: provider.facts.id,
      model: provider.model(),
      size: planSize(provider.facts.sizing, wanted)
    })
  const hasKey = async ({ facts }: ImageProvider): Promise<boolean> =>
    facts.keyName === null || (await deps.secrets.read(facts.keyName)) !== null
  const isOn = (provider: ImageProvider): boolean => {
    const own = settingsOf(provider.facts.id)
    if (own.enabled !== undefined) return own.enabled
    // A server in the own network cannot be guessed; its address is what switches it on.
    return !provider.facts.isLocal || provider.facts.isOffline || (own.baseUrl ?? null) !== null
  }
  const isEmergency = (provider: ImageProvider): boolean =>
    settingsOf(provider.facts.id).emergency ?? provider.facts.isEmergency

  return {
    all,
    get: (id) => {
      const provider = all.find((each) => each.facts.id === id)
      if (provider === undefined) throw new AppError('NOT_FOUND', `There is no provider called ${id}.`)
      return provider
    },
    quote,
    isOn,
    isEmergency,
    isConfigured: async (provider) => isOn(provider) && (await hasKey(provider)),
    async candidates(wanted, only) {
      const named = all.filter((each) => only.length === 0 || only.includes(each.facts.id))
      const keyed = await Promise.all(
        named.map(async (provider) => ({ provider, hasKey: await hasKey(provider) }))
      )
      const isWanted = (provider: ImageProvider) =>
        isOn(provider) || (only.length > 0 && provider.facts.isLocal)
      const usable = keyed
        .filter((each) => each.hasKey && isWanted(each.provider))
        .map((each) => each.provider)
      const painters = usable.filter((each) => !each.facts.composesCopy)
      const ranked = deps.settings.get().providers
      const keepsComposer =
        only.length > 0 ||
        painters.length === 0 ||
        ranked.composer.enabled === true ||
        ranked.order.includes('composer')
      return {
        candidates: (keepsComposer ? usable : painters).map((provider) => ({
          provider: provider.facts.id,
          priceMicroUsd: quote(provider, wanted).priceMicroUsd,
          isEmergency: isEmergency(provider),
          isLastResort: provider.facts.composesCopy
        })),
        unavailable: keyed
          .filter((each) => only.length > 0 && !usable.includes(each.provider))
          .map((each) => ({
            provider: each.provider.facts.id,
            reason: each.hasKey ? 'switched_off' : 'no_key'
          }))
      }
    },
    async fingerprint({ facts }) {
      const key = facts.keyName === null ? null : await deps.secrets.read(facts.keyName)
      return sha256Of(Buffer.from(JSON.stringify([key, settingsOf(facts.id)])))
    }
  }
}

function createVendor(
  deps: RegistryDeps & Required<Pick<VendorDeps, 'proving'>>,
  create: (deps: VendorDeps) => ImageProvider
): ImageProvider {
  // The facts are needed to bind the settings, and come with the provider; nothing is read before the first call.
  const provider: ImageProvider = create({
    http: deps.http,
    download: deps.download,
    clock: deps.clock,
    proving: deps.proving,
    readKey: async () =>
      provider.facts.keyName === null ? null : await deps.secrets.read(provider.facts.keyName),
    baseUrl: () =>
      withoutSlash(
        deps.settings.get().providers[provider.facts.id].baseUrl ?? provider.facts.defaultBaseUrl ?? ''
      ),
    model: () => deps.settings.get().providers[provider.facts.id].model ?? provider.facts.defaultModel,
    workflow: () =>
      provider.facts.id === 'comfyui' ? (deps.settings.get().providers.comfyui.workflow ?? null) : null,
    priceOf: (size) =>
      quotePrice(deps.prices(), { provider: provider.facts.id, model: provider.model(), size }).priceMicroUsd
  })
  return provider
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '')
}
