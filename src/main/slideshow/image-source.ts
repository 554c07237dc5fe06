/** Opens a picture file and translates the image library's errors; every reader of slide pictures comes through here. */
import { access, constants } from 'node:fs/promises'
import sharp, { type Sharp } from 'sharp'
import { toFileError } from '#main/core/files.ts'
import { AppError } from '#shared/errors.ts'
import type { PixelSize } from './picture.ts'

export interface ImageSource {
  /** Size as seen upright, after the camera's orientation. */
  readonly size: PixelSize
  readonly hasAlpha: boolean
  /** Runs one pipeline on the upright picture. Throws FILE_DAMAGED when its pixels cannot be read. */
  read<T>(run: (image: Sharp) => Promise<T>): Promise<T>
}

/** Larger pictures are refused before they are unpacked. */
const MAX_PIXELS = 400_000_000

/** Throws NOT_FOUND, INVALID_INPUT (not readable), FILE_DAMAGED or FILE_TOO_LARGE. Decoding happens in `read`. */
export async function openImage(filePath: string): Promise<ImageSource> {
  await access(filePath, constants.R_OK).catch((cause: unknown) => {
    throw toFileError(cause, filePath)
  })
  const open = (): Sharp => sharp(filePath, { limitInputPixels: MAX_PIXELS, failOn: 'error' }).autoOrient()
  const facts = await translate(filePath, () => open().metadata())
  return {
    size: { widthPx: facts.autoOrient.width, heightPx: facts.autoOrient.height },
    hasAlpha: facts.hasAlpha,
    read: async (run) => await translate(filePath, () => run(open()))
  }
}

async function translate<T>(filePath: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    if (cause instanceof Error && cause.message.includes('pixel limit')) {
      const details = { limitPixels: MAX_PIXELS }
      throw new AppError('FILE_TOO_LARGE', `Picture with too many pixels: ${filePath}`, { cause, details })
    }
    throw new AppError('FILE_DAMAGED', `Picture cannot be read: ${filePath}. Replace it or leave it out.`, {
      cause
    })
  }
}
