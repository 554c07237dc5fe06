/** Options that name single posts: platform:post[:variant], and who draws a post. */
import { InvalidArgumentError } from 'commander'
import { type PlatformId, platformIdSchema } from '#shared/domain/platform.ts'
import { type ImageProviderId, imageProviderIdSchema } from '#shared/domain/provider.ts'

export interface CellOption {
  readonly platform: PlatformId
  readonly post: number
  readonly variant: number
}

export interface PostProviderOption {
  readonly platform: PlatformId | null
  readonly post: number
  readonly providers: ImageProviderId[]
}

/** A parser for a repeatable `platform:post[:variant]`. */
export function cellsOf(text: string, before: readonly CellOption[] | undefined): readonly CellOption[] {
  const [platform, post, variant = '1', ...more] = text.split(':')
  const known = platformIdSchema.safeParse(platform)
  if (!known.success || more.length > 0)
    throw new InvalidArgumentError('Use platform:post or platform:post:variant.')
  return [
    ...(before ?? []),
    { platform: known.data, post: numberOf(post, 100), variant: numberOf(variant, 4) }
  ]
}

/** A parser for a repeatable `[platform:]post=provider[,provider]`. */
export function postProvidersOf(
  text: string,
  before: readonly PostProviderOption[] | undefined
): readonly PostProviderOption[] {
  const [place = '', names, ...more] = text.split('=')
  const [first, second] = place.split(':')
  const platform = second === undefined ? null : platformIdSchema.safeParse(first)
  const providers = (names ?? '').split(',').map((name) => imageProviderIdSchema.safeParse(name.trim()))
  const known = providers.flatMap((each) => (each.success ? [each.data] : []))
  if (more.length > 0 || platform?.success === false || known.length !== providers.length)
    throw new InvalidArgumentError('Use post=provider or platform:post=provider.')
  const post = numberOf(second ?? first, 100)
  return [...(before ?? []), { platform: platform?.data ?? null, post, providers: known }]
}

function numberOf(text: string | undefined, max: number): number {
  const value = Number(text)
  if (text !== undefined && /^\d+$/.test(text) && value >= 1 && value <= max) return value
  throw new InvalidArgumentError(`Use a whole number from 1 to ${max}.`)
}
