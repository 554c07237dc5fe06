/** Starts the document parser as a utility process: sandboxed like a renderer's sibling, ended with the app. */
import { utilityProcess } from 'electron'
import type { ParserChild } from '../documents/parser-child.ts'

/** Heap limit of one parser process; buffers outside the heap are bounded by the watch on its memory. */
const MAX_HEAP_MEGABYTES = 768

export function forkUtility(entryPath: string): ParserChild {
  const child = utilityProcess.fork(entryPath, [], {
    serviceName: 'CampaignForge reader',
    execArgv: [`--max-old-space-size=${MAX_HEAP_MEGABYTES}`],
    stdio: 'ignore'
  })
  return {
    get pid() {
      return child.pid
    },
    send: (message) => child.postMessage(message),
    onMessage: (listener) => {
      child.on('message', listener)
      return () => void child.off('message', listener)
    },
    onExit: (listener) => {
      child.once('exit', listener)
      return () => void child.off('exit', listener)
    },
    kill: () => void child.kill(),
    // Electron ends its utility processes with the app, busy or not.
    hold: () => undefined
  }
}
