// `npm run chaos`: about five minutes of kills, broken stores, a damaged catalog and a full disk, then an independent
// check that nothing accepted was lost. `-- --seconds N --seed N`; the seed is printed.
import { setUp } from './setup.mjs'
import { runMain, runNode } from './toolchain.mjs'

await runMain(async () => {
  await setUp('demo')
  const script = 'test/harness/chaos-main.ts'
  return (await runNode(['--disable-warning=ExperimentalWarning', script, ...process.argv.slice(2)])).code
})
