/** Runs the storage child, kills it at random moments, and checks afterwards what it promised. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { TEMP_MARK } from '#main/core/files.ts'
import type { StorageChildOptions } from './storage-child.ts'

const CHILD = path.join(import.meta.dirname, 'storage-child.ts')

export interface ChildRun {
  /** Hashes the child said it had accepted. */
  readonly acknowledged: readonly string[]
  readonly isDrained: boolean
  readonly errors: string
}

/** Starts the child; kills it after the time, or waits for its end when null. */
export async function runStorageChild(
  options: StorageChildOptions,
  killAfterMs: number | null
): Promise<ChildRun> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', CHILD, JSON.stringify(options)],
    {
      stdio: ['ignore', 'pipe', 'pipe']
    }
  )
  const timer = killAfterMs === null ? null : setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  const [out, errors] = await Promise.all([collect(child.stdout), collect(child.stderr), ended(child)])
  if (timer !== null) clearTimeout(timer)
  const lines = out.split('\n')
  return {
    acknowledged: lines.filter((line) => /^ACK \w{64}$/.test(line)).map((line) => line.slice(4)),
    isDrained: lines.includes('DRAINED'),
    errors
  }
}

async function collect(stream: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const chunk of stream) text += String(chunk)
  return text
}

async function ended(child: ChildProcess): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  child.once('close', () => resolve())
  await promise
}

/** Paths of half-written files anywhere below the folder. */
export function findTempFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(TEMP_MARK))
}

/** SHA-256 of every object file of a folder store, by the hash in its name. */
export function hashFolderStore(root: string): ReadonlyMap<string, string> {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /^images.*_[0-9a-f]{64}\./.test(name)
  )
  return new Map(
    files.map((name) => {
      const named = /_([0-9a-f]{64})\./.exec(name)?.[1] ?? ''
      return [
        named,
        createHash('sha256')
          .update(readFileSync(path.join(root, name)))
          .digest('hex')
      ]
    })
  )
}
