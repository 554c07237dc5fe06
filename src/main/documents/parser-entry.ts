/** The program of the parser process: answers one request after another until the app goes away. */
import { toAppError, toSerializedError } from '#shared/errors.ts'
import { type ParserReply, parserRequestSchema } from './parser-protocol.ts'
import { runParserTask } from './parser-tasks.ts'

interface ParentPort {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): void
  postMessage(message: unknown): void
}

/** pdf.js takes an Electron utility process for a browser window and then misses its classes. */
function actAsNode(): void {
  if (process.versions['electron'] === undefined) return
  Object.defineProperty(process, 'type', { value: undefined, configurable: true, writable: true })
}

function findParentPort(): ParentPort | null {
  if (!('parentPort' in process)) return null
  // Electron's utility process adds this property; Node's types do not know it.
  return (process.parentPort as ParentPort | undefined) ?? null
}

async function answer(message: unknown, send: (reply: ParserReply) => void): Promise<void> {
  const { id, task } = parserRequestSchema.parse(message)
  const rssBytes = (): number => process.memoryUsage.rss()
  try {
    const result = await runParserTask(task, () => send({ kind: 'progress', id }))
    send({ kind: 'done', id, result, rssBytes: rssBytes() })
  } catch (thrown) {
    const { details, ...plain } = toSerializedError(toAppError(thrown))
    const error = details === undefined ? plain : { ...plain, details: { ...details } }
    send({ kind: 'failed', id, error, rssBytes: rssBytes() })
  }
}

function serve(): void {
  const port = findParentPort()
  if (port !== null) {
    port.on('message', ({ data }) => void answer(data, (reply) => port.postMessage(reply)))
    return
  }
  process.on('message', (message) => void answer(message, (reply) => process.send?.(reply)))
  process.on('disconnect', () => process.exit(0))
}

actAsNode()
serve()
