/** The same store, no faster than a timetable allows. Uploads wait before they are sent, reads while they flow. */
import { Readable } from 'node:stream'
import type { Clock } from '#main/core/clock.ts'
import type { Bandwidth } from '#shared/domain/storage.ts'
import type { ObjectRead, ObjectStore, PartUploads } from './object-store.ts'

/** Resolves when this many bytes may pass. */
export type Meter = (bytes: number, signal: AbortSignal | undefined) => Promise<void>

/** The limit at a time of the computer's day; null = none. Pure. The first line that holds counts. */
export function limitAt(bandwidth: Bandwidth, at: Date): number | null {
  const minute = at.getHours() * 60 + at.getMinutes()
  const line = bandwidth.timetable.find(({ fromMinute, toMinute }) =>
    fromMinute <= toMinute
      ? minute >= fromMinute && minute < toMinute
      : minute >= fromMinute || minute < toMinute
  )
  return line === undefined ? bandwidth.bytesPerSecond : line.bytesPerSecond
}

/** One meter is shared by both stores, because they share the line. */
export function createMeter(limit: () => number | null, clock: Clock): Meter {
  let freeAt = 0
  return async (bytes, signal) => {
    const bytesPerSecond = limit()
    if (bytesPerSecond === null) return
    const now = clock.now()
    const startAt = Math.max(now, freeAt)
    freeAt = startAt + (bytes / bytesPerSecond) * 1000
    if (startAt > now) await clock.wait(startAt - now, signal)
  }
}

export function withBandwidth(store: ObjectStore, meter: Meter): ObjectStore {
  const { parts } = store
  return {
    ...store,
    parts: parts === null ? null : meterParts(parts, meter),
    put: async (request) => {
      await meter(request.sizeBytes, request.signal)
      return await store.put(request)
    },
    get: async (key, options) => meterRead(await store.get(key, options), meter, options?.signal)
  }
}

function meterParts(parts: PartUploads, meter: Meter): PartUploads {
  return {
    ...parts,
    putPart: async (request) => {
      await meter(request.bytes.length, request.signal)
      return await parts.putPart(request)
    }
  }
}

function meterRead(read: ObjectRead, meter: Meter, signal: AbortSignal | undefined): ObjectRead {
  async function* metered(): AsyncGenerator<Uint8Array> {
    for await (const chunk of read.body) {
      await meter(chunk.length, signal)
      yield chunk
    }
  }
  const body = Readable.from(metered(), { objectMode: false })
  body.on('close', () => read.body.destroy())
  return { ...read, body }
}
