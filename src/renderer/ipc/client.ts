/** The window's typed way to main: ask, listen, and run long work. Errors become AppError here. */
import type { JobId, JobSnapshot } from '#shared/domain/job.ts'
import { AppError, fromSerializedError, isErrorCode } from '#shared/errors.ts'
import type { Bridge } from '#shared/ipc/bridge.ts'
import type { Reply, RouteInput, RouteName, RouteOutput } from '#shared/ipc/contract.ts'
import type { EventName, EventPayloads } from '#shared/ipc/events.ts'

/** The routes that start a job. */
export type JobRoute = { [Name in RouteName]: RouteOutput<Name> extends JobId ? Name : never }[RouteName]

export interface RunJobOptions {
  /** Aborting it cancels the job in main; the promise then rejects with CANCELLED. */
  readonly signal?: AbortSignal
  readonly onProgress?: (snapshot: JobSnapshot) => void
}

export interface Client {
  /** Asks main; throws the AppError main answered with. */
  call<Name extends RouteName>(route: Name, input: RouteInput<Name>): Promise<RouteOutput<Name>>
  /** Listens until the returned function is called. */
  on<Name extends EventName>(event: Name, listener: (payload: EventPayloads[Name]) => void): () => void
  /** Starts long work and resolves with its result; throws the job's AppError or CANCELLED. */
  runJob<Name extends JobRoute>(
    route: Name,
    input: RouteInput<Name>,
    options?: RunJobOptions
  ): Promise<unknown>
  /** Absolute paths of dropped or chosen files; files that are not on disk are left out. */
  pathsOf(files: readonly File[]): readonly string[]
}

/** One function that ends several listenings. */
export const endAll =
  (stops: readonly (() => void)[]): (() => void) =>
  () => {
    for (const stop of stops) stop()
  }

/** Makes the client over the bridge that the preload exposes. */
export function createClient(bridge: Bridge): Client {
  async function call<Name extends RouteName>(
    route: Name,
    input: RouteInput<Name>
  ): Promise<RouteOutput<Name>> {
    // Main parsed the answer with the route's schema before sending it.
    const reply = (await bridge.invoke(route, input)) as Reply<RouteOutput<Name>>
    if (!reply.ok) throw fromSerializedError(reply.error)
    return reply.data
  }

  function on<Name extends EventName>(
    event: Name,
    listener: (payload: EventPayloads[Name]) => void
  ): () => void {
    // Main is the only sender on the event channel and its emit is typed by EventPayloads.
    return bridge.on(event, (payload) => listener(payload as EventPayloads[Name]))
  }

  async function runJob<Name extends JobRoute>(
    route: Name,
    input: RouteInput<Name>,
    options: RunJobOptions = {}
  ): Promise<unknown> {
    const watch = watchJob(on, options.onProgress)
    const cancel = (): void => {
      const id = watch.id()
      // The job's own end reports the cancelling; a failed request to cancel changes nothing.
      if (id !== null) void call('job.cancel', { id }).catch(() => undefined)
    }
    try {
      // A JobRoute answers with a JobId by definition; TypeScript cannot follow the mapped type here.
      watch.follow((await call(route, input)) as JobId)
      options.signal?.addEventListener('abort', cancel, { once: true })
      if (options.signal?.aborted === true) cancel()
      return await watch.ended
    } finally {
      watch.stop()
      options.signal?.removeEventListener('abort', cancel)
    }
  }

  const pathsOf = (files: readonly File[]): readonly string[] =>
    files.map((file) => bridge.pathOf(file)).filter((path) => path !== '')

  return { call, on, runJob, pathsOf }
}

interface JobWatch {
  readonly ended: Promise<unknown>
  id(): JobId | null
  follow(id: JobId): void
  stop(): void
}

/** Snapshots that arrive before main's answer with the id are kept and replayed. */
function watchJob(on: Client['on'], onProgress: RunJobOptions['onProgress']): JobWatch {
  const early: JobSnapshot[] = []
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  let followed: JobId | null = null
  const take = (snapshot: JobSnapshot): void => {
    if (followed === null) {
      early.push(snapshot)
      return
    }
    if (snapshot.id !== followed) return
    if (snapshot.state === 'succeeded') resolve(snapshot.result)
    else if (snapshot.state === 'queued' || snapshot.state === 'running') onProgress?.(snapshot)
    else reject(errorOf(snapshot))
  }
  return {
    ended: promise,
    id: () => followed,
    follow(id) {
      followed = id
      for (const snapshot of early) take(snapshot)
    },
    stop: on('job.changed', take)
  }
}

/** A stopped job's error; a job cancelled without one is CANCELLED. */
export function errorOf(snapshot: JobSnapshot): AppError {
  const { error, state } = snapshot
  if (error === undefined)
    return new AppError(state === 'cancelled' ? 'CANCELLED' : 'INTERNAL', 'The work stopped.')
  const code = isErrorCode(error.code) ? error.code : 'INTERNAL'
  return fromSerializedError({
    code,
    message: error.message,
    retryable: error.retryable,
    details: error.details
  })
}
