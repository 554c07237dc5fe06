/** Files that the system hands over, opened with the app or dropped on its icon: added to the library, with a report. */
import { useEffect } from 'react'
import { createActions } from './app-actions.ts'
import type { Studio } from './studio.ts'
import { sayFailed } from './ui/toast.ts'

export function useOpenedFiles(studio: Studio): void {
  useEffect(() => {
    const take = async (): Promise<void> => {
      const { paths } = await studio.client.call('desktop.takeOpenedFiles', {})
      if (paths.length === 0) return
      studio.shell.getState().go('library')
      await createActions(studio).importPaths(paths, null)
    }
    const takeNow = (): void => void take().catch(sayFailed)
    takeNow()
    return studio.client.on('files.opened', takeNow)
  }, [studio])
}
