/** Files the system hands over: named on the command line, opened with this app, or dropped on its icon. */
import { existsSync } from 'node:fs'
import path from 'node:path'

export interface OpenedFiles {
  /** Takes paths in; those that do not exist are left out. */
  add(paths: readonly string[]): void
  /** What came since the last time, each once; the window asks for it. */
  take(): readonly string[]
}

/** @param onNews called when something came in */
export function createOpenedFiles(onNews: () => void): OpenedFiles {
  let waiting: readonly string[] = []
  return {
    add(paths) {
      const found = paths.filter((one) => existsSync(one))
      if (found.length === 0) return
      waiting = [...new Set([...waiting, ...found])]
      onNews()
    },
    take() {
      const taken = waiting
      waiting = []
      return taken
    }
  }
}

/** The paths among a command's words, made absolute: switches, and everything after them that is no path, fall away. */
export function pathsAmong(words: readonly string[], folder: string): readonly string[] {
  return words
    .filter((word) => word !== '' && !word.startsWith('-') && !/^[a-z][a-z0-9+.-]+:\/\//i.test(word))
    .map((word) => path.resolve(folder, word))
}

/** The words a person or the system gave: the program comes first, when developing the app's folder or entry after it. */
export function givenWords(words: readonly string[], isPackaged: boolean): readonly string[] {
  return words.slice(isPackaged ? 1 : 2)
}
