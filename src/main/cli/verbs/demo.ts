/** Verb demo: the whole main job on the bundled sample. */
import path from 'node:path'
import type { Command } from 'commander'
import { formatUsd } from '#shared/money.ts'
import { type DemoResult, runDemo } from '../../composition/demo.ts'
import { RESOURCES_FOLDER } from '../../node-services.ts'
import type { Session } from '../session.ts'
import { formatBytes, formatTable } from '../table.ts'

export function addDemoVerb(program: Command, session: Session): void {
  program
    .command('demo')
    .description(
      'the whole main job on the bundled sample: brief, images, two copies, a video; offline and $0'
    )
    .option('--out <folder>', 'where results are left', 'demo-output')
    .action((options: { out: string }) =>
      session.run(async ({ services, context, resolvePath }) => {
        const sampleFolder = path.join(RESOURCES_FOLDER, 'sample')
        const result = await runDemo(services, { sampleFolder, outFolder: resolvePath(options.out) }, context)
        return { json: result, text: formatDemo(result, services.dataFolder) }
      })
    )
}

function formatDemo(demo: DemoResult, dataFolder: string): string {
  const images = demo.images.map((image) => [
    path.relative(demo.outFolder, image.path),
    `${image.widthPx} × ${image.heightPx}`,
    image.provider,
    formatUsd(image.costMicroUsd),
    `${(image.durationMs / 1000).toFixed(1)} s`
  ])
  const { video, storage, failover } = demo
  const videoRow = [
    path.relative(demo.outFolder, video.path),
    `${video.widthPx} × ${video.heightPx}`,
    `${video.durationSeconds.toFixed(1)} s long, ${formatBytes(video.sizeBytes)}`,
    '$0',
    `${video.renderSeconds.toFixed(1)} s`
  ]
  return [
    `${demo.productName}: ${demo.images.length} images and a video in ${demo.outFolder}`,
    '',
    formatTable([['file', 'pixels', 'made by', 'cost', 'time'], ...images, videoRow]),
    '',
    formatTable([
      ['two copies', `${storage.fullySynced} of ${storage.totalAssets} assets in both stores`],
      [
        'failover',
        `one copy lost, served from the ${failover.servedFrom} store, ${failover.repaired} repaired`
      ],
      [
        'cost',
        `${formatUsd(demo.costMicroUsd)}; reference ${formatUsd(demo.dalleCostMicroUsd)}, saved ${formatUsd(demo.savingsMicroUsd)}`
      ],
      ['data folder', dataFolder]
    ]),
    '',
    formatTable(demo.steps.map((step) => [step.name, `${step.seconds.toFixed(1)} s`]))
  ].join('\n')
}
