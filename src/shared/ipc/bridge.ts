/** The three functions the window gets from the preload, and the two channel names they travel on. No dependencies. */

export const REQUEST_CHANNEL = 'campaignforge:request'
export const EVENT_CHANNEL = 'campaignforge:event'
/** Name of the bridge on the window object. */
export const BRIDGE_NAME = 'campaignforge'

export interface Bridge {
  /** Sends one request; answers a Reply, never throws for a refused request. */
  invoke(route: string, input: unknown): Promise<unknown>
  /** Calls the listener for each event of that name; the result unsubscribes. */
  on(event: string, listener: (payload: unknown) => void): () => void
  /** Absolute path of a dropped or chosen file; empty for files that are not on disk. */
  pathOf(file: unknown): string
}
