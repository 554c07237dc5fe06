/** Verbs about plans as files: campaign posts/import-posts/export-plan, slideshow plan/render-plan. */
import path from 'node:path'
import type { Command } from 'commander'
import type { PlanFormat, RowError } from '#shared/domain/plan.ts'
import { presetSchema, type SlideshowPreset, type Storyboard } from '#shared/domain/slideshow.ts'
import { oneOf, textsOf, usageError } from '../options.ts'
import type { Session, VerbTools } from '../session.ts'
import { formatBytes, formatTable } from '../table.ts'

export function addPostPlanVerbs(campaign: Command, session: Session): void {
  campaign
    .command('posts <id>')
    .description('the words planned for each post')
    .action((id: string) =>
      session.run(async ({ services }) => {
        const posts = await services.plans.postsOf(services.campaigns.get(id).id)
        const rows = posts.map((post) => [post.platform, String(post.post), post.caption, post.prompt])
        return { json: { posts }, text: rows.length === 0 ? 'Nothing is planned yet.' : formatTable(rows) }
      })
    )
  campaign
    .command('import-posts <id> <file>')
    .description('take in posts from a CSV or JSON file; bad rows are named, the others kept')
    .action((id: string, file: string) =>
      session.run(async ({ services, resolvePath }) => {
        const result = await services.plans.importPosts(id, resolvePath(file))
        const summary = `${result.imported} posts taken in, ${result.errors.length} problems.`
        return {
          json: result,
          text: [summary, ...problems(result.errors)].join('\n'),
          exitCode: result.imported === 0 ? 1 : 0
        }
      })
    )
  campaign
    .command('export-plan <id>')
    .description('write the plan as CSV or JSON')
    .requiredOption('--out <file>', 'where to; the ending decides the format')
    .action((id: string, options: { out: string }) =>
      session.run(async ({ services, resolvePath }) => {
        const outPath = resolvePath(options.out)
        const written = await services.plans.exportPosts({
          campaignId: id,
          outPath,
          format: formatOf(outPath)
        })
        return { json: written, text: `${written.path}  ${written.posts} posts` }
      })
    )
}

interface PlanOptions {
  readonly out: string
  readonly document?: string
  readonly campaign?: string
  readonly image?: readonly string[]
  readonly preset: SlideshowPreset
}

export function addStoryboardVerbs(slideshow: Command, session: Session): void {
  slideshow
    .command('plan')
    .description('write a storyboard as CSV or JSON, from a document or a campaign')
    .requiredOption('--out <file>', 'where to; the ending decides the format')
    .option('--document <id>', 'headings become cards, facts captions')
    .option('--campaign <id>', 'from its brief and pictures')
    .option('--image <id>', 'a picture of the library (repeatable)', textsOf)
    .option('--preset <preset>', 'landscape, portrait, square or feed', oneOf(presetSchema), 'landscape')
    .action((options: PlanOptions) =>
      session.run(async (tools) => {
        const outPath = tools.resolvePath(options.out)
        const format = formatOf(outPath)
        const storyboard = await storyboardFor(tools, options)
        const written = await tools.services.plans.exportStoryboard({ storyboard, outPath, format })
        return { json: { ...written, storyboard }, text: `${written.path}  ${written.slides} slides` }
      })
    )
  slideshow
    .command('render-plan <file>')
    .description('make an MP4 from a storyboard in a CSV or JSON file')
    .requiredOption('--out <file>', 'the video file')
    .action((file: string, options: { out: string }) =>
      session.run(async ({ services, context, resolvePath, console }) => {
        const { storyboard, errors } = await services.plans.importStoryboard(resolvePath(file))
        for (const line of problems(errors)) console.note(line)
        if (storyboard === null) {
          return { json: { path: null, errors }, text: 'No slide of the file can be used.', exitCode: 1 }
        }
        const outPath = resolvePath(options.out)
        const video = await services.slideshows.renderStoryboard({ storyboard, outPath }, context)
        return {
          json: { ...video, errors },
          text: `${video.path}  ${video.durationSeconds} s, ${video.widthPx} × ${video.heightPx}, ${formatBytes(video.sizeBytes)}`
        }
      })
    )
}

async function storyboardFor({ services }: VerbTools, options: PlanOptions): Promise<Storyboard> {
  const { document, campaign, image, preset } = options
  if ((document === undefined) === (campaign === undefined))
    throw usageError('Give either --document or --campaign.')
  if (document !== undefined) {
    return await services.plans.storyboardFromDocument({
      documentId: document,
      imageIds: image ?? [],
      preset
    })
  }
  return await services.slideshows.storyboardOf({
    campaignId: campaign ?? '',
    preset,
    assetIds: image,
    secondsPerSlide: 3,
    fadeSeconds: 0.5,
    transition: 'fade',
    motion: 'none'
  })
}

function formatOf(outPath: string): PlanFormat {
  const ending = path.extname(outPath).toLowerCase()
  if (ending === '.csv') return 'csv'
  if (ending === '.json') return 'json'
  throw usageError('The file must end in .csv or .json.')
}

function problems(errors: readonly RowError[]): readonly string[] {
  return errors.map(({ row, field, message }) => `Row ${row}, ${field}: ${message}`)
}
