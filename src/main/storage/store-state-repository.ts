/** The only SQL about which store a side had when the app last used it. */

import type { Db } from '#main/db/connection.ts'
import type { StoreSide } from '#shared/domain/storage.ts'

export interface StoreState {
  readonly fingerprint: string
  readonly markerId: string | null
}

export interface StoreStateRepository {
  find(side: StoreSide): StoreState | null
  /** Notes another store for the side. It has nothing of the catalog yet, so a snapshot becomes due. */
  set(side: StoreSide, state: StoreState): void
  setMarker(side: StoreSide, markerId: string): void
}

export function createStoreStateRepository(db: Db): StoreStateRepository {
  const find = db.prepare<{ side: StoreSide }, { fingerprint: string; marker_id: string | null }>(
    'SELECT fingerprint, marker_id FROM store_state WHERE side = @side'
  )
  const set = db.prepare<StoreState & { side: StoreSide }>(
    `INSERT INTO store_state (side, fingerprint, marker_id) VALUES (@side, @fingerprint, @markerId)
     ON CONFLICT (side) DO UPDATE SET fingerprint = excluded.fingerprint, marker_id = excluded.marker_id`
  )
  const setMarker = db.prepare<{ side: StoreSide; markerId: string }>(
    'UPDATE store_state SET marker_id = @markerId WHERE side = @side'
  )
  const forgetSnapshot = db.prepare('DELETE FROM snapshot_note')
  return {
    find(side) {
      const row = find.get({ side })
      return row === undefined ? null : { fingerprint: row.fingerprint, markerId: row.marker_id }
    },
    set: (side, state) => {
      set.run({ side, ...state })
      forgetSnapshot.run()
    },
    setMarker: (side, markerId) => {
      setMarker.run({ side, markerId })
    }
  }
}
