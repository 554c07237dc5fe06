/** Finds the ffmpeg program: the setting, then the binary of the ffmpeg-static package, then PATH. */
import { access, constants } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { AppError } from '#shared/errors.ts'

export interface FfmpegPlaces {
  /** From the settings; null = not set. A set path that cannot be run is an error, not skipped. */
  readonly settingPath: string | null
  /** Path of the packaged binary, which may not exist; null when the package is absent. */
  readonly packagedPath: string | null
  /** The PATH variable. */
  readonly searchPath: string
}

const NEXT_STEP = 'Install ffmpeg (Debian: apt install ffmpeg) or set its path in the settings.'

/** Absolute path of a program that can be run. Throws FFMPEG_MISSING with the places looked at. */
export async function findFfmpeg(places: FfmpegPlaces): Promise<string> {
  const { settingPath, packagedPath, searchPath } = places
  if (settingPath !== null) {
    if (await canRun(settingPath)) return settingPath
    throw new AppError(
      'FFMPEG_MISSING',
      `No program at ${settingPath}. Correct the ffmpeg setting or clear it.`
    )
  }
  const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg'
  const onPath = searchPath.split(path.delimiter).filter((folder) => folder !== '')
  const candidates = [packagedPath, ...onPath.map((folder) => path.join(folder, name))]
  for (const candidate of candidates) {
    if (candidate !== null && (await canRun(candidate))) return candidate
  }
  throw new AppError('FFMPEG_MISSING', `ffmpeg was not found. ${NEXT_STEP}`)
}

/** Where ffmpeg-static would have put its binary; the package is optional and its download may have failed. */
export function packagedFfmpegPath(): string | null {
  try {
    const found: unknown = createRequire(import.meta.url)('ffmpeg-static')
    // Inside a packed app the binary lies beside the archive.
    return typeof found === 'string' ? found.replace('app.asar', 'app.asar.unpacked') : null
  } catch {
    return null
  }
}

async function canRun(program: string): Promise<boolean> {
  return await access(program, constants.X_OK).then(
    () => true,
    () => false
  )
}
