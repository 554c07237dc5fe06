/** Everything the window may ask of main, in one object. */
import type { z } from 'zod'
import type { SerializedAppError } from '../errors.ts'
import { assetRoutes } from './routes/assets.ts'
import { campaignRoutes } from './routes/campaigns.ts'
import { clipRoutes } from './routes/clips.ts'
import { costRoutes } from './routes/costs.ts'
import { desktopRoutes } from './routes/desktop.ts'
import { documentRoutes } from './routes/documents.ts'
import { jobRoutes } from './routes/jobs.ts'
import { libraryRoutes } from './routes/library.ts'
import { planRoutes } from './routes/plans.ts'
import { settingsRoutes } from './routes/settings.ts'
import { slideshowRoutes } from './routes/slideshows.ts'
import { startRoutes } from './routes/start.ts'
import { storageRoutes } from './routes/storage.ts'

export const routes = {
  ...assetRoutes,
  ...libraryRoutes,
  ...campaignRoutes,
  ...storageRoutes,
  ...documentRoutes,
  ...slideshowRoutes,
  ...costRoutes,
  ...planRoutes,
  ...clipRoutes,
  ...settingsRoutes,
  ...jobRoutes,
  ...desktopRoutes,
  ...startRoutes
} as const

export type Routes = typeof routes
export type RouteName = keyof Routes
export type RouteInput<Name extends RouteName> = z.input<Routes[Name]['input']>
export type RouteOutput<Name extends RouteName> = z.output<Routes[Name]['output']>

/** What every request is answered with: errors travel as data, so their codes survive the process border. */
export type Reply<Data> =
  | { readonly ok: true; readonly data: Data }
  | { readonly ok: false; readonly error: SerializedAppError }
