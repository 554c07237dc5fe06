/** Verbs about the two stores: store set/test, storage health/stats/sync/verify/check/repair/rebuild/drill/scrub/purge/snapshot. */
import path from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import {
  STORE_SIDES,
  type StoreSide,
  storeConfigSchema,
  storeKindSchema,
  storeSideSchema
} from '#shared/domain/storage.ts'
import { writeVerifyReport } from '../../composition/verify-report-file.ts'
import { oneOf, usageError } from '../options.ts'
import type { Session, VerbAnswer } from '../session.ts'
import { formatBytes, formatTable } from '../table.ts'

export function addStorageVerbs(program: Command, session: Session): void {
  addStoreVerbs(program, session)
  const storage = program.command('storage').description('the two copies of everything')
  storage
    .command('health')
    .description('are both stores reachable')
    .action(() =>
      session.run(async ({ services, context }) => {
        const health = await services.storage.health(context.signal)
        const rows = [health.primary, health.backup].map((store) => [
          store.side,
          store.kind,
          store.status,
          `${store.ms} ms`,
          store.message ?? ''
        ])
        return { json: health, text: formatTable(rows) }
      })
    )
  storage
    .command('stats')
    .description('how many assets are where')
    .action(() =>
      session.run(async ({ services }) => {
        const stats = await services.storage.stats()
        const rows = Object.entries(stats.byStatus).map(([status, count]) => [status, String(count)])
        return {
          json: stats,
          text: [formatTable(rows), `${stats.totalAssets} assets, ${formatBytes(stats.totalBytes)}`].join(
            '\n'
          )
        }
      })
    )
  storage
    .command('sync')
    .description('send everything that waits')
    .action(() =>
      session.run(async ({ services, context }) => {
        await services.storage.drain(context.signal)
        const stats = await services.storage.stats()
        return { json: stats, text: `${stats.byStatus.fully_synced} of ${stats.totalAssets} in both places.` }
      })
    )
  addCheckVerbs(storage, session)
  addRecoveryVerbs(storage, session)
  addKeepingVerbs(storage, session)
}

function addCheckVerbs(storage: Command, session: Session): void {
  storage
    .command('verify')
    .description('compare both stores with the catalog')
    .option('--deep', 'download and hash every copy')
    .option('--report <file>', 'also write everything that is not the same to this .csv or .json file')
    .action((options: { deep?: true; report?: string }) =>
      session.run(async ({ services, context, resolvePath }) => {
        const target = options.report === undefined ? null : toReportTarget(resolvePath(options.report))
        await services.storage.drain(context.signal)
        const report = await services.storage.verify({ deep: options.deep === true }, context)
        if (target !== null) await writeVerifyReport(report, target)
        const rows = Object.entries(report.counts).map(([outcome, count]) => [outcome, String(count)])
        const isSound = report.items.length === 0
        const json = { ...report, ...report.counts, reportPath: target?.filePath ?? null }
        return { json, text: formatTable(rows), exitCode: isSound ? 0 : 1 }
      })
    )
  storage
    .command('check')
    .argument('<asset>', 'id of an asset')
    .description('read both copies of one asset, and make wrong ones anew')
    .option('--repair', 'make wrong and missing copies anew')
    .action((id: string, options: { repair?: true }) =>
      session.run(async ({ services, context }) => {
        const { sha256 } = services.catalog.get(id)
        const check = await services.storage.check(sha256, { repair: options.repair === true }, context)
        const rows = STORE_SIDES.map((side) => [
          side,
          check.repaired.includes(side) ? `${check.found[side]}, made anew` : check.found[side]
        ])
        const isSound = STORE_SIDES.every(
          (side) => check.found[side] === 'good' || check.repaired.includes(side)
        )
        return { json: check, text: formatTable(rows), exitCode: isSound ? 0 : 1 }
      })
    )
  storage
    .command('repair')
    .description('copy what is missing or damaged from the good side')
    .option('--dry-run', 'only say what would be done')
    .option('--force', 'also when more than half of a store is written anew')
    .action((options: { dryRun?: true; force?: true }) =>
      session.run(async ({ services, context }) => {
        const { dryRun = false, force = false } = options
        const report = await services.storage.repair({ dryRun, force }, context)
        const verb = report.dryRun ? 'would be repaired' : 'repaired'
        const text = `${report.repaired.length} ${verb}, ${report.failed.length} failed.`
        return { json: report, text, exitCode: report.failed.length === 0 ? 0 : 1 }
      })
    )
}

function addRecoveryVerbs(storage: Command, session: Session): void {
  storage
    .command('rebuild')
    .description('make the catalog again from what one store holds; a damaged catalog is kept aside')
    .requiredOption('--from <side>', 'primary or backup', oneOf(storeSideSchema))
    .action((options: { from: StoreSide }) =>
      session.run(
        async ({ services, context }) => {
          const report = await services.storage.rebuild(options.from, context)
          return { json: report, text: `${report.restoredAssets} assets are in the catalog again.` }
        },
        { damagedCatalog: 'set-aside' }
      )
    )
  storage
    .command('drill')
    .description('prove by reading that one store alone serves everything')
    .requiredOption('--lost <side>', 'the store taken to be lost: primary or backup', oneOf(storeSideSchema))
    .action((options: { lost: StoreSide }) =>
      session.run(async ({ services, context }) => {
        const report = await services.storage.fireDrill(options.lost, context)
        const text = `${report.proven} served without the ${report.lost} store, ${report.failed.length} not.`
        return { json: report, text, exitCode: report.failed.length === 0 ? 0 : 1 }
      })
    )
  storage
    .command('scrub')
    .description('read part of everything in both stores, longest unread first')
    .action(() =>
      session.run(async ({ services, context }) => {
        const report = await services.storage.scrub({}, context)
        const { primary, backup } = report
        return {
          json: report,
          text: `${primary.checked + backup.checked} read, ${primary.damaged + backup.damaged} damaged.`
        }
      })
    )
}

