import { expect, test } from 'vitest'
import { toCsv } from '#main/storage/verify-export.ts'

test('items become lines; quotes, commas and formulas do no harm', () => {
  const items = [
    { outcome: 'differ', objectKey: 'images/a,"b".png', sha256: 'x', detail: '=1+1' },
    { outcome: 'missing', objectKey: 'images/c.png', sha256: 'y', detail: null }
  ] as const
  const counts = { same: 0, onlyPrimary: 0, onlyBackup: 0, differ: 1, missing: 1, error: 0 }
  const facts = {
    deep: true,
    counts,
    unknownObjects: { primary: 0, backup: 1 },
    unknownKeys: { primary: [], backup: ['strange.txt'] },
    guardedSides: [],
    durationMs: 1
  }
  expect(toCsv({ ...facts, items: [...items] })).toBe(
    `outcome,objectKey,sha256,detail\r\ndiffer,"images/a,""b"".png",x,'=1+1\r\nmissing,images/c.png,y,\r\nunknown,strange.txt,,only known to the backup store\r\n`
  )
})
