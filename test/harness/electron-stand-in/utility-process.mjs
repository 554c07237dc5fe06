// `utilityProcess`: a real child process with `process.parentPort`.
import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { basename } from 'node:path'
import { app } from './app.mjs'
import { record, strict } from './wire.mjs'

const setUpUrl = new URL('./utility.mjs', import.meta.url).href
const running = new Set()

process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

function start(path, args, options) {
  const stream = options.stdio ?? 'inherit'
  return fork(path, args, {
    execArgv: ['--import', setUpUrl, ...(options.execArgv ?? [])],
    serialization: 'advanced',
    env: options.env ?? process.env,
    cwd: options.cwd,
    stdio: ['ignore', stream, stream, 'ipc']
  })
}

function wrap(child) {
  const handle = Object.assign(new EventEmitter(), {
    stdout: child.stdout,
    stderr: child.stderr,
    postMessage: (message) => child.send(structuredClone(message), () => undefined),
    kill: () => child.kill()
  })
  Object.defineProperty(handle, 'pid', {
    get: () => (child.exitCode === null && child.signalCode === null ? child.pid : undefined)
  })
  child.once('spawn', () => handle.emit('spawn'))
  child.once('error', (error) => handle.emit('error', 'FatalError', String(error), ''))
  child.on('message', (message) => handle.emit('message', message))
  child.once('exit', (code, signal) => handle.emit('exit', code ?? (signal === 'SIGTERM' ? 0 : 1)))
  return handle
}

function forkUtility(path, args = [], options = {}) {
  if (!app.isReady()) throw new Error('utilityProcess cannot be created before app is ready.')
  record('utilityProcess.fork', basename(path))
  const child = start(path, args, options)
  running.add(child)
  child.once('exit', () => running.delete(child))
  return wrap(child)
}

export const utilityProcess = strict('utilityProcess', { fork: forkUtility })
