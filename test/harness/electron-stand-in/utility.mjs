// Loaded by `node --import` into utility processes: gives `process.parentPort` with Electron's shape.
import { EventEmitter } from 'node:events'

const early = []
const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (message) => process.send(structuredClone(message), () => undefined),
  start: () => undefined
})

function deliverEarly() {
  while (early.length > 0) parentPort.emit('message', early.shift())
}

process.on('message', (data) => {
  const event = { data, ports: [] }
  if (parentPort.listenerCount('message') > 0) parentPort.emit('message', event)
  else early.push(event)
})
parentPort.on('newListener', (name) => {
  if (name === 'message') setImmediate(deliverEarly)
})
Object.defineProperty(process, 'parentPort', { value: parentPort })
Object.defineProperty(process, 'type', { value: 'utility' })
