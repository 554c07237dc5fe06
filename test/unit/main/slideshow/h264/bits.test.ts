import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBitReader, createBitWriter, escapeUnit, unescapeUnit } from '#main/slideshow/h264/bits.ts'

describe('bits', () => {
  it('reads back whatever numbers were written, and knows where they end', () => {
    const number = fc.oneof(
      fc.record({ kind: fc.constant('unsigned' as const), value: fc.nat(1_000_000) }),
      fc.record({ kind: fc.constant('signed' as const), value: fc.integer({ min: -100_000, max: 100_000 }) }),
      fc.record({ kind: fc.constant('bits' as const), value: fc.nat(2 ** 24 - 1) })
    )
    fc.assert(
      fc.property(fc.array(number, { minLength: 1 }), (numbers) => {
        const writer = createBitWriter()
        for (const { kind, value } of numbers) {
          if (kind === 'bits') writer.bits(24, value)
          else writer[kind](value)
        }
        const reader = createBitReader(writer.stop().bytes())
        const seen = numbers.map(({ kind }) => {
          expect(reader.hasMore()).toBe(true)
          return kind === 'bits' ? reader.bits(24) : reader[kind]()
        })
        expect(seen).toEqual(numbers.map(({ value }) => value))
        expect(reader.hasMore()).toBe(false)
      })
    )
  })

  it('keeps start codes out of every unit and loses nothing', () => {
    const risky = fc
      .array(fc.constantFrom(0, 0, 0, 1, 2, 3, 4, 255), { maxLength: 60 })
      .map((bytes) => Uint8Array.from(bytes))
    fc.assert(
      fc.property(risky, (bytes) => {
        const escaped = escapeUnit(Uint8Array.of(0x65), bytes, Uint8Array.of(0x80))
        expect(Buffer.from(escaped).indexOf(Buffer.from([0, 0, 0]))).toBe(-1)
        expect(Buffer.from(escaped).indexOf(Buffer.from([0, 0, 1]))).toBe(-1)
        expect([...unescapeUnit(escaped)]).toEqual([0x65, ...bytes, 0x80])
      })
    )
  })
})
