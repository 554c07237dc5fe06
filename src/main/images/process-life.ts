/** Whether the process that a ledger row or a cell names is still at work. */
import { systemCode } from '../core/files.ts'

/** After this long no call can be going on; the process id then belongs to somebody else. */
export const LONGEST_CALL_MS = 3600 * 1000

/** True for a running process of any user, this one included. */
export function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0)
  } catch (cause) {
    // Not allowed to ask means that it runs, under another user.
    return systemCode(cause) === 'EPERM'
  }
}
