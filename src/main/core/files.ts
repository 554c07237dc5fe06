/** Safe file writing: a reader sees the old file or the whole new one, also after a crash. */
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { access, constants, mkdir, mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError, toAppError } from '#shared/errors.ts'

/** Every temporary file of the product carries this mark, so that the next start can remove leftovers. */
export const TEMP_MARK = '.campaignforge-part'

/** How the names of a target's temporary files begin: hidden, and short enough for every file system. */
export function tempPrefixFor(target: string): string {
  return `.${path.basename(target).slice(-80)}.`
}

/** A new name on the same file system as the target. */
export function tempPathFor(target: string): string {
  const mark = randomBytes(6).toString('hex')
  return path.join(path.dirname(target), `${tempPrefixFor(target)}${mark}${TEMP_MARK}`)
}

/**
 * Writes the whole content beside the target, flushes it, renames it, flushes the folder.
 * Throws DISK_FULL, NOT_FOUND (folder missing) or INVALID_INPUT (folder not writable); leaves no partial file.
 */
export async function writeFileAtomic(target: string, content: Uint8Array | string): Promise<void> {
  await replaceFile(target, async (tempPath) => {
    const handle = await open(tempPath, 'wx')
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
  })
}

/** Copies through a temporary file beside the target; same promises and codes as writeFileAtomic. */
export async function copyFileAtomic(source: string, target: string): Promise<void> {
  await replaceFile(target, async (tempPath) => {
    await pipeline(createReadStream(source), createWriteStream(tempPath, { flags: 'wx', flush: true }))
  })
}

/**
 * Writes the whole content beside the target and renames it before it returns: into the system's memory, so that it
 * survives a killed process, but not power loss. For small files; holds up the process. Codes of writeFileAtomic.
 */
export function writeFileAtOnce(target: string, content: Uint8Array | string): void {
  const tempPath = tempPathFor(target)
  try {
    writeFileSync(tempPath, content, { flag: 'wx' })
    renameSync(tempPath, target)
  } catch (cause) {
    rmSync(tempPath, { force: true })
    throw toFileError(cause, target)
  }
}

/** Success also when it is there. Codes as for files. */
export function makeFolderAtOnce(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (cause) {
    throw toFileError(cause, folder)
  }
}

/** Gives `write` a temporary path beside the target and moves what it wrote into place; cleans up when it fails. */
export async function replaceFile(target: string, write: (tempPath: string) => Promise<void>): Promise<void> {
  const tempPath = tempPathFor(target)
  try {
    await write(tempPath)
    await rename(tempPath, target)
    await syncFolder(path.dirname(target))
  } catch (cause) {
    await tryDelete(tempPath)
    throw toFileError(cause, target)
  }
}

/** File system errors in the product's codes; the path is named, contents never. */
export function toFileError(thrown: unknown, filePath: string): AppError {
  const code = systemCode(thrown)
  if (code === 'ENOENT') return new AppError('NOT_FOUND', `Not found: ${filePath}`, { cause: thrown })
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new AppError(
      'INVALID_INPUT',
      `No permission for ${filePath}. Choose another place or change its permissions.`,
      {
        cause: thrown,
        details: { reason: 'no_permission' }
      }
    )
  }
  if (code === 'EISDIR' || code === 'EEXIST' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') {
    return new AppError('INVALID_INPUT', `Not a usable path: ${filePath}`, {
      cause: thrown,
      details: { reason: code }
    })
  }
  return toAppError(thrown)
}

/** The operating system's code of a thrown error, or null. */
export function systemCode(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || !('code' in thrown)) return null
  return typeof thrown.code === 'string' ? thrown.code : null
}

/** Flushes a folder's entries, so that a rename survives power loss. Windows has no such call and skips it. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Best effort: removes a file or folder; a failure is not reported because the next start cleans up. */
export async function tryDelete(target: string): Promise<void> {
  await rm(target, { recursive: true, force: true }).catch(() => undefined)
}

/** SHA-256 in hex and the size, read as a stream. Throws NOT_FOUND and other file codes. */
export async function hashFile(
  filePath: string,
  signal?: AbortSignal
): Promise<{ readonly sha256: string; readonly sizeBytes: number }> {
  const hash = createHash('sha256')
  let sizeBytes = 0
  try {
    for await (const chunk of createReadStream(filePath, signal === undefined ? {} : { signal })) {
      hash.update(chunk)
      sizeBytes += chunk.length
    }
  } catch (cause) {
    throw toFileError(cause, filePath)
  }
  return { sha256: hash.digest('hex'), sizeBytes }
}

/** A pass-through that hashes and counts what flows; read the result after the pipeline ended. */
export function createHashingStream(): {
  readonly stream: Transform
  result(): { sha256: string; sizeBytes: number }
} {
  const hash = createHash('sha256')
  let sizeBytes = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      sizeBytes += chunk.length
      done(null, chunk)
    }
  })
  return { stream, result: () => ({ sha256: hash.digest('hex'), sizeBytes }) }
}

/** SHA-256 of bytes in hex. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Runs with a folder of its own under the system's temporary folder and removes it afterwards, also on failure. */
export async function withTempFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'campaignforge-'))
  try {
    return await run(folder)
  } finally {
    await tryDelete(folder)
  }
}

/** Removes leftovers of writes that a crash cut off, at any depth. Gives how many went. */
export async function removeTempFiles(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const left = entries.filter((entry) => entry.name.endsWith(TEMP_MARK))
  for (const entry of left) await tryDelete(path.join(entry.parentPath, entry.name))
  return left.length
}

/**
 * Makes the folder and its missing parents; gives the ones made, uppermost first. Errors are the system's.
 * One level at a time: Node's recursive mkdir never returns below /proc (seen with 24.21, 2026-11).
 */
export async function makeFolder(folder: string): Promise<readonly string[]> {
  try {
    await mkdir(folder)
    return [folder]
  } catch (cause) {
    const parent = path.dirname(folder)
    const code = systemCode(cause)
    if (code === 'EEXIST' && (await stat(folder)).isDirectory()) return []
    if (code !== 'ENOENT' || parent === folder || (await exists(parent))) throw cause
    const made = await makeFolder(parent)
    await mkdir(folder)
    return [...made, folder]
  }
}

async function exists(place: string): Promise<boolean> {
  return await stat(place).then(
    () => true,
    () => false
  )
}

/** Makes the folder when absent and proves that it can be written to; throws INVALID_INPUT or DISK_FULL otherwise. */
export async function ensureWritableFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder)
    await access(folder, constants.W_OK)
  } catch (cause) {
    throw toFileError(cause, folder)
  }
}

/** Size of an existing file, or null when there is none. */
export async function sizeOf(filePath: string): Promise<number | null> {
  const stats = await stat(filePath).catch(() => null)
  return stats?.isFile() === true ? stats.size : null
}
