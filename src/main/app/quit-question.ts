/** Asks before the app ends while work is running, and closes the services before it does. */
import { type App, dialog } from 'electron'

export interface QuitOptions {
  readonly app: App
  readonly runningJobs: () => number
  /** Called when the person chose to stay; the window may have been closed already. */
  readonly onStay: () => void
  /** Stops jobs and closes everything; the app ends after it. */
  readonly close: () => Promise<void>
}

/** Quitting waits for the answer and for the services; a second request while closing changes nothing. */
export function askBeforeQuit({ app, runningJobs, onStay, close }: QuitOptions): void {
  let step: 'open' | 'closing' | 'closed' = 'open'
  app.on('before-quit', (event) => {
    if (step === 'closed') return
    event.preventDefault()
    if (step === 'closing') return
    step = 'closing'
    void end().then((isClosed) => {
      step = isClosed ? 'closed' : 'open'
      if (isClosed) app.quit()
      else onStay()
    })
  })

  async function end(): Promise<boolean> {
    if (runningJobs() > 0 && !(await mayStop(runningJobs()))) return false
    await close()
    return true
  }
}

async function mayStop(count: number): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: count === 1 ? 'One job is still running.' : `${count} jobs are still running.`,
    detail: 'What is finished is kept. Generating, adding files and rendering go on at the next start.',
    buttons: ['Keep running', 'Quit'],
    defaultId: 0,
    cancelId: 0,
    noLink: true
  })
  return response === 1
}
