// `npm run bench`: the benchmarks, one after the other. Flags after `--` go to bench/run.ts.
import { setUp } from './setup.mjs'
import { runMain, runNode } from './toolchain.mjs'

await runMain(async () => {
  await setUp('demo')
  const flags = ['--disable-warning=ExperimentalWarning', 'bench/run.ts', ...process.argv.slice(2)]
  return (await runNode(flags)).code
})
