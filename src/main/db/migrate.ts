/** Brings a database to the newest version, one whole step at a time. Forward only. */
import { AppError } from '#shared/errors.ts'
import type { Db } from './connection.ts'
import { catalogStep } from './migrations/0001-catalog.ts'
import { generationStep } from './migrations/0002-generation.ts'
import { storageStep } from './migrations/0003-storage.ts'
import { documentsStep } from './migrations/0004-documents.ts'
import { slideshowStep } from './migrations/0005-slideshow.ts'
import { storyboardsStep } from './migrations/0006-storyboards.ts'
import { choicesStep } from './migrations/0007-choices.ts'
import { ownChangesStep } from './migrations/0008-own-changes.ts'
import { planShapeStep } from './migrations/0009-plan-shape.ts'
import { committedStep } from './migrations/0010-committed.ts'
import { postPicturesStep } from './migrations/0011-post-pictures.ts'

/** Steps in order; step n leaves user_version n. A step is never edited once released. */
export const MIGRATIONS: readonly string[] = [
  catalogStep,
  generationStep,
  storageStep,
  documentsStep,
  slideshowStep,
  storyboardsStep,
  choicesStep,
  ownChangesStep,
  planShapeStep,
  committedStep,
  postPicturesStep
]

/**
 * Runs every missing step up to `target`. Each is its own transaction with the version bump inside,
 * so a crash leaves a whole version. Throws DATABASE_NEWER when the file has more steps than this app.
 */
export function migrate(db: Db, target = MIGRATIONS.length, steps = MIGRATIONS): void {
  const current = Number(db.pragma('user_version', { simple: true }))
  if (current > steps.length) {
    throw new AppError(
      'DATABASE_NEWER',
      'This catalog was made by a newer version of the app. Update the app to open it.',
      {
        details: { fileVersion: current, appVersion: steps.length }
      }
    )
  }
  steps.slice(current, target).forEach((sql, offset) => {
    db.transaction(() => {
      db.exec(sql)
      db.pragma(`user_version = ${current + offset + 1}`)
    }).immediate()
  })
}
