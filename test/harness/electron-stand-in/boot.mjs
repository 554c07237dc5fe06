// Entry of the main process: loads the app's own entry, then lets `ready` happen, as Electron does.
import { pathToFileURL } from 'node:url'
import { becomeReady } from './app.mjs'
import { answerLauncher } from './electron.mjs'

const stuckAfterMs = 15_000

answerLauncher()
const warning = setTimeout(() => {
  console.error('stand-in: the main entry has not finished evaluating; "ready" waits for it, as in Electron')
}, stuckAfterMs)
await import(pathToFileURL(process.argv[2]).href)
clearTimeout(warning)
becomeReady()
