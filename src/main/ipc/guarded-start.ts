/**
 * Opens the app even when the catalog is damaged: then only the start routes answer, until the user has it rebuilt from
 * a store or ends the app. Nothing is set aside or made anew before the user says so.
 */
import type { JobId } from '#shared/domain/job.ts'
import type { StoreSide } from '#shared/domain/storage.ts'
import { AppError, toAppError } from '#shared/errors.ts'
import { type StartState, startRoutes } from '#shared/ipc/routes/start.ts'
import { createRouter, type Dispatch } from './router.ts'

/** The app once its catalog is open. */
export interface OpenedApp<Context> {
  readonly dispatch: Dispatch<Context>
  /** Starts the job that fills the catalog from a store. */
  rebuild(from: StoreSide): JobId
}

export interface GuardedStartDeps<Context, Opened extends OpenedApp<Context>> {
  /** Opens everything; `set-aside` keeps a damaged catalog under another name and starts an empty one. */
  open(damagedCatalog: 'refuse' | 'set-aside'): Promise<Opened>
  /** Called once, when the app is open. */
  onOpened(opened: Opened): void
  onFailure(route: string, error: AppError): void
  quit(): void
}

export interface GuardedStart<Context, Opened> {
  readonly dispatch: Dispatch<Context>
  /** Null while the catalog is damaged. */
  opened(): Opened | null
}

/** Throws what `open` throws, except for a damaged catalog, which the window then asks the user about. */
export async function openGuarded<Context, Opened extends OpenedApp<Context>>(
  deps: GuardedStartDeps<Context, Opened>
): Promise<GuardedStart<Context, Opened>> {
  let opened: Opened | null = null
  let damage: AppError | null = null
  let recovering: Promise<Opened> | null = null

  async function open(damagedCatalog: 'refuse' | 'set-aside'): Promise<Opened> {
    opened = await deps.open(damagedCatalog)
    deps.onOpened(opened)
    return opened
  }

  /** Asked for twice, it happens once; after a failure it may be asked for again. */
  async function recover(from: StoreSide): Promise<JobId> {
    if (recovering !== null) throw new AppError('CONFLICT', 'The catalog is being made anew already.')
    recovering = open('set-aside')
    try {
      return (await recovering).rebuild(from)
    } finally {
      if (opened === null) recovering = null
    }
  }

  const state = (): StartState => ({ state: 'damagedCatalog', message: damage?.message ?? '' })
  const guard = createRouter<typeof startRoutes, Context>(
    startRoutes,
    {
      'start.state': state,
      'start.recover': ({ from }) => recover(from),
      'start.quit': () => {
        deps.quit()
        return { quitting: true as const }
      }
    },
    { onFailure: deps.onFailure }
  )

  try {
    await open('refuse')
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.code !== 'DATABASE_DAMAGED') throw thrown
    damage = error
  }
  return {
    async dispatch(name, raw, context) {
      if (opened !== null) return await opened.dispatch(name, raw, context)
      if (Object.hasOwn(startRoutes, name)) return await guard(name, raw, context)
      const { message } = damage ?? new AppError('DATABASE_DAMAGED', 'The catalog file is damaged.')
      return { ok: false, error: { code: 'DATABASE_DAMAGED', message, retryable: false } }
    },
    opened: () => opened
  }
}
