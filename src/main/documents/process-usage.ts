/** How much memory and processor time another process has used, from outside, so that a stuck one can be judged. */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

export interface ProcessUsage {
  readonly rssBytes: number
  /** User and system time since its start. */
  readonly cpuMs: number
}

export type ReadUsage = (pid: number) => Promise<ProcessUsage | null>

/** Null where the system gives no cheap answer (Windows) or the process is gone. */
export const readProcessUsage: ReadUsage = async (pid) => {
  if (process.platform === 'linux') return await fromProc(pid).catch(() => null)
  if (process.platform === 'darwin') return await fromPs(pid).catch(() => null)
  return null
}

/** Clock ticks are 100 a second on every Linux that Node supports. */
const MS_PER_TICK = 10

async function fromProc(pid: number): Promise<ProcessUsage | null> {
  const [stat, status] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'latin1'),
    readFile(`/proc/${pid}/status`, 'latin1')
  ])
  // Fields after the program's name, which may hold spaces: user time is the 12th, system time the 13th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const rssKb = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0)
  return { rssBytes: rssKb * 1024, cpuMs: (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK }
}

async function fromPs(pid: number): Promise<ProcessUsage | null> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=,time=', '-p', String(pid)])
  const match = /(\d+)\s+(?:(\d+):)?(\d+):(\d+)(?:\.(\d+))?/.exec(stdout)
  if (match === null) return null
  const seconds = Number(match[2] ?? 0) * 3600 + Number(match[3]) * 60 + Number(match[4])
  return { rssBytes: Number(match[1]) * 1024, cpuMs: seconds * 1000 }
}
