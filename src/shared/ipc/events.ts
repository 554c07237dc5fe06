/** What main tells the window. Events are facts with small payloads; the window then asks. */
import type { JobSnapshot } from '../domain/job.ts'
import type { Safety } from '../domain/storage.ts'

export interface EventPayloads {
  'job.changed': JobSnapshot
  /** An asset appeared or its copies, tags or fields changed. */
  'asset.changed': { readonly assetId: string; readonly campaignId: string | null }
  'campaign.changed': { readonly campaignId: string }
  'storage.changed': Safety
  'settings.changed': Record<never, never>
  /** The system handed files over; the window takes them by desktop.takeOpenedFiles. */
  'files.opened': Record<never, never>
  /** A menu item or shortcut of the system asks the window to act. */
  'menu.chosen': { readonly command: string }
}
export type EventName = keyof EventPayloads

/** Sends one event; delivery to a closed window is dropped silently. */
export type Emit = <Name extends EventName>(name: Name, payload: EventPayloads[Name]) => void
