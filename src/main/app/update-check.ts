/** Asks the publisher once a start whether a newer version exists, when the person allowed it. Never downloads. */
import type { Log } from '../core/log.ts'

/** The one thing needed of electron-updater: the version on offer, null when there is none. */
export type AskForVersion = () => Promise<string | null>

export interface UpdateCheckDeps {
  /** From settings `updates.check`; off by default. */
  readonly isAllowed: boolean
  /** Only an installed app knows where its updates are. */
  readonly isPackaged: boolean
  readonly currentVersion: string
  readonly log: Log
  ask: AskForVersion
  notify(notice: { readonly title: string; readonly body: string }): void
}

/**
 * One request to the publisher's address when allowed, none otherwise. A failure is logged and not shown: being
 * offline is no fault. Gives the newer version or null.
 */
export async function checkForUpdate(deps: UpdateCheckDeps): Promise<string | null> {
  const { isAllowed, isPackaged, currentVersion, log, ask, notify } = deps
  if (!isAllowed || !isPackaged) return null
  try {
    const version = await ask()
    if (version === null || version === currentVersion) return null
    notify({
      title: `CampaignForge ${version} is out`,
      body: 'Get it from where you got this one. Nothing was downloaded.'
    })
    return version
  } catch (cause) {
    log.warn('update check failed', { cause })
    return null
  }
}

/** electron-updater reads the address that was packed with the app. Loaded only when it is asked. */
export async function askElectronUpdater(): Promise<string | null> {
  const { default: updater } = await import('electron-updater')
  const { autoUpdater } = updater
  autoUpdater.autoDownload = false
  autoUpdater.autoInstallOnAppQuit = false
  const result = await autoUpdater.checkForUpdates()
  return result?.isUpdateAvailable === true ? result.updateInfo.version : null
}
