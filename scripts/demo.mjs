// `npm run demo`: sets up what is missing, then runs the whole main job on the bundled sample.
import { setUp } from './setup.mjs'
import { runMain, runNode } from './toolchain.mjs'

const cli = 'src/main/cli/main.ts'

await runMain(async () => {
  await setUp('demo')
  const args = ['--disable-warning=ExperimentalWarning', cli, 'demo', ...process.argv.slice(2)]
  return (await runNode(args)).code
})