function addKeepingVerbs(storage: Command, session: Session): void {
  storage
    .command('purge')
    .description('delete for good what lay in the trash for 30 days, in both stores')
    .option('--force', 'also when more than half of everything would go')
    .action((options: { force?: true }) =>
      session.run(async ({ services, context }) => {
        const report = await services.storage.purgeTrash({ force: options.force === true }, context)
        const text = `${report.purged} deleted for good, ${report.kept} kept because something uses them.`
        return { json: report, text }
      })
    )
  storage
    .command('snapshot')
    .description('send a whole copy of the catalog to both stores now')
    .action(() =>
      session.run(async ({ services, context }) => {
        await services.storage.health(context.signal)
        const stored = await services.storage.snapshot(context.signal)
        const text = `${stored} of 2 stores have a copy of the catalog.`
        return { json: { stored }, text, exitCode: stored === 0 ? 1 : 0 }
      })
    )
}

function toReportTarget(filePath: string): Parameters<typeof writeVerifyReport>[1] {
  const ending = path.extname(filePath).toLowerCase()
  if (ending === '.csv') return { filePath, format: 'csv' }
  if (ending === '.json') return { filePath, format: 'json' }
  throw usageError('--report needs a file that ends with .csv or .json.')
}

const setOptionsSchema = z.object({
  kind: storeKindSchema,
  path: z.string().optional(),
  endpoint: z.string().optional(),
  region: z.string().optional(),
  bucket: z.string().optional(),
  accountId: z.string().optional(),
  publicUrl: z.string().optional()
})

function addStoreVerbs(program: Command, session: Session): void {
  const store = program.command('store').description('where copies live')
  store
    .command('set')
    .argument('<side>', 'primary or backup', oneOf(storeSideSchema))
    .description('choose a store')
    .requiredOption('--kind <kind>', 'r2, b2, s3 or folder', oneOf(storeKindSchema))
    .option('--endpoint <url>')
    .option('--region <region>')
    .option('--bucket <bucket>')
    .option('--account-id <id>')
    .option('--path <folder>', 'folder of a folder store')
    .option('--public-url <url>')
    .action((side: StoreSide, raw: unknown) =>
      session.run(async ({ services, context, resolvePath }) => {
        const config = toConfig(setOptionsSchema.parse(raw), resolvePath)
        await services.settings.setAt(`stores.${side}`, config)
        const health = await services.storage.reconfigure(side, context.signal)
        const state =
          health.status === 'up' ? 'It answers.' : `It does not answer: ${health.message ?? health.status}`
        return {
          json: { side, ...config, status: health.status },
          text: `The ${side} store is a ${config.kind} store now. ${state}`
        }
      })
    )
  store
    .command('test')
    .argument('[side]', 'primary or backup; both without it', oneOf(storeSideSchema))
    .description('write, read, list and delete test objects')
    .action((side: StoreSide | undefined) =>
      session.run(async ({ services, context }): Promise<VerbAnswer> => {
        const sides: readonly StoreSide[] = side === undefined ? ['primary', 'backup'] : [side]
        const perSide = await Promise.all(sides.map((each) => services.storage.testStore(each, context)))
        const checks = perSide.flat()
        const rows = checks.map((check) => [
          check.side,
          check.name,
          check.ok ? 'ok' : 'failed',
          `${check.ms} ms`,
          check.message ?? ''
        ])
        return {
          json: { checks },
          text: formatTable(rows),
          exitCode: checks.every((check) => check.ok) ? 0 : 1
        }
      })
    )
}

function toConfig(
  options: z.output<typeof setOptionsSchema>,
  resolvePath: (typed: string) => string
): z.output<typeof storeConfigSchema> {
  const { kind, path, ...bucketOptions } = options
  const candidate =
    kind === 'folder'
      ? { kind, path: path === undefined ? path : resolvePath(path) }
      : { kind, ...withEndpoint(kind, bucketOptions) }
  const parsed = storeConfigSchema.safeParse(candidate)
  if (parsed.success) return parsed.data
  const missing = parsed.error.issues.map(
    (issue) => `--${issue.path.map(String).join('.').replace('accountId', 'account-id')}`
  )
  throw usageError(`A ${options.kind} store needs ${[...new Set(missing)].join(' and ')}.`)
}

/** R2's address follows from the account, B2's from the region (vendors' pages, 2026-11). */
function withEndpoint(
  kind: 'r2' | 'b2' | 's3',
  options: Omit<z.output<typeof setOptionsSchema>, 'kind' | 'path'>
): object {
  if (options.endpoint !== undefined) return options
  if (kind === 'r2' && options.accountId !== undefined) {
    return { ...options, endpoint: `https://${options.accountId}.r2.cloudflarestorage.com` }
  }
  if (kind === 'b2' && options.region !== undefined) {
    return { ...options, endpoint: `https://s3.${options.region}.backblazeb2.com` }
  }
  return options
}
