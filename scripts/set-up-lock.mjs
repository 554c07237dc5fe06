// One set-up of this folder at a time: a second one waits for the first and then finds everything there.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fail, root } from './toolchain.mjs'

const pollMs = 500
const patienceMs = 20 * 60_000
/** Between making the folder and writing the process id into it. */
const birthMs = 5000

const lockDir = join(
  tmpdir(),
  `campaignforge-set-up-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`
)
const ownerFile = join(lockDir, 'pid')

function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function hasLiveOwner() {
  try {
    return isRunning(Number(readFileSync(ownerFile, 'utf8')))
  } catch {
    return false
  }
}

function tryTake() {
  try {
    mkdirSync(lockDir)
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
  writeFileSync(ownerFile, String(process.pid))
  return true
}

async function take() {
  const deadline = Date.now() + patienceMs
  let ownerlessSince = null
  let hasTold = false
  while (!tryTake()) {
    if (Date.now() > deadline) fail(`Another set-up has not finished. If none runs, remove ${lockDir}`)
    if (hasLiveOwner()) {
      ownerlessSince = null
      if (!hasTold) console.log('Another set-up of this folder is running: waiting for it.')
      hasTold = true
    } else {
      ownerlessSince ??= Date.now()
      if (Date.now() - ownerlessSince > birthMs) rmSync(lockDir, { recursive: true, force: true })
    }
    await sleep(pollMs)
  }
}

/** Runs the work while no other process of this computer sets up the same folder. */
export async function withSetUpLock(work) {
  await take()
  try {
    return await work()
  } finally {
    rmSync(lockDir, { recursive: true, force: true })
  }
}
