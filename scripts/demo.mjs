// `npm run demo`: sets up what is missing, then runs the whole main job on the bundled sample. Without --data the
// library lies beside the results, so that a demo never mixes with somebody's own work.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { setUp } from './setup.mjs'
import { runMain, runNode } from './toolchain.mjs'

const cli = 'src/main/cli/main.ts'

await runMain(async () => {
  await setUp('demo')
  const given = process.argv.slice(2)
  const { values } = parseArgs({
    args: given,
    options: { out: { type: 'string' }, data: { type: 'string' } },
    strict: false
  })
  const out = typeof values.out === 'string' ? values.out : 'demo-output'
  const hasData = values.data !== undefined || Boolean(process.env['CAMPAIGNFORGE_DATA'])
  const data = hasData ? [] : ['--data', join(out, 'data')]
  const args = ['--disable-warning=ExperimentalWarning', cli, ...data, 'demo', '--out', out, ...given]
  return (await runNode(args)).code
})
