/** The two stores: their settings without secrets, their health, and the reports of verification and repair. */
import { z } from 'zod'

export const STORE_SIDES = ['primary', 'backup'] as const
export const storeSideSchema = z.enum(STORE_SIDES)
export type StoreSide = z.output<typeof storeSideSchema>

export const STORE_KINDS = ['folder', 'r2', 'b2', 's3'] as const
export const storeKindSchema = z.enum(STORE_KINDS)
export type StoreKind = z.output<typeof storeKindSchema>

/** Part of a host name; empty when it is not needed. */
const hostLabelSchema = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9-]*$/)

const bucketConfigSchema = z
  .strictObject({
    kind: z.enum(['r2', 'b2', 's3']),
    /** Empty for r2 and b2: it follows from the account or the region. */
    endpoint: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(2048)]),
    region: hostLabelSchema.default('auto'),
    bucket: z.string().min(1).max(255),
    accountId: hostLabelSchema.default(''),
    publicUrl: z.string().max(2048).default('')
  })
  .refine(({ kind, endpoint }) => kind !== 's3' || endpoint !== '', {
    path: ['endpoint'],
    message: 'An S3 store needs its address.'
  })

/** How a store is reached. Keys are in the keychain, never here. An address that is no address does not get in. */
export const storeConfigSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('folder'),
    path: z
      .string()
      .min(1)
      .max(4096)
      // A relative path would mean another folder with every place the app is started from.
      .regex(/^(?:\/|[A-Za-z]:[\\/]|\\\\)/, 'Use the full path of the folder.')
  }),
  bucketConfigSchema
])
export type StoreConfig = z.output<typeof storeConfigSchema>

export const storeHealthSchema = z.object({
  side: storeSideSchema,
  kind: storeKindSchema,
  status: z.enum(['up', 'down', 'paused']),
  /** Time of the last probe's answer. */
  ms: z.int(),
  checkedAt: z.int(),
  code: z.string().nullable(),
  message: z.string().nullable()
})
export type StoreHealth = z.output<typeof storeHealthSchema>

export const storageHealthSchema = z.object({ primary: storeHealthSchema, backup: storeHealthSchema })
export type StorageHealth = z.output<typeof storageHealthSchema>

const statusCountsSchema = z.object({
  pending: z.int(),
  uploading: z.int(),
  fully_synced: z.int(),
  primary_only: z.int(),
  backup_only: z.int(),
  failed: z.int()
})

const storeFiguresSchema = z.object({
  /** Contents this store holds, checked when they came. */
  objects: z.int(),
  bytes: z.int(),
  /** Upper ends of power-of-two buckets; null without calls. */
  p50Ms: z.number().nullable(),
  p99Ms: z.number().nullable()
})
export type StoreFigures = z.output<typeof storeFiguresSchema>

export const storageStatsSchema = z.object({
  totalAssets: z.int(),
  totalBytes: z.int(),
  byStatus: statusCountsSchema,
  failovers: z.int(),
  reads: z.int(),
  failoverRate: z.number(),
  lastFailoverAt: z.int().nullable(),
  /** The newest reads that the other store had to answer, newest first. */
  recentFailovers: z.array(z.object({ at: z.int(), name: z.string() })),
  stores: z.object({ primary: storeFiguresSchema, backup: storeFiguresSchema }),
  uptimePercent: z.object({ primary: z.number().nullable(), backup: z.number().nullable() }),
  /** Age of the oldest asset that is not in both places; null when all are. */
  oldestUnsafeAgeMs: z.int().nullable(),
  /** Share of assets that reached both places within 15 minutes; null without assets. */
  safeWithin15MinutesRatio: z.number().nullable()
})
export type StorageStats = z.output<typeof storageStatsSchema>

export const VERIFY_OUTCOMES = ['same', 'onlyPrimary', 'onlyBackup', 'differ', 'missing', 'error'] as const
export const verifyOutcomeSchema = z.enum(VERIFY_OUTCOMES)
export type VerifyOutcome = z.output<typeof verifyOutcomeSchema>

export const verifyItemSchema = z.object({
  objectKey: z.string(),
  sha256: z.string(),
  outcome: verifyOutcomeSchema,
  detail: z.string().nullable()
})
export type VerifyItem = z.output<typeof verifyItemSchema>

