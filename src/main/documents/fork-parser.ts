/** Starts the parser program with Node's own fork: for the command line and tests. The window's app uses Electron's. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { ParserChild } from './parser-child.ts'

/** The program beside this file, as source; a bundled app passes its own path. */
export const PARSER_ENTRY_PATH = fileURLToPath(new URL('./parser-entry.ts', import.meta.url))

/** Heap limit of one parser process; buffers outside the heap are bounded by the watch on its memory. */
const MAX_HEAP_MEGABYTES = 768

export function forkParser(entryPath: string = PARSER_ENTRY_PATH): ParserChild {
  const child = fork(entryPath, {
    execArgv: [`--max-old-space-size=${MAX_HEAP_MEGABYTES}`, '--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc']
  })
  child.on('error', () => undefined)
  return {
    pid: child.pid,
    send: (message) => {
      // A process that died meanwhile is reported by its exit event.
      child.send(message as object, () => undefined)
    },
    onMessage: (listener) => {
      child.on('message', listener)
      return () => void child.off('message', listener)
    },
    onExit: (listener) => {
      child.once('exit', listener)
      return () => void child.off('exit', listener)
    },
    kill: () => void child.kill('SIGKILL'),
    hold(isBusy) {
      if (isBusy) {
        child.ref()
        child.channel?.ref()
      } else {
        child.unref()
        child.channel?.unref()
      }
    }
  }
}
