// `npm start`: sets up and builds what is missing, then opens the desktop app.
import { buildIfStale } from './build-if-stale.mjs'
import { ensureElectron } from './electron-binary.mjs'
import { setUp } from './setup.mjs'
import { root, run, runMain } from './toolchain.mjs'

await runMain(async () => {
  await setUp('packages')
  const electron = await ensureElectron()
  await buildIfStale()
  return (await run(electron, [root, ...process.argv.slice(2)], { isShown: true })).code
})
