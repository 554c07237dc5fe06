/** What the start routes answer once the app has started. */
import { AppError } from '#shared/errors.ts'
import type { Routes } from '#shared/ipc/contract.ts'
import type { Handlers } from '#shared/ipc/route.ts'
import type { Desktop, RequestContext } from './desktop.ts'

type StartSurface = Pick<Handlers<Routes, RequestContext>, Extract<keyof Routes, `start.${string}`>>

export function startHandlers(desktop: Pick<Desktop, 'quit'>): StartSurface {
  return {
    'start.state': () => ({ state: 'ready' }),
    'start.recover': () => {
      throw new AppError('CONFLICT', 'The catalog is not damaged.')
    },
    'start.quit': () => {
      desktop.quit()
      return { quitting: true as const }
    }
  }
}
