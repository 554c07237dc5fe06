/** The one door between the window and main: checks the sender, hands requests to the router, sends events. */
import type { BrowserWindow, IpcMain, WebContents } from 'electron'
import { AppError, toSerializedError } from '#shared/errors.ts'
import { EVENT_CHANNEL, REQUEST_CHANNEL } from '#shared/ipc/bridge.ts'
import type { Reply } from '#shared/ipc/contract.ts'
import type { Emit } from '#shared/ipc/events.ts'
import { isTrustedSender } from './sender-check.ts'

/** Answers one request of the window with this id; never throws. */
export type AnswerRequest = (route: string, input: unknown, windowId: number) => Promise<Reply<unknown>>

export interface IpcServerOptions {
  readonly ipcMain: IpcMain
  readonly trustedOrigins: readonly string[]
  readonly answer: AnswerRequest
  /** Number of the window that shows these contents. */
  readonly windowIdOf: (contents: WebContents) => number
}

/** Answers every request of the window until the app ends. */
export function serveRequests({ ipcMain, trustedOrigins, answer, windowIdOf }: IpcServerOptions): void {
  ipcMain.handle(REQUEST_CHANNEL, async (event, route: unknown, input: unknown): Promise<Reply<unknown>> => {
    if (!isTrustedSender(event.senderFrame, trustedOrigins)) {
      return refusal(new AppError('FORBIDDEN_SENDER', 'This page may not ask.'))
    }
    if (typeof route !== 'string') return refusal(new AppError('ROUTE_NOT_FOUND', 'Unknown request.'))
    return await answer(route, input, windowIdOf(event.sender))
  })
}

/** Sends events to the window that is open; without one they are dropped. */
export function createEmit(currentWindow: () => BrowserWindow | null): Emit {
  return (name, payload) => {
    const window = currentWindow()
    if (window !== null && !window.isDestroyed()) window.webContents.send(EVENT_CHANNEL, name, payload)
  }
}

function refusal(error: AppError): Reply<never> {
  return { ok: false, error: toSerializedError(error) }
}
