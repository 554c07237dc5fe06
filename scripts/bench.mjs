// `npm run bench`: the benchmarks, one after the other. Flags after `--` go to bench/run.ts.
import { buildIfStale } from './build-if-stale.mjs'
import { setUp } from './setup.mjs'
import { runMain, runNode } from './toolchain.mjs'

await runMain(async () => {
  await setUp('test')
  await buildIfStale()
  const flags = ['--disable-warning=ExperimentalWarning', 'bench/run.ts', ...process.argv.slice(2)]
  return (await runNode(flags)).code
})
