// Packs the app as electron-builder would for Linux, around a stand-in for Electron's binary, and reads the result:
// fuses, what is in the archive, what lies beside it. The product can not be started as an app and never ships.
// `--keep FOLDER` leaves the unpacked archive there, so that the specs can run what ships. Ends with 1 and the faults.
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { inModules, root, runMain, runNode } from './toolchain.mjs'

const fromBuilder = createRequire(createRequire(import.meta.url).resolve('electron-builder'))
const fromLibrary = createRequire(fromBuilder.resolve('app-builder-lib'))
const { createPackage, extractAll, listPackage, statFile } = fromLibrary('@electron/asar')
const { FuseV1Options, getCurrentFuseWire } = fromLibrary('@electron/fuses')

/** The mark before the fuses in Electron's binary, as @electron/fuses looks for it; then version 1 and nine fuses. */
const fuseWire = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('1'.repeat(9))
])
const otherFiles = [
  'chrome-sandbox',
  'chrome_crashpad_handler',
  'LICENSE',
  'LICENSES.chromium.html',
  'resources.pak',
  'icudtl.dat'
]

/** A folder that the packer takes for Electron. */
async function makeElectronFolder(folder) {
  mkdirSync(join(folder, 'resources'), { recursive: true })
  mkdirSync(join(folder, 'locales'))
  copyFileSync('/bin/true', join(folder, 'electron'))
  chmodSync(join(folder, 'electron'), 0o755)
  appendFileSync(join(folder, 'electron'), fuseWire)
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8'))
  writeFileSync(join(folder, 'version'), version)
  const empty = join(folder, 'empty')
  mkdirSync(empty)
  writeFileSync(join(empty, 'main.js'), '')
  await createPackage(empty, join(folder, 'resources/default_app.asar'))
  rmSync(empty, { recursive: true })
  for (const name of ['locales/en-US.pak', ...otherFiles]) writeFileSync(join(folder, name), 'x')
}

async function pack(folder) {
  const electron = join(folder, 'electron')
  await makeElectronFolder(electron)
  const flags = ['--linux', 'dir', '--publish', 'never', `-c.electronDist=${electron}`]
  const output = join(folder, 'dist')
  const { code } = await runNode([
    inModules('electron-builder/cli.js'),
    ...flags,
    `-c.directories.output=${output}`
  ])
  if (code !== 0) throw new Error(`electron-builder ended with ${code}.`)
  return join(output, 'linux-unpacked')
}

/** The states of one fuse in the binary. */
const [off, on] = [0x30, 0x31]
const wantedFuses = {
  RunAsNode: off,
  EnableCookieEncryption: on,
  EnableNodeOptionsEnvironmentVariable: off,
  EnableNodeCliInspectArguments: off,
  EnableEmbeddedAsarIntegrityValidation: on,
  OnlyLoadAppFromAsar: on,
  GrantFileProtocolExtraPrivileges: off
}

async function checkFuses(app, say) {
  const wire = await getCurrentFuseWire(join(app, 'campaignforge'))
  for (const [name, state] of Object.entries(wantedFuses))
    say(wire[FuseV1Options[name]] === state, `the fuse ${name} is ${wire[FuseV1Options[name]]}`)
}

function checkArchive(app, say) {
  const archive = join(app, 'resources/app.asar')
  const names = listPackage(archive).map((name) => name.replaceAll('\\', '/'))
  for (const name of [
    '/package.json',
    '/out/main/index.js',
    '/out/preload/index.cjs',
    '/out/renderer/index.html'
  ])
    say(names.includes(name), `${name} is not in the archive`)
  const packed = names.filter(
    (name) =>
      /\.(node|so(\.\d+)*|dylib|dll)$/.test(name) && statFile(archive, name.slice(1)).unpacked !== true
  )
  say(packed.length === 0, `natives inside the archive: ${packed.join(', ')}`)
  const foreign = names.filter((name) =>
    /^\/(src|test|bench|scripts|docs)\/|\.(map|tsx?)$|\/\.env/.test(name)
  )
  say(foreign.length === 0, `files that do not ship: ${foreign.slice(0, 10).join(', ')}`)
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const absent = Object.keys(dependencies).filter(
    (name) => !names.includes(`/node_modules/${name}/package.json`)
  )
  say(absent.length === 0, `packages that main needs and that do not ship: ${absent.join(', ')}`)
  for (const name of ['fonts', 'sample', 'icon.png'])
    say(existsSync(join(app, 'resources/resources', name)), `resources/${name} does not ship`)
  return { archive, count: names.length }
}

async function main() {
  if (process.platform !== 'linux') {
    console.log('packing is checked on Linux only')
    return 0
  }
  const { values } = parseArgs({ options: { keep: { type: 'string' } } })
  const folder = mkdtempSync(join(tmpdir(), 'campaignforge-pack-'))
  const faults = []
  const say = (isRight, fault) => {
    if (!isRight) faults.push(fault)
  }
  try {
    const app = await pack(folder)
    await checkFuses(app, say)
    const { archive, count } = checkArchive(app, say)
    if (values.keep !== undefined) {
      extractAll(archive, values.keep)
      cpSync(join(app, 'resources/resources'), join(values.keep, 'resources'), { recursive: true })
    }
    for (const fault of faults) console.error(fault)
    console.log(`packed app, ${count} entries in the archive: ${faults.length} faults`)
    return faults.length > 0 ? 1 : 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

await runMain(main)
