/** Watches the main process from inside while it works: how long its thread was busy without a pause, and with what. */
import type { RunningApp } from '#test/harness/electron-stand-in/launch.mjs'

export interface Gap {
  /** Since the watch began. */
  readonly atMs: number
  /** Between two ticks; on a busy computer part of it is waiting for a core. */
  readonly wallMs: number
  /** What the thread itself worked in that time. */
  readonly cpuMs: number
  /** Functions on top of the stack in that time, busiest first. */
  readonly busy: readonly string[]
}

export interface Watched {
  readonly gaps: readonly Gap[]
  readonly ticks: number
  /** Of monitorEventLoopDelay. */
  readonly delayMs: { readonly p50: number; readonly p99: number; readonly max: number }
}

/** Starts watching in the main process. */
export async function startWatch(app: Pick<RunningApp, 'evaluate'>, isProfiling: boolean): Promise<void> {
  await app.evaluate(async (_electron, profiling) => {
    const { monitorEventLoopDelay, performance } = process.getBuiltinModule('node:perf_hooks')
    const { Session } = process.getBuiltinModule('node:inspector/promises')
    const session = new Session()
    session.connect()
    if (profiling) {
      await session.post('Profiler.enable')
      await session.post('Profiler.setSamplingInterval', { interval: 1000 })
      await session.post('Profiler.start')
    }
    const histogram = monitorEventLoopDelay({ resolution: 10 })
    histogram.enable()
    const startedAt = performance.now()
    const gaps: { from: number; to: number; cpuMs: number }[] = []
    let last = { at: startedAt, cpu: process.threadCpuUsage() }
    let ticks = 0
    const timer = setInterval(() => {
      const now = { at: performance.now(), cpu: process.threadCpuUsage() }
      const cpuMs = (now.cpu.user - last.cpu.user + now.cpu.system - last.cpu.system) / 1000
      if (now.at - last.at > 30) gaps.push({ from: last.at, to: now.at, cpuMs })
      last = now
      ticks += 1
    }, 10)
    Reflect.set(globalThis, 'soak', {
      session,
      histogram,
      gaps,
      timer,
      startedAt,
      ticks: () => ticks,
      profiling
    })
  }, isProfiling)
}

/** Ends the watch and gives what it saw. */
export async function endWatch(app: Pick<RunningApp, 'evaluate'>): Promise<Watched> {
  return await app.evaluate(async () => {
    const watch = Reflect.get(globalThis, 'soak')
    clearInterval(watch.timer)
    watch.histogram.disable()
    const nothing = { profile: { nodes: [], timeDeltas: [], samples: [], startTime: 0 } }
    const { profile } = watch.profiling ? await watch.session.post('Profiler.stop') : nothing
    watch.session.disconnect()
    interface Node {
      readonly id: number
      readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
      readonly children?: readonly number[]
    }
    const nodes = new Map<number, Node>(profile.nodes.map((node: Node) => [node.id, node]))
    const parents = new Map<number, number>()
    for (const node of nodes.values()) for (const child of node.children ?? []) parents.set(child, node.id)
    // The profile's clock and performance.now() tick alike; they differ by when each began.
    const offsetMs = profile.startTime / 1000 - watch.startedAt
    const nameOf = ({ callFrame }: Node): string =>
      `${callFrame.functionName || '(anonymous)'} ${callFrame.url.split('/').at(-1) ?? ''}:${callFrame.lineNumber + 1}`
    const stackOf = (id: number): string => {
      const names: string[] = []
      for (let at: number | undefined = id; at !== undefined && names.length < 4; at = parents.get(at)) {
        const node = nodes.get(at)
        if (node !== undefined && node.callFrame.functionName !== '(root)') names.push(nameOf(node))
      }
      return names.join(' < ')
    }
    const times: number[] = []
    let time = profile.startTime
    for (const delta of profile.timeDeltas) {
      time += delta
      times.push(time / 1000 - offsetMs)
    }
    const gaps = watch.gaps.map(({ from, to, cpuMs }: { from: number; to: number; cpuMs: number }) => {
      const counts = new Map<string, number>()
      for (const [index, at] of times.entries()) {
        if (at < from || at > to) continue
        const stack = stackOf(profile.samples[index])
        counts.set(stack, (counts.get(stack) ?? 0) + 1)
      }
      const busy = [...counts].sort((one, other) => other[1] - one[1]).slice(0, 4)
      return {
        atMs: from - watch.startedAt,
        wallMs: to - from,
        cpuMs,
        busy: busy.map(([stack, count]) => `${count} × ${stack}`)
      }
    })
    const { histogram } = watch
    const ms = (nanoseconds: number): number => nanoseconds / 1e6
    return {
      gaps,
      ticks: watch.ticks(),
      delayMs: {
        p50: ms(histogram.percentile(50)),
        p99: ms(histogram.percentile(99)),
        max: ms(histogram.max)
      }
    }
  })
}
