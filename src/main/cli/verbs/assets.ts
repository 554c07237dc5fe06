/** Verbs about the library: import, assets, asset get/delete/restore, search. */
import type { Command } from 'commander'
import { type AssetFilter, assetKindSchema, assetStatusSchema, tagSchema } from '#shared/domain/asset.ts'
import { HIGHLIGHT_END, HIGHLIGHT_START, type ImportResult } from '#shared/domain/document.ts'
import { imageProviderIdSchema } from '#shared/domain/provider.ts'
import { listOf, oneOf, wholeNumber } from '../options.ts'
import type { Session, VerbAnswer } from '../session.ts'
import { formatBytes, formatTable } from '../table.ts'
import { addAssetFactVerbs } from './asset-facts.ts'

export function addAssetVerbs(program: Command, session: Session): void {
  addImport(program, session)
  addList(program, session)
  addAsset(program, session)
  program
    .command('search <query>')
    .description('find documents, images and videos by words')
    .option('--limit <n>', 'most hits', wholeNumber(1, 100), 20)
    .action((query: string, options: { limit: number }) =>
      session.run(async ({ services }) => {
        const hits = (await services.catalog.search(query, options.limit)).map((hit) => ({
          ...hit,
          snippet: hit.snippet.replaceAll(HIGHLIGHT_START, '**').replaceAll(HIGHLIGHT_END, '**')
        }))
        const text = hits.map(
          (hit) =>
            `${hit.assetId}  ${hit.title}${hit.page === null ? '' : `, page ${hit.page}`}\n    ${hit.snippet}`
        )
        return { json: { hits }, text: text.length === 0 ? 'Nothing found.' : text.join('\n') }
      })
    )
}

function addImport(program: Command, session: Session): void {
  program
    .command('import <paths...>')
    .description('bring files and folders into the library, in both stores')
    .option('--campaign <id>', 'the campaign they belong to')
    .option('--tag <tag>', 'tag for each of them (repeatable)', listOf(tagSchema))
    .action((paths: readonly string[], options: { campaign?: string; tag?: readonly string[] }) =>
      session.run(async ({ services, context, resolvePath }) => {
        const campaignId = options.campaign === undefined ? null : services.campaigns.get(options.campaign).id
        const request = { paths: paths.map(resolvePath), campaignId, tags: options.tag ?? [] }
        return importAnswer(await services.imports.importPaths(request, context))
      })
    )
}

function importAnswer(result: ImportResult): VerbAnswer {
  const rows = result.items.map((item) => [
    item.outcome,
    item.kind ?? '',
    item.assetId ?? '',
    item.path,
    item.error?.message ?? item.warning ?? ''
  ])
  const isAllRejected = result.items.length > 0 && result.items.every((item) => item.outcome === 'rejected')
  return { json: result, text: formatTable(rows), exitCode: isAllRejected ? 1 : 0 }
}

interface ListOptions {
  readonly kind?: AssetFilter['kind']
  readonly campaign?: string
  readonly status?: AssetFilter['status']
  readonly provider?: string
  readonly tag?: string
  readonly query?: string
  readonly limit: number
  readonly cursor?: string
}

function addList(program: Command, session: Session): void {
  program
    .command('assets')
    .description('list the library, newest first')
    .option('--kind <kind>', 'image, document, video or audio', oneOf(assetKindSchema))
    .option('--campaign <id>', 'only of this campaign')
    .option('--status <status>', 'where the copies stand', oneOf(assetStatusSchema))
    .option('--provider <id>', 'only from this provider', oneOf(imageProviderIdSchema))
    .option('--tag <tag>', 'only with this tag', oneOf(tagSchema))
    .option('--query <words>', 'only what these words find')
    .option('--limit <n>', 'page size', wholeNumber(1, 500), 50)
    .option('--cursor <cursor>', 'where the last page ended')
    .action(({ limit, cursor, campaign, ...rest }: ListOptions) =>
      session.run(async ({ services }) => {
        const filter = { ...rest, ...(campaign === undefined ? {} : { campaignId: campaign }) }
        const page = await services.catalog.list(filter, { limit, cursor: cursor ?? null })
        const rows = page.items.map((asset) => [
          asset.id,
          asset.kind,
          asset.status,
          formatBytes(asset.sizeBytes),
          asset.name
        ])
        const more =
          page.nextCursor === null ? [] : [`… of ${page.total}; next page: --cursor ${page.nextCursor}`]
        return {
          json: page,
          text: rows.length === 0 ? 'Nothing here yet.' : [formatTable(rows), ...more].join('\n')
        }
      })
    )
}

function addAsset(program: Command, session: Session): void {
  const asset = program.command('asset').description('one asset')
  addAssetFactVerbs(asset, session)
  asset
    .command('get <id>')
    .description('save a copy, checked against its SHA-256')
    .requiredOption('--out <file>', 'where to')
    .option('--remote', 'skip the local copy')
    .action((id: string, options: { out: string; remote?: true }) =>
      session.run(async ({ services, resolvePath, context }) => {
        const out = resolvePath(options.out)
        const copy = await services.catalog.exportCopy(id, out, {
          remote: options.remote === true,
          signal: context.signal
        })
        return {
          json: { ...copy, path: out },
          text: `${out}  ${formatBytes(copy.sizeBytes)}, from ${copy.servedFrom}`
        }
      })
    )
  asset
    .command('delete <ids...>')
    .description('into the trash; kept for 30 days')
    .action((ids: readonly string[]) =>
      session.run(async ({ services }) => {
        const uses = await services.whereUsed.of(ids)
        const deletedIds = services.catalog.trash(ids)
        const warnings = uses.map(
          (use) => `Still used in ${use.label}; asset restore ${use.assetId} undoes it.`
        )
        return {
          json: { deletedIds, uses },
          text: [`${deletedIds.length} in the trash.`, ...warnings].join('\n')
        }
      })
    )
  asset
    .command('restore <ids...>')
    .description('out of the trash')
    .action((ids: readonly string[]) =>
      session.run(async ({ services }) => {
        const restoredIds = await services.catalog.restore(ids)
        return { json: { restoredIds }, text: `${restoredIds.length} restored.` }
      })
    )
}