export const verifyReportSchema = z.object({
  deep: z.boolean(),
  counts: z.object({
    same: z.int(),
    onlyPrimary: z.int(),
    onlyBackup: z.int(),
    differ: z.int(),
    missing: z.int(),
    error: z.int()
  }),
  /** Objects in a store that no catalog row names. */
  unknownObjects: z.object({ primary: z.int(), backup: z.int() }),
  /** Their keys, the first thousand of each side. */
  unknownKeys: z.object({ primary: z.array(z.string()), backup: z.array(z.string()) }),
  /** Everything that is not `same`. */
  items: z.array(verifyItemSchema),
  /** Sides where more than half seems lost: likelier a wrong bucket or drive, so nothing was noted as damaged. */
  guardedSides: z.array(storeSideSchema),
  durationMs: z.int()
})
export type VerifyReport = z.output<typeof verifyReportSchema>

export const repairReportSchema = z.object({
  dryRun: z.boolean(),
  /** Sides where more than half would be written anew; repairing them needs `force`. */
  guardedSides: z.array(storeSideSchema),
  repaired: z.array(z.object({ objectKey: z.string(), side: storeSideSchema, from: z.string() })),
  failed: z.array(
    z.object({ objectKey: z.string(), side: storeSideSchema, code: z.string(), message: z.string() })
  )
})
export type RepairReport = z.output<typeof repairReportSchema>

/** What a store was found to hold of one content; waiting before its first upload, error when it could not be asked. */
export const copyFoundSchema = z.enum(['good', 'absent', 'wrong', 'error', 'waiting'])
export type CopyFound = z.output<typeof copyFoundSchema>

/** Both copies of one asset, read and hashed, and what was made anew. */
export const copyCheckSchema = z.object({
  found: z.object({ primary: copyFoundSchema, backup: copyFoundSchema }),
  repaired: z.array(storeSideSchema),
  failed: z.array(z.object({ side: storeSideSchema, code: z.string(), message: z.string() }))
})
export type CopyCheck = z.output<typeof copyCheckSchema>

/** The safety light's numbers. */
export const safetySchema = z.object({
  totalAssets: z.int(),
  safeAssets: z.int(),
  waitingAssets: z.int(),
  oldestUnsafeAgeMs: z.int().nullable(),
  unreachable: z.array(storeSideSchema)
})
export type Safety = z.output<typeof safetySchema>

/** One line of a store's acceptance test. */
export const storeCheckSchema = z.object({
  side: storeSideSchema,
  name: z.string(),
  ok: z.boolean(),
  ms: z.int(),
  code: z.string().nullable(),
  message: z.string().nullable()
})
export type StoreCheck = z.output<typeof storeCheckSchema>

export const rebuildReportSchema = z.object({
  from: storeSideSchema,
  /** The snapshot that was taken up; null when the store had no sound one. */
  snapshotKey: z.string().nullable(),
  manifests: z.int(),
  /** Objects that only their key told of. */
  foundObjects: z.int(),
  restoredAssets: z.int(),
  restoredCampaigns: z.int()
})
export type RebuildReport = z.output<typeof rebuildReportSchema>

/** What was deleted for good. */
export const purgeReportSchema = z.object({
  purged: z.int(),
  /** Expired contents that stay, because something uses them or an upload is under way. */
  kept: z.int(),
  removedObjects: z.int(),
  /** Objects in stores that did not answer; removed later. */
  waitingObjects: z.int()
})
export type PurgeReport = z.output<typeof purgeReportSchema>

const scrubbedSideSchema = z.object({
  checked: z.int(),
  damaged: z.int(),
  /** Copies that could not be read now. */
  errors: z.int(),
  bytes: z.int(),
  /** Unfinished uploads without an owner that were dropped. */
  abandonedUploads: z.int(),
  /** At this budget and one run a day, everything is read within so many days. */
  coversInDays: z.int()
})
export const scrubReportSchema = z.object({ primary: scrubbedSideSchema, backup: scrubbedSideSchema })
export type ScrubReport = z.output<typeof scrubReportSchema>

export const fireDrillReportSchema = z.object({
  lost: storeSideSchema,
  /** Contents that the remaining store served whole. */
  proven: z.int(),
  failed: z.array(z.object({ objectKey: z.string(), code: z.string() })),
  p50Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  durationMs: z.int()
})
export type FireDrillReport = z.output<typeof fireDrillReportSchema>

const bytesPerSecondSchema = z.int().min(1024).max(1e10).nullable()

/** How fast buckets may be used, by the computer's clock. */
export const bandwidthSchema = z.strictObject({
  /** Null = no limit. */
  bytesPerSecond: bytesPerSecondSchema.default(null),
  /** The first line that holds counts; `from` after `to` goes over midnight. */
  timetable: z
    .array(
      z.strictObject({
        fromMinute: z.int().min(0).max(1439),
        toMinute: z.int().min(0).max(1440),
        bytesPerSecond: bytesPerSecondSchema
      })
    )
    .max(24)
    .default([])
})
export type Bandwidth = z.output<typeof bandwidthSchema>
