/** A process of its own that is asked for a post once more and dies before it has begun. Arguments: one JSON value. */

import type { z } from 'zod'
import { createHandlers } from '#main/ipc/handlers.ts'
import { openNodeServices } from '#main/node-services.ts'
import type { retryInputSchema } from '#shared/ipc/routes/campaigns.ts'
import { noDesktop } from './no-desktop.ts'

interface ChildInput {
  readonly dataFolder: string
  readonly key: string
  readonly request: z.output<typeof retryInputSchema>
}

// Written by the test that starts this process.
const input = JSON.parse(process.argv[2] ?? '{}') as ChildInput
const services = await openNodeServices({
  dataFolder: input.dataFolder,
  environment: { PATH: process.env['PATH'], TOGETHER_API_KEY: input.key }
})
// The note is on disk when this returns; the work itself begins a moment later.
createHandlers(services, noDesktop())['campaign.retry'](input.request, { windowId: 0 })
process.kill(process.pid, 'SIGKILL')
