/** Names of half-written files: they say which run of the app writes them, so that the next start removes the dead ones. */
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { systemCode, TEMP_MARK, tryDelete } from '#main/core/files.ts'

/** A process id alone can be given out again; with the start time it names one run. */
const THIS_RUN = `${process.pid}-${Math.round(performance.timeOrigin)}`
const STALE_AFTER_MS = 60 * 60 * 1000

/** @param id unique within this run. */
export function toTempName(id: string): string {
  return `${THIS_RUN}-${id}${TEMP_MARK}`
}

/**
 * Best effort: removes files of runs that ended. Those of another living process stay for an hour, because a second
 * copy of the app may be writing them. An absent folder is fine.
 */
export async function removeDeadTempFiles(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (name.startsWith(`${THIS_RUN}-`)) continue
    const filePath = path.join(folder, name)
    const modifiedMs = (await stat(filePath).catch(() => null))?.mtimeMs ?? 0
    if (!isOtherProcess(name) || Date.now() - modifiedMs > STALE_AFTER_MS) await tryDelete(filePath)
  }
}

function isOtherProcess(name: string): boolean {
  const processId = Number.parseInt(name, 10)
  if (!Number.isSafeInteger(processId) || processId <= 0 || processId === process.pid) return false
  try {
    return process.kill(processId, 0)
  } catch (cause) {
    return systemCode(cause) === 'EPERM'
  }
}
