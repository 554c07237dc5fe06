/** A library on a disk of a few megabytes that runs full while importing, and gets room again. Linux, as root. */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { findLosses, type Losses, listAccepted } from './chaos-check.ts'
import { createFolderPlace } from './chaos-stores.ts'
import { runCommand } from './command-line.ts'

export interface FullDiskResult {
  readonly accepted: number
  /** Codes of the imports that were refused. */
  readonly codes: readonly string[]
  readonly losses: Losses
}

/** Null where no small disk can be made. */
export async function runFullDisk(folder: string): Promise<FullDiskResult | null> {
  const disk = path.join(folder, 'small-disk')
  await mkdir(disk, { recursive: true })
  if (!run('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk])) return null
  try {
    const dataFolder = path.join(disk, 'data')
    const paths = await writeNotes(path.join(folder, 'disk-inbox'))
    const full = await runCommand(['import', ...paths], { dataFolder })
    const accepted = new Set(listAccepted(dataFolder))
    run('mount', ['-o', 'remount,size=64m', disk])
    await runCommand(['storage', 'sync'], { dataFolder })
    await runCommand(['storage', 'repair'], { dataFolder })
    const place = (side: string) => createFolderPlace(path.join(dataFolder, 'stores', side))
    const watched = { dataFolder, stores: { primary: place('primary'), backup: place('backup') } }
    return { accepted: accepted.size, codes: codesOf(full.json), losses: findLosses(watched, accepted) }
  } finally {
    run('umount', [disk])
    await rm(disk, { recursive: true, force: true })
  }
}

function run(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args).status === 0
}

async function writeNotes(inbox: string): Promise<readonly string[]> {
  await mkdir(inbox, { recursive: true })
  const paths = Array.from({ length: 40 }, (_, index) => path.join(inbox, `big-${index}.txt`))
  for (const file of paths) await writeFile(file, randomBytes(100_000).toString('hex'))
  return paths
}

function codesOf(json: unknown): readonly string[] {
  const { items = [], error } = Object(json)
  const codes = [error?.code, ...items.map((item: unknown) => Object(Object(item).error).code)]
  return [...new Set(codes.filter((code) => typeof code === 'string'))]
}
