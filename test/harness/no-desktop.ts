/** A desktop shell on which nobody is there: every dialog is dismissed. */
import { tmpdir } from 'node:os'
import type { Desktop } from '#main/ipc/desktop.ts'

export function noDesktop(): Desktop {
  return {
    openPath: async () => false,
    chooseSavePath: async () => null,
    chooseFolder: async () => null,
    showInFolder: () => undefined,
    takeOpenedFiles: () => [],
    startDrag: () => false,
    sampleFolder: tmpdir(),
    quit: () => undefined,
    about: () => ({ version: '0.0.0', logFolder: tmpdir() })
  }
}
