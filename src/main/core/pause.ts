/** Lets others have a turn of the event loop in the middle of long work, however quick or slow its parts are. */
import { setImmediate } from 'node:timers/promises'

/** Waits for a later round of the event loop when this work has held it for a while; else goes on at once. */
export type Pause = () => Promise<void>

/** Some frames of the window last 8 ms; what is asked in between should wait for less than half of one. */
const HOLD_MS = 1

/** For one piece of work; the time counts from its last pause. */
export function createPause(now: () => number = () => performance.now()): Pause {
  let heldSince = now()
  return async () => {
    if (now() - heldSince < HOLD_MS) return
    await setImmediate()
    heldSince = now()
  }
}
