// Loaded by `node --import`: answers `electron` for import and require with the stand-in.
import { registerHooks } from 'node:module'

const standInUrl = new URL('./electron.mjs', import.meta.url).href
const names = new Set(['electron', 'electron/main', 'electron/common'])

registerHooks({
  resolve: (specifier, context, next) =>
    names.has(specifier) ? { url: standInUrl, shortCircuit: true } : next(specifier, context)
})
Object.defineProperty(process, 'type', { value: 'browser' })
Object.defineProperty(process, 'resourcesPath', { value: process.env.STANDIN_APP_DIR })
