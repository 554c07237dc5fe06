/** Main's side of the search thread: questions as promises, a thread that ended is started again. */
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { AppError, fromSerializedError } from '#shared/errors.ts'
import { endThread } from '../core/threads.ts'
import type { SearchCallName, SearchCalls, SearchPaths, SearchReply } from './search-protocol.ts'

export interface SearchClient {
  ask<Name extends SearchCallName>(
    call: Name,
    input: SearchCalls[Name]['input']
  ): Promise<SearchCalls[Name]['output']>
  /** Closes the index and ends the thread; questions still open fail with CANCELLED. */
  stop(): Promise<void>
}

/** The thread's program beside this file, as source; a bundled app passes its own path. */
export const SEARCH_WORKER_PATH = fileURLToPath(new URL('./search-worker.ts', import.meta.url))

interface Open {
  readonly resolve: (output: never) => void
  readonly reject: (error: AppError) => void
}

export function createSearchClient(
  paths: SearchPaths,
  workerPath: string = SEARCH_WORKER_PATH
): SearchClient {
  const open = new Map<number, Open>()
  let worker: Worker | null = null
  let nextId = 1
  let isStopped = false

  function start(): Worker {
    const started = new Worker(workerPath, { workerData: paths })
    started.on('message', (reply: SearchReply) => settle(started, reply))
    started.on('error', (cause) => fail(started, new AppError('INTERNAL', 'The search stopped.', { cause })))
    started.on('exit', () => fail(started, new AppError('CANCELLED', 'The search was closed.')))
    return started
  }

  function settle(from: Worker, reply: SearchReply): void {
    const waiting = open.get(reply.id)
    open.delete(reply.id)
    // An idle thread does not keep a finished command alive.
    if (open.size === 0) from.unref()
    if (reply.ok)
      waiting?.resolve(reply.output as never) // typed by the call's name where it was asked
    else waiting?.reject(fromSerializedError(reply.error))
  }

  function fail(from: Worker, error: AppError): void {
    if (worker !== from) return
    worker = null
    for (const waiting of open.values()) waiting.reject(error)
    open.clear()
  }

  return {
    async ask(call, input) {
      if (isStopped) throw new AppError('CANCELLED', 'The search was closed.')
      worker ??= start()
      worker.ref()
      const id = nextId++
      const { promise, resolve, reject } = Promise.withResolvers<never>()
      open.set(id, { resolve, reject })
      worker.postMessage({ id, call, input })
      return await promise
    },
    async stop() {
      isStopped = true
      if (worker !== null) await endThread(worker)
    }
  }
}
