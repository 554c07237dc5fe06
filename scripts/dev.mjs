// `npm run dev`: the desktop app with hot reload of the window.
import { ensureElectron } from './electron-binary.mjs'
import { setUp } from './setup.mjs'
import { inModules, projectEnv, runMain, runNode } from './toolchain.mjs'

await runMain(async () => {
  await setUp('packages')
  const env = projectEnv({ ELECTRON_EXEC_PATH: await ensureElectron() })
  return (await runNode([inModules('electron-vite/bin/electron-vite.js'), 'dev'], { env })).code
})
