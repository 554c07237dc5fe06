/** The stars of many assets at once. */
import type { Rated } from '#shared/domain/asset.ts'
import type { Db } from '../db/connection.ts'

export interface RatingRepository {
  /** In one transaction. Gives the assets that had other stars, and which; unknown ids are skipped. */
  rate(ids: readonly string[], rating: number, now: number): readonly Rated[]
}

export function createRatingRepository(db: Db): RatingRepository {
  const select = db.prepare<[string], number>('SELECT rating FROM asset WHERE id = ?').pluck()
  const update = db.prepare('UPDATE asset SET rating = ?, updated_at = ? WHERE id = ?')
  return {
    rate: (ids, rating, now) =>
      db
        .transaction(() => {
          const before = ids.flatMap((id) => {
            const had = select.get(id)
            return had === undefined || had === rating ? [] : [{ id, rating: had }]
          })
          for (const { id } of before) update.run(rating, now, id)
          return before
        })
        .immediate()
  }
}
