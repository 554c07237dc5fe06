/** Entry of `npm run chaos`: prints the seed, what was done and what was lost. Status 1 when anything was. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { runChaos } from './chaos.ts'
import { isLossless } from './chaos-check.ts'
import { runFullDisk } from './chaos-full-disk.ts'

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '240' }, seed: { type: 'string' } }
})
const seed = values.seed === undefined ? Math.floor(Math.random() * 1e9) : Number(values.seed)
const folder = await mkdtemp(path.join(tmpdir(), 'campaignforge-chaos-'))
const say = (line: string): boolean => process.stdout.write(`${line}\n`)

say(`chaos: seed ${seed}, ${values.seconds} s of rounds in ${folder}`)
const result = await runChaos({ seed, seconds: Number(values.seconds), folder, say })
say(JSON.stringify(result, null, 2))
const full = await runFullDisk(folder)
say(
  full === null
    ? 'full disk: skipped, mounting a small disk needs Linux and root'
    : JSON.stringify(full, null, 2)
)
const isSound =
  isLossless(result.losses) && result.failures.length === 0 && (full === null || isLossless(full.losses))
say(isSound ? 'Nothing lost.' : `NOT SOUND. The folder is kept: ${folder}`)
if (isSound) await rm(folder, { recursive: true, force: true })
process.exitCode = isSound ? 0 : 1
