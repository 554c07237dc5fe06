/** What storage does by itself while the app is open, and how often. */
import { unwatched } from '#main/core/jobs.ts'
import type { BackgroundTask } from './background-tasks.ts'
import { repair, scrub } from './storage-operations.ts'
import type { StorageParts } from './storage-parts.ts'
import { purgeTrash, removeBuried, TRASH_KEPT_MS } from './trash.ts'

const MINUTE_MS = 60 * 1000
const DAY_MS = 24 * 60 * MINUTE_MS

export function backgroundTasks(parts: StorageParts): readonly BackgroundTask[] {
  const { keeper, trash, deps } = parts
  const daily = { firstAfterMs: 10 * MINUTE_MS, everyMs: DAY_MS }
  return [
    { name: 'catalog manifest', firstAfterMs: MINUTE_MS / 2, everyMs: MINUTE_MS / 2, run: keeper.protect },
    {
      name: 'deletion',
      firstAfterMs: MINUTE_MS,
      everyMs: 10 * MINUTE_MS,
      run: async (signal) => await removeBuried(trash, signal)
    },
    {
      name: 'trash',
      ...daily,
      run: async (signal) => {
        const now = deps.clock.now()
        await purgeTrash(trash, { beforeAt: now - TRASH_KEPT_MS, now, force: false }, unwatched(signal))
      }
    },
    {
      name: 'scrub and repair',
      ...daily,
      run: async (signal) => {
        await scrub(parts, {}, unwatched(signal))
        await repair(parts, { dryRun: false, force: false }, unwatched(signal))
      }
    }
  ]
}
