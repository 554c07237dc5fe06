/** Verbs about clips that vendors make from a picture: slideshow clip, slideshow clip-providers. */
import type { Command } from 'commander'
import { videoProviderIdSchema } from '#shared/domain/clip.ts'
import { presetSchema } from '#shared/domain/slideshow.ts'
import { formatUsd } from '#shared/money.ts'
import type { ClipOrderRequest } from '../../composition/clips.ts'
import { oneOf, seconds, usageError } from '../options.ts'
import type { Session } from '../session.ts'

interface ClipOptions {
  readonly provider: ClipOrderRequest['provider']
  readonly image?: string
  readonly asset?: string
  readonly prompt: string
  readonly seconds: number
  readonly preset: ClipOrderRequest['preset']
  readonly campaign?: string
  readonly out?: string
  readonly allowSecondPayment?: boolean
  readonly estimate?: boolean
}

export function addClipVerbs(slideshow: Command, session: Session): void {
  slideshow
    .command('clip')
    .description('a short clip from a picture at a vendor; costs money; it can be a slide')
    .requiredOption('--provider <id>', 'runway, pika or minimax', oneOf(videoProviderIdSchema))
    .requiredOption('--prompt <text>', 'what happens in the clip')
    .option('--image <path>', 'the picture it starts with')
    .option('--asset <id>', 'the same from the library')
    .option('--seconds <s>', 'length', seconds(1, 60), 5)
    .option('--preset <preset>', 'landscape, portrait, square or feed', oneOf(presetSchema), 'landscape')
    .option('--campaign <id>', 'the campaign it belongs to')
    .option('--out <file>', 'also a copy here')
    .option('--allow-second-payment', 'order anew although an earlier order may have been billed')
    .option('--estimate', 'say only what it would cost')
    .action((options: ClipOptions) =>
      session.run(async ({ services, context, resolvePath }) => {
        const { clips, catalog } = services
        if (options.estimate === true) {
          const costMicroUsd = clips.estimate(options.provider, options.seconds)
          return { json: { costUsd: costMicroUsd / 1e6 }, text: formatUsd(costMicroUsd) }
        }
        if ((options.image === undefined) === (options.asset === undefined)) {
          throw usageError('Give either --image or --asset.')
        }
        const { costMicroUsd, ...clip } = await clips.make(
          {
            provider: options.provider,
            prompt: options.prompt,
            seconds: options.seconds,
            preset: options.preset,
            campaignId: options.campaign ?? null,
            allowSecondPayment: options.allowSecondPayment === true,
            ...(options.asset === undefined ? {} : { assetId: options.asset }),
            ...(options.image === undefined ? {} : { imagePath: resolvePath(options.image) })
          },
          context
        )
        const out = options.out === undefined ? null : resolvePath(options.out)
        if (out !== null) await catalog.exportCopy(clip.assetId, out, { remote: false })
        const json = { ...clip, costUsd: costMicroUsd / 1e6, path: out }
        return { json, text: `${clip.assetId}  ${clip.model}  ${formatUsd(costMicroUsd)}` }
      })
    )
  slideshow
    .command('clip-providers')
    .description('vendors of clips with their prices')
    .action(() =>
      session.run(async ({ services }) => {
        const providers = await services.clips.list()
        const lines = providers.map((each) =>
          each.discontinuedOn === null
            ? `${each.id}  ${each.model}  ${formatUsd(each.priceMicroUsdPerSecond)} a second${each.configured ? '' : '  (no key)'}`
            : `${each.id}  ended on ${each.discontinuedOn}`
        )
        return { json: providers, text: lines.join('\n') }
      })
    )
}
