/** A process of its own that generates a campaign, so that a test can kill it in the middle. Arguments: one JSON value. */
import { createSystemClock } from '#main/core/clock.ts'
import { createHttp } from '#main/core/http.ts'
import { createSilentLog } from '#main/core/log.ts'
import { openDatabase } from '#main/db/database.ts'
import { createImageService } from '#main/images/image-service.ts'
import { EMPTY_BRIEF } from '#shared/domain/campaign.ts'
import { settingsSchema } from '#shared/domain/settings.ts'
import { FONTS_FOLDER, FREE_RULES } from './generation.ts'

interface ChildInput {
  readonly databasePath: string
  readonly folder: string
  readonly provider: 'together' | 'replicate'
  readonly baseUrl: string
  readonly key: string
}

// Written by the test beside this file.
const input = JSON.parse(process.argv[2] ?? '{}') as ChildInput
const service = createImageService({
  db: openDatabase(input.databasePath),
  clock: createSystemClock(),
  http: createHttp(),
  secrets: { read: async () => input.key, known: () => [input.key] },
  settings: {
    get: () => settingsSchema.parse({ providers: { [input.provider]: { baseUrl: input.baseUrl } } })
  },
  sink: {
    addImage: async () => {
      throw new Error('the parent kills this process before anything is delivered')
    }
  },
  photos: { photosOf: async () => [] },
  log: createSilentLog(),
  fontsFolder: FONTS_FOLDER,
  workFolder: input.folder
})
await service.generateCampaign(
  {
    ...FREE_RULES,
    providers: [input.provider],
    campaign: { id: 'campaign-1', name: 'Autumn', brief: { ...EMPTY_BRIEF, productName: 'Test Kettle' } },
    platforms: ['instagram'],
    posts: 1
  },
  { signal: new AbortController().signal, report: () => undefined }
)
