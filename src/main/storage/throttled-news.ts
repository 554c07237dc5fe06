/** Passes on that something changed, at most four times a second and always the last time. */
export interface ThrottledNews {
  tell(name: string): void
  /** Passes on what waits and ends the timer. */
  stop(): void
}

const INTERVAL_MS = 250

export function createThrottledNews(send: (name: string) => void): ThrottledNews {
  let latest: string | null = null
  let timer: NodeJS.Timeout | null = null

  function flush(): void {
    const name = latest
    latest = null
    timer = null
    if (name === null) return
    send(name)
    timer = setTimeout(flush, INTERVAL_MS)
  }

  return {
    tell(name) {
      latest = name
      if (timer === null) flush()
    },
    stop() {
      if (timer !== null) clearTimeout(timer)
      timer = null
      if (latest !== null) send(latest)
      latest = null
    }
  }
}
