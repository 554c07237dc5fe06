/** Sound under a slideshow: its length, loudness, fades, the voice in front, and beats that slides follow. */
import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { musicSchema, type Storyboard } from '#shared/domain/slideshow.ts'
import {
  aStoryboard,
  createSlideshowLab,
  decodeWarnings,
  hasFfmpeg,
  probeVideo,
  quietContext,
  type SlideshowLab,
  topBoxes
} from '#test/harness/slideshow-lab.ts'

let lab: SlideshowLab
let photo: string

beforeAll(async () => {
  lab = createSlideshowLab()
  photo = await lab.photo('photo.jpg')
})
afterAll(() => lab.remove())

/** Mono 48 kHz WAV of a formula. */
function saveWav(name: string, seconds: number, level: (second: number) => number): string {
  const count = Math.round(seconds * 48_000)
  const data = Buffer.alloc(44 + count * 2)
  data.write('RIFF', 0)
  data.writeUInt32LE(36 + count * 2, 4)
  data.write('WAVEfmt ', 8)
  data.writeUInt32LE(16, 16)
  data.writeUInt16LE(1, 20)
  data.writeUInt16LE(1, 22)
  data.writeUInt32LE(48_000, 24)
  data.writeUInt32LE(96_000, 28)
  data.writeUInt16LE(2, 32)
  data.writeUInt16LE(16, 34)
  data.write('data', 36)
  data.writeUInt32LE(count * 2, 40)
  for (let at = 0; at < count; at++) {
    data.writeInt16LE(Math.round(32_000 * Math.min(Math.max(level(at / 48_000), -1), 1)), 44 + at * 2)
  }
  writeFileSync(lab.file(name), data)
  return lab.file(name)
}

const tone = (hertz: number, loudness: number) => (second: number) =>
  loudness * Math.sin(2 * Math.PI * hertz * second)

async function renderWith(name: string, parts: Partial<Storyboard>): Promise<string> {
  const slides = Array.from({ length: 2 }, () => ({ path: photo, seconds: 4 }))
  const storyboard = aStoryboard({ slides, quality: 'draft', ...parts })
  await lab.service.render({ storyboard, outPath: lab.file(name) }, quietContext())
  return lab.file(name)
}

function soundOf(file: string, filter = ''): Float32Array {
  const args = [
    '-v',
    'error',
    '-i',
    file,
    '-map',
    '0:a',
    '-af',
    `${filter}anull`,
    '-ac',
    '1',
    '-ar',
    '48000',
    '-f',
    'f32le',
    '-'
  ]
  const bytes = execFileSync('ffmpeg', args, { maxBuffer: 2 ** 29 })
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
}

function loudnessOf(file: string): number {
  const { stderr } = spawnSync('ffmpeg', ['-i', file, '-map', '0:a', '-af', 'ebur128', '-f', 'null', '-'])
  return Number([...String(stderr).matchAll(/I:\s+(-?[\d.]+) LUFS/g)].at(-1)?.[1])
}

const rmsOf = (samples: Float32Array, from: number, to: number): number => {
  const part = samples.subarray(Math.round(from * 48_000), Math.round(to * 48_000))
  return Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / part.length)
}

