/** Providers as the settings page and `provider list|test` show them. */
import type { ImageProviderId, ProviderCheck, ProviderStatus } from '#shared/domain/provider.ts'
import { toAppError } from '#shared/errors.ts'
import type { Clock } from '../core/clock.ts'
import { isPriceStale } from './price-table.ts'
import type { ProviderHealth } from './provider-health.ts'
import type { ProviderRegistry } from './provider-registry.ts'

export interface StatusDeps {
  readonly registry: ProviderRegistry
  readonly health: ProviderHealth
  readonly clock: Clock
}

const ONE_MEGAPIXEL = { widthPx: 1024, heightPx: 1024 } as const

/** Every provider in the table's order, without network. */
export async function listProviderStatus(deps: StatusDeps): Promise<readonly ProviderStatus[]> {
  const now = deps.clock.now()
  const resting = deps.health.restingUntil(now)
  return await Promise.all(
    deps.registry.all.map(async (provider) => {
      const { id, label, sizing, keyName, hasNegativePrompt, hasSeed } = provider.facts
      const quote = deps.registry.quote(provider, ONE_MEGAPIXEL)
      return {
        id,
        label,
        model: provider.model(),
        configured: await deps.registry.isConfigured(provider),
        enabled: deps.registry.isOn(provider),
        emergency: deps.registry.isEmergency(provider),
        keyName,
        sizing: sizing.kind,
        hasNegativePrompt,
        hasSeed,
        priceMicroUsd: quote.priceMicroUsd,
        priceDate: quote.seenOn,
        priceSource: quote.source,
        priceStale: isPriceStale(quote.seenOn, now),
        coolingUntil: resting.get(id) ?? null,
        disabledReason: deps.health.disabledReason(id, await deps.registry.fingerprint(provider))
      }
    })
  )
}

/** One free call to the vendor's account or model list; a failure is the answer, not an error. A success ends a rest. */
export async function checkProvider(
  deps: StatusDeps,
  id: ImageProviderId,
  signal: AbortSignal
): Promise<ProviderCheck> {
  const provider = deps.registry.get(id)
  const startedAt = deps.clock.now()
  const took = (): number => deps.clock.now() - startedAt
  try {
    const { balanceMicroUsd, warning } = await provider.check(signal)
    deps.health.succeeded(id)
    return { id, ok: true, latencyMs: took(), balanceMicroUsd, code: null, message: warning }
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.code === 'CANCELLED') throw error
    return {
      id,
      ok: false,
      latencyMs: took(),
      balanceMicroUsd: null,
      code: error.code,
      message: error.message
    }
  }
}
