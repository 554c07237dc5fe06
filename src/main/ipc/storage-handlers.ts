/** Routes about the two stores, each delegating to the storage service. */
import type { JobId, JobSnapshot } from '#shared/domain/job.ts'
import { type StoreSide, verifyReportSchema } from '#shared/domain/storage.ts'
import { AppError } from '#shared/errors.ts'
import type { Routes } from '#shared/ipc/contract.ts'
import type { Handlers } from '#shared/ipc/route.ts'
import { type ReportFormat, writeReport, writeVerifyReport } from '../composition/verify-report-file.ts'
import type { Services } from '../services.ts'
import type { Desktop, RequestContext } from './desktop.ts'

type StorageSurface = Pick<
  Handlers<Routes, RequestContext>,
  Extract<keyof Routes, `storage.${string}` | `store.${string}`>
>

export function storageHandlers(
  services: Services,
  desktop: Pick<Desktop, 'chooseSavePath'>
): StorageSurface {
  const { storage, settings, jobs } = services
  return {
    'storage.health': ({ fresh = false }) => storage.health(undefined, { isFresh: fresh }),
    'storage.stats': () => storage.stats(),
    'storage.safety': () => storage.safety(),
    'storage.sync': () =>
      jobs.start({
        kind: 'storage.sync',
        title: 'Send what waits',
        run: ({ signal }) => storage.drain(signal)
      }),
    'storage.verify': ({ deep }) =>
      jobs.start({
        kind: 'storage.verify',
        title: deep ? 'Check every copy' : 'Compare both stores',
        run: (context) => storage.verify({ deep }, context)
      }),
    'storage.repair': ({ dryRun, force = false }) =>
      jobs.start({
        kind: 'storage.repair',
        title: dryRun ? 'Plan a repair' : 'Repair copies',
        run: (context) => storage.repair({ dryRun, force }, context)
      }),
    'storage.checkAsset': ({ assetId, repair }) => {
      const { sha256, title, name } = services.catalog.get(assetId)
      return jobs.start({
        kind: 'storage.check',
        title: `${repair ? 'Repair' : 'Check'} the copies of ${title ?? name}`,
        run: (context) => storage.check(sha256, { repair }, context)
      })
    },
    'storage.rebuild': ({ from }) => startRebuild(services, from),
    'storage.drill': ({ lost }) =>
      jobs.start({
        kind: 'storage.drill',
        title: `Drill: the ${lost} store is lost`,
        run: (context) => storage.fireDrill(lost, context)
      }),
    'storage.scrub': () =>
      jobs.start({
        kind: 'storage.scrub',
        title: 'Read part of everything',
        run: (context) => storage.scrub({}, context)
      }),
    'storage.saveReport': async ({ jobId, format }, { windowId }) => {
      const report = reportOf(jobs.get(jobId), format)
      const target = await desktop.chooseSavePath(`${report.name}.${format}`, windowId)
      if (target !== null) await report.write(target)
      return { path: target }
    },
    'storage.purge': ({ force = false }) =>
      jobs.start({
        kind: 'storage.purge',
        title: 'Delete for good what is long in the trash',
        run: (context) => storage.purgeTrash({ force }, context)
      }),
    'storage.snapshot': () =>
      jobs.start({
        kind: 'storage.snapshot',
        title: 'Send a copy of the catalog to both stores',
        run: async ({ signal }) => ({ stored: await storage.snapshot(signal) })
      }),
    'store.test': ({ side }) =>
      jobs.start({
        kind: 'storage.test',
        title: `Test the ${side} store`,
        run: (context) => storage.testStore(side, context)
      }),
    'store.set': async ({ side, config }) => {
      await settings.setAt(`stores.${side}`, config)
      return await storage.reconfigure(side)
    }
  }
}

/** Starts the job that makes the catalog again from one store. */
export function startRebuild({ storage, jobs }: Pick<Services, 'storage' | 'jobs'>, from: StoreSide): JobId {
  return jobs.start({
    kind: 'storage.rebuild',
    title: `Rebuild the catalog from the ${from} store`,
    run: (context) => storage.rebuild(from, context)
  })
}

interface SavedReport {
  /** Of the file, without its ending. */
  readonly name: string
  write(filePath: string): Promise<void>
}

/** Only a verification is a table; every other report is its plain data. */
function reportOf(job: JobSnapshot | null, format: ReportFormat): SavedReport {
  if (job === null || job.state !== 'succeeded' || !/^storage\./.test(job.kind))
    throw new AppError('NOT_FOUND', 'There is no such report any more. Run it again.')
  const verified = verifyReportSchema.safeParse(job.kind === 'storage.verify' ? job.result : null)
  if (verified.success) {
    return {
      name: 'verification',
      write: (filePath) => writeVerifyReport(verified.data, { filePath, format })
    }
  }
  if (format === 'csv') throw new AppError('INVALID_INPUT', 'This report is saved as JSON only.')
  return {
    name: job.kind.replace('.', '-'),
    write: (filePath) => writeReport(job.result ?? null, filePath)
  }
}
