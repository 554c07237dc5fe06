/** Films and sounds are measured by the programs that play them. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createProcessRunner } from '#main/core/process.ts'
import { createMediaProbe } from '#main/imports/media-probe.ts'

const searchPath = process.env['PATH'] ?? ''
const ffmpeg = findProgram('ffmpeg')
const processes = createProcessRunner()

function findProgram(name: string): string | null {
  try {
    return execFileSync('which', [name], { encoding: 'utf8' }).trim()
  } catch {
    return null
  }
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'campaignforge-media-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const make = (name: string, ...args: readonly string[]): string => {
  const file = path.join(folder, name)
  execFileSync(ffmpeg ?? 'ffmpeg', ['-v', 'error', '-f', 'lavfi', ...args, '-y', file])
  return file
}

describe.skipIf(ffmpeg === null)('media probe', () => {
  const ways = [
    ['ffprobe', createMediaProbe({ processes, findFfmpeg: async () => ffmpeg, searchPath })],
    ['ffmpeg alone', createMediaProbe({ processes, findFfmpeg: async () => linked(), searchPath: '' })]
  ] as const

  /** ffmpeg by a path that has no ffprobe beside it. */
  function linked(): string {
    const file = path.join(folder, 'ffmpeg-alone')
    writeFileSync(file, `#!/bin/sh\nexec ${ffmpeg} "$@"\n`, { mode: 0o755 })
    return file
  }

  test.each(ways)('%s tells size and length of a film', async (_way, probe) => {
    const file = make('film.mp4', '-i', 'testsrc=size=64x48:rate=10:duration=2', '-c:v', 'mpeg4')
    expect(await probe.probe(file)).toEqual({ widthPx: 64, heightPx: 48, durationMs: 2000 })
  })

  test.each(ways)('%s tells the length of a sound', async (_way, probe) => {
    const file = make('tone.wav', '-i', 'sine=duration=1.5')
    expect(await probe.probe(file)).toEqual({ widthPx: null, heightPx: null, durationMs: 1500 })
  })

  test.each(ways)('%s refuses what does not play', async (_way, probe) => {
    const file = path.join(folder, 'broken.mp4')
    writeFileSync(file, Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom and nothing more', 'latin1'))
    await expect(probe.probe(file)).rejects.toMatchObject({ code: 'FILE_DAMAGED' })
  })
})

test('without any program the facts stay unknown', async () => {
  const probe = createMediaProbe({ processes, findFfmpeg: async () => null, searchPath: '' })
  expect(await probe.probe('any.mp4')).toEqual({ widthPx: null, heightPx: null, durationMs: null })
})
