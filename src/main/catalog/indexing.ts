/** Keeps the search index fresh in the background, in short turns on its own thread. */
import type { SearchClient } from './search-client.ts'

export interface Indexing {
  /** Nothing runs before this. */
  start(): void
  /** A change was made; a run follows a moment after the last one. */
  soon(): void
  stop(): Promise<void>
}

const INDEX_DELAY_MS = 300
/** Short turns, so that a search asked meanwhile is answered soon. */
const INDEX_TURN_MS = 100

/** One index run at a time, a moment after the last change; nothing runs before start. */
export function createIndexing(
  search: Pick<SearchClient, 'ask'>,
  forgetChanges: (upToId: number) => void
): Indexing {
  let timer: NodeJS.Timeout | null = null
  let running: Promise<void> = Promise.resolve()
  let isActive = false

  async function run(): Promise<void> {
    for (let isCurrent = false; isActive && !isCurrent; ) {
      const answer = await search.ask('catchUp', { maxMs: INDEX_TURN_MS })
      if (isActive) forgetChanges(answer.lastChangeId)
      isCurrent = answer.isCurrent
    }
  }

  function soon(): void {
    if (!isActive || timer !== null) return
    timer = setTimeout(() => {
      timer = null
      // A failed run is not lost: the next change or the next search takes the same changes in.
      running = running.then(run).catch(() => undefined)
    }, INDEX_DELAY_MS).unref()
  }

  return {
    start() {
      isActive = true
      soon()
    },
    soon,
    async stop() {
      isActive = false
      if (timer !== null) clearTimeout(timer)
      await running
    }
  }
}
