// Type checks every TypeScript project of the tree with the native compiler, two at a time, and
// refuses compiled leftovers in src, which bundlers would take in place of the sources.
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const compiler = join(root, 'node_modules/typescript-native/bin/tsc')
const projects = ['src/main', 'test', 'src/renderer', 'src/shared', 'src/preload']

function strayOutputs() {
  return globSync('src/**/*.{js,jsx,cjs,mjs,map,d.ts,tsbuildinfo}', { cwd: root }).filter(
    (path) => !path.endsWith('env.d.ts')
  )
}

function check(project) {
  const startedAt = performance.now()
  return new Promise((done) => {
    const child = spawn(process.execPath, [compiler, '-p', project, '--pretty', 'false'], { cwd: root })
    const output = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk))
    child.once('close', (code) => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
      done({ project, ok: code === 0, seconds, output: Buffer.concat(output).toString() })
    })
  })
}

async function checkAll() {
  const waiting = [...projects]
  const results = []
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results.push(await check(next))
  }
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work))
  return results
}

const strays = strayOutputs()
for (const path of strays) console.error(`${path}: compiled output does not belong in src. Delete it.`)
const results = await checkAll()
for (const { project, ok, seconds, output } of results) {
  if (!ok) process.stdout.write(output)
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${project} (${seconds} s)`)
}
process.exitCode = strays.length > 0 || results.some(({ ok }) => !ok) ? 1 : 0
