// Runs a command beside an unlocked keyring of its own, in a home folder of its own, so that tests of the system
// keychain neither see nor change the keys of the person who runs them. Where that cannot be had, the command runs
// without a keyring and without CAMPAIGNFORGE_TEST_KEYRING=1.
//   node scripts/with-keyring.mjs COMMAND ARG…
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { findProgram, run, runMain } from './toolchain.mjs'

const startMs = 10_000
const pollMs = 50
const needed = ['dbus-daemon', 'dbus-send', 'gnome-keyring-daemon']

const canHaveKeyring = () =>
  process.platform === 'linux' && needed.every((name) => findProgram(name) !== null)

function privateFolders(home) {
  const folders = {
    HOME: home,
    XDG_DATA_HOME: join(home, '.local/share'),
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_RUNTIME_DIR: join(home, 'run')
  }
  for (const path of Object.values(folders)) mkdirSync(path, { recursive: true, mode: 0o700 })
  return folders
}

const whenLost = (child) => Promise.race([once(child, 'exit'), once(child, 'error')]).then(() => null)

/** A bus that starts no service by itself: only the keyring below answers on it. */
const busConfig = (folder) => `<busconfig>
  <type>session</type>
  <listen>unix:dir=${folder}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

/** A session bus; its address, or null when it does not start. */
async function startBus(env) {
  const configFile = join(env.XDG_CONFIG_HOME, 'bus.conf')
  writeFileSync(configFile, busConfig(env.XDG_RUNTIME_DIR))
  const child = spawn('dbus-daemon', [`--config-file=${configFile}`, '--nofork', '--print-address'], {
    env,
    stdio: ['ignore', 'pipe', 'ignore']
  })
  const address = await Promise.race([
    once(child.stdout, 'data').then(([line]) => String(line).trim()),
    whenLost(child)
  ])
  return { child, address }
}

const askWhetherKeyringAnswers = [
  '--session',
  '--print-reply=literal',
  '--reply-timeout=1000',
  '--dest=org.freedesktop.secrets',
  '/org/freedesktop/secrets/aliases/default',
  'org.freedesktop.DBus.Properties.Get',
  'string:org.freedesktop.Secret.Collection',
  'string:Locked'
]

/** An unlocked keyring on that bus; `isUp` once its default collection answers. */
async function startKeyring(env) {
  const child = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    env,
    stdio: ['pipe', 'ignore', 'ignore']
  })
  const state = { isLost: false }
  void whenLost(child).then(() => {
    state.isLost = true
  })
  // An empty password: the keyring lives only as long as the command.
  child.stdin.on('error', () => undefined).end('\n')
  const deadline = Date.now() + startMs
  while (!state.isLost && Date.now() < deadline) {
    const { code, output } = await run('dbus-send', askWhetherKeyringAnswers, { env })
    if (code === 0 && output.includes('false')) return { child, isUp: true }
    await sleep(pollMs)
  }
  return { child, isUp: false }
}

async function endChild(child) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

async function withKeyring(work) {
  const home = mkdtempSync(join(tmpdir(), 'campaignforge-home-'))
  const children = []
  try {
    const folders = privateFolders(home)
    const bus = await startBus({ ...process.env, ...folders })
    children.unshift(bus.child)
    if (bus.address === null) return await work(null)
    const env = { ...folders, DBUS_SESSION_BUS_ADDRESS: bus.address }
    const keyring = await startKeyring({ ...process.env, ...env })
    children.unshift(keyring.child)
    return await work(keyring.isUp ? { ...env, CAMPAIGNFORGE_TEST_KEYRING: '1' } : null)
  } finally {
    for (const child of children) await endChild(child)
    rmSync(home, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Runs a command with a keyring where one can be had; gives its exit code. */
export async function runWithKeyring([program, ...args], env = process.env) {
  const runIn = async (more) => {
    if (more === null) console.error('No keyring to test with: the tests of the system keychain are skipped.')
    const options = { isShown: true, env: { ...env, ...more }, cwd: process.cwd() }
    return (await run(program, args, options)).code
  }
  return canHaveKeyring() ? await withKeyring(runIn) : await runIn(null)
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(() => runWithKeyring(process.argv.slice(2)))
}
