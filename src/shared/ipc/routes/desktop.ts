/** Routes that need the desktop: dialogs, the system's file manager, dragging out, exporting, the bundled sample. */
import { z } from 'zod'
import { assetIdSchema } from '../../domain/asset.ts'
import { campaignIdSchema, campaignSchema } from '../../domain/campaign.ts'
import { jobIdSchema } from '../../domain/job.ts'
import { route } from '../route.ts'

const pathSchema = z.string().min(1).max(4096)

export const desktopRoutes = {
  /** Asks for a folder; null when the dialog was dismissed. */
  'desktop.chooseFolder': route(
    z.strictObject({ title: z.string().min(1).max(200) }),
    z.object({ path: z.string().nullable() })
  ),
  /** Paths of files opened with the app or dropped on its icon since the last time; each is given once. */
  'desktop.takeOpenedFiles': route(z.strictObject({}), z.object({ paths: z.array(pathSchema) })),
  /** Shows a file or folder in the system's file manager. */
  'desktop.showFile': route(z.strictObject({ path: pathSchema }), z.object({ shown: z.literal(true) })),
  /** Starts dragging local copies of these assets out of the window. */
  'asset.dragOut': route(
    z.strictObject({ ids: z.array(assetIdSchema).min(1).max(100) }),
    z.object({ started: z.boolean() })
  ),
  /** Starts a job of kind campaign.export; its result is an ExportResult. */
  'campaign.export': route(
    z.strictObject({
      campaignId: campaignIdSchema,
      intoFolder: pathSchema,
      format: z.enum(['folder', 'zip'])
    }),
    jobIdSchema
  ),
  /** The bundled sample as a campaign, made on first use. */
  'campaign.openSample': route(z.strictObject({}), campaignSchema)
} as const
