// Entry of the main process: loads the app's own entry, then lets `ready` happen, as Electron does.
import { pathToFileURL } from 'node:url'
import { becomeReady } from './app.mjs'
import { answerLauncher } from './electron.mjs'

const stuckAfterMs = 15_000

const [, , entry, ...words] = process.argv
// As Electron has it while developing: the program, the app's folder, then what was given.
process.argv = [process.execPath, process.env.STANDIN_APP_DIR, ...words]
answerLauncher()
const warning = setTimeout(() => {
  console.error('stand-in: the main entry has not finished evaluating; "ready" waits for it, as in Electron')
}, stuckAfterMs)
await import(pathToFileURL(entry).href)
clearTimeout(warning)
becomeReady()
