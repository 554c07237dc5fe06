import { describe, expect, it } from 'vitest'
import { findBeats } from '#main/slideshow/sound/beats.ts'

const RATE = 22_050

/** Decaying clicks over quiet noise, with a weaker off-beat. */
function clicks(beatsPerMinute: number, seconds: number, offsetSeconds = 0.2): Float32Array {
  const samples = new Float32Array(RATE * seconds)
  let state = 7
  for (let at = 0; at < samples.length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    samples[at] = (state / 2 ** 32 - 0.5) * 0.02
  }
  const period = 60 / beatsPerMinute
  for (let beat = 0; offsetSeconds + (beat * period) / 2 < seconds - 0.1; beat++) {
    const start = Math.round((offsetSeconds + (beat * period) / 2) * RATE)
    const loudness = beat % 2 === 0 ? 0.9 : 0.2
    for (let at = 0; at < 1500; at++) {
      samples[start + at] = (samples[start + at] ?? 0) + loudness * Math.sin(at * 0.5) * Math.exp(-at / 300)
    }
  }
  return samples
}

describe('findBeats', { timeout: 60_000 }, () => {
  it.each([84, 100, 120, 128, 150])('finds %i beats a minute and where they lie', (beatsPerMinute) => {
    const grid = findBeats(clicks(beatsPerMinute, 12), RATE)
    expect(grid?.beatsPerMinute).toBeGreaterThan(beatsPerMinute * 0.985)
    expect(grid?.beatsPerMinute).toBeLessThan(beatsPerMinute * 1.015)
    const period = 60 / beatsPerMinute
    for (const beat of grid?.beats.slice(1, -1) ?? [99]) {
      const phase = (((beat - 0.2) % period) + period) % period
      expect(Math.min(phase, period - phase)).toBeLessThan(0.034)
    }
  })

  it('finds none in silence and in music of a second', () => {
    expect(findBeats(new Float32Array(RATE * 5), RATE)).toBeNull()
    expect(findBeats(clicks(120, 1), RATE)).toBeNull()
  })
})
