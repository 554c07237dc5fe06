/** Takes AAC frames out of an ADTS stream (ISO/IEC 14496-3, 1.A.2) for an MP4 sound track. Pure. */
import { AppError } from '#shared/errors.ts'
import type { SoundTrack } from '../mp4/mp4-file.ts'

const SAMPLE_RATES = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350]

/** Throws FFMPEG_FAILED for bytes that are no whole ADTS stream. */
export function parseAdts(bytes: Uint8Array): SoundTrack {
  const frames: Uint8Array[] = []
  const head = [bytes[0], bytes[1], bytes[2], bytes[3]].map((byte) => byte ?? 0)
  const [, , third = 0, fourth = 0] = head
  const objectType = (third >> 6) + 1
  const rateIndex = (third >> 2) & 15
  const channels = ((third & 1) << 2) | (fourth >> 6)
  const sampleRate = SAMPLE_RATES[rateIndex] ?? 48000
  for (let at = 0; at < bytes.length; ) {
    const isSync = bytes[at] === 0xff && ((bytes[at + 1] ?? 0) & 0xf0) === 0xf0
    const length =
      (((bytes[at + 3] ?? 0) & 3) << 11) | ((bytes[at + 4] ?? 0) << 3) | ((bytes[at + 5] ?? 0) >> 5)
    if (!isSync || length < 8 || at + length > bytes.length) {
      throw new AppError('FFMPEG_FAILED', 'The encoded sound cannot be read.')
    }
    const headerBytes = ((bytes[at + 1] ?? 0) & 1) === 1 ? 7 : 9
    frames.push(bytes.subarray(at + headerBytes, at + length))
    at += length
  }
  if (frames.length === 0) throw new AppError('FFMPEG_FAILED', 'The encoder delivered no sound.')
  const config = Uint8Array.of((objectType << 3) | (rateIndex >> 1), ((rateIndex & 1) << 7) | (channels << 3))
  const codedBytes = frames.reduce((sum, frame) => sum + frame.length, 0)
  const bitsPerSecond = Math.round((codedBytes * 8 * sampleRate) / (frames.length * 1024))
  return { sampleRate, channels, config, bitsPerSecond, frames }
}
