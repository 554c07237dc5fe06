/** Ends threads whose program listens for the word 'close'. */
import { once } from 'node:events'
import type { Worker } from 'node:worker_threads'

/** Asks the thread to close what it holds, and waits until it has ended. */
export async function endThread(thread: Worker): Promise<void> {
  const ended = once(thread, 'exit')
  thread.ref()
  thread.postMessage('close')
  await ended
}