describe.skipIf(!hasFfmpeg)('sound', { timeout: 240_000 }, () => {
  it('saves for the preview exactly what the video sounds like, voice and all', async () => {
    const parts = {
      quality: 'standard' as const,
      musicPath: saveWav('tune.wav', 3, tone(300, 0.3)),
      music: musicSchema.parse({ startSeconds: 0.5, endSeconds: 2.5 }),
      voicePath: saveWav('words.wav', 2, tone(900, 0.4)),
      voiceStartSeconds: 2,
      voiceVolumeDecibels: 3
    }
    const video = await renderWith('with-voice.mp4', parts)
    const slides = Array.from({ length: 2 }, () => ({ path: photo, seconds: 4 }))
    const { signal } = quietContext()
    const outPath = lab.file('preview.m4a')
    expect(
      await lab.service.saveSound({ storyboard: aStoryboard({ slides, ...parts }), outPath, signal })
    ).toBe(true)
    expect(decodeWarnings(outPath)).toEqual([])
    const heard = soundOf(outPath)
    const expected = soundOf(video)
    // The video drops the part of the last packet that is past its last frame.
    expect(heard.length - expected.length).toBeGreaterThanOrEqual(0)
    expect(heard.length - expected.length).toBeLessThanOrEqual(2048)
    expect(heard.subarray(0, expected.length - 2048)).toEqual(expected.subarray(0, expected.length - 2048))
    const spoken = soundOf(outPath, 'highpass=f=700,highpass=f=700,')
    expect(rmsOf(spoken, 2.5, 3.5)).toBeGreaterThan(10 * rmsOf(spoken, 0.5, 1.5))
    const silent = aStoryboard({ slides })
    expect(await lab.service.saveSound({ storyboard: silent, outPath: lab.file('none.m4a'), signal })).toBe(
      false
    )
    expect(readdirSync(lab.folder)).not.toContain('none.m4a')
  })

  it('loops short music to the end of the video, at -14 LUFS, fading out, as AAC at 48 kHz', async () => {
    const musicPath = saveWav('short.wav', 1.5, tone(440, 0.05))
    const file = await renderWith('loop.mp4', { musicPath })
    expect(probeVideo(file).audioCodec).toBe('aac')
    expect(decodeWarnings(file)).toEqual([])
    expect(topBoxes(file)).toEqual(['ftyp', 'moov', 'free', 'mdat'])
    const samples = soundOf(file)
    expect(samples.length / 48_000).toBeGreaterThan(7.4)
    expect(samples.length / 48_000).toBeLessThanOrEqual(7.55)
    expect(Math.abs(loudnessOf(file) + 14)).toBeLessThan(1)
    expect(rmsOf(samples, 7.3, 7.45)).toBeLessThan(rmsOf(samples, 3, 4) / 4)
  })

  it('repeats the chosen part of the music, or is silent after it, and starts the voice late', async () => {
    const musicPath = saveWav('parts.wav', 9, (second) => (second >= 3 && second < 3.5 ? 0.5 : 0))
    const part = { fadeInSeconds: 0, fadeOutSeconds: 0, targetLufs: null, startSeconds: 3, endSeconds: 4 }
    const heard = async (name: string, parts: Partial<Storyboard>): Promise<readonly boolean[]> => {
      const samples = soundOf(await renderWith(name, parts))
      return [0.25, 0.75, 1.25, 2.25, 2.75].map((at) => {
        const near = samples.subarray((at - 0.1) * 48_000, (at + 0.1) * 48_000)
        return near.some((value) => Math.abs(value) > 0.1)
      })
    }
    const looped = await heard('looped.mp4', { musicPath, music: musicSchema.parse(part) })
    expect(looped).toEqual([true, false, true, true, false])
    const once = await heard('once.mp4', { musicPath, music: musicSchema.parse({ ...part, loop: false }) })
    expect(once).toEqual([true, false, false, false, false])
    const voicePath = saveWav('short-voice.wav', 1, tone(500, 0.5))
    const music = musicSchema.parse({ targetLufs: null })
    const late = await heard('late.mp4', { voicePath, voiceStartSeconds: 2, music })
    expect(late).toEqual([false, false, false, true, true])
  })

  it('shows the waveform and the beats of a file, and refuses one without sound', async () => {
    const beat = (second: number): number => (second % 0.5 < 0.05 ? tone(200, 0.8)(second) : 0)
    const soundPath = saveWav('shape.wav', 12, (second) => (second < 10 ? beat(second) : 0))
    const { signal } = quietContext()
    const shape = await lab.service.readSound({ soundPath, parts: 120, signal })
    expect(shape.durationSeconds).toBeCloseTo(12, 1)
    expect([shape.isWhole, shape.peaks.length]).toEqual([true, 120])
    expect(Math.max(...shape.peaks.slice(0, 99))).toBeGreaterThan(0.6)
    expect(Math.max(...shape.peaks.slice(101))).toBe(0)
    expect(Math.abs((shape.beatsPerMinute ?? 0) - 120)).toBeLessThan(2)
    await expect(lab.service.readSound({ soundPath: photo, parts: 16, signal })).rejects.toMatchObject({
      code: 'FILE_DAMAGED'
    })
  })

  it('starts in time with the picture: a click at two seconds is heard at two seconds', async () => {
    const musicPath = saveWav('click.wav', 9, (second) => (second >= 2 && second < 2.01 ? 0.8 : 0))
    const music = musicSchema.parse({ fadeInSeconds: 0, fadeOutSeconds: 0, targetLufs: null })
    const samples = soundOf(await renderWith('click.mp4', { musicPath, music }))
    const first = samples.findIndex((value) => Math.abs(value) > 0.3)
    expect(Math.abs(first / 48_000 - 2)).toBeLessThan(0.01)
  })

  it('lowers the music while the voice speaks', async () => {
    const musicPath = saveWav('bed.wav', 9, tone(300, 0.3))
    const voicePath = saveWav('voice.wav', 4, (second) => (second > 2 ? tone(1000, 0.4)(second) : 0))
    const music = musicSchema.parse({ fadeInSeconds: 0, fadeOutSeconds: 0, targetLufs: null })
    const file = await renderWith('duck.mp4', { musicPath, voicePath, music })
    const samples = soundOf(file, 'lowpass=f=450,lowpass=f=450,lowpass=f=450,')
    expect(rmsOf(samples, 2.6, 3.8)).toBeLessThan(rmsOf(samples, 0.5, 1.8) / 2)
    expect(rmsOf(samples, 6, 7)).toBeGreaterThan(rmsOf(samples, 0.5, 1.8) * 0.8)
  })

  it('lets slides change on the beat', async () => {
    const musicPath = saveWav('beat.wav', 14, (second) => {
      const since = (second + 0.3) % 0.5
      return 0.8 * Math.exp(-since * 60) * Math.sin(2 * Math.PI * 220 * since)
    })
    const music = { startSeconds: 0, fadeInSeconds: 0, fadeOutSeconds: 1, targetLufs: -14, snapToBeats: true }
    const slides = aStoryboard({
      slides: [1.9, 2.2, 2.4, 2].map((seconds) => ({ path: photo, seconds, transition: 'cut' }))
    }).slides
    const storyboard = aStoryboard({ slides, musicPath, music, quality: 'draft' })
    const { frames } = await lab.service.render({ storyboard, outPath: lab.file('beat.mp4') }, quietContext())
    const lastChange = (frames - 60) / 30
    const phase = (lastChange + 0.3) % 0.5
    expect(Math.min(phase, 0.5 - phase)).toBeLessThan(0.05)
  })

  it('says which file has no sound and leaves nothing behind', async () => {
    writeFileSync(lab.file('noise.mp3'), 'no music at all')
    const before = readdirSync(lab.folder)
    await expect(renderWith('none.mp4', { musicPath: lab.file('noise.mp3') })).rejects.toMatchObject({
      code: 'FILE_DAMAGED'
    })
    await expect(renderWith('none.mp4', { musicPath: lab.file('gone.mp3') })).rejects.toMatchObject({
      code: 'NOT_FOUND'
    })
    await expect(renderWith('none.mp4', { musicPath: photo })).rejects.toMatchObject({ code: 'FILE_DAMAGED' })
    expect(readdirSync(lab.folder)).toEqual(before)
  })
})
