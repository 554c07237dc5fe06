/** Keeps a small pool of parser processes, so that a file that crashes, hangs or eats memory costs only itself. */
import type { DocumentKind, Extraction } from '#shared/domain/document.ts'
import { AppError } from '#shared/errors.ts'
import { throwIfCancelled } from '../core/cancel.ts'
import type { Clock } from '../core/clock.ts'
import { createLimit } from '../core/limit.ts'
import {
  converse,
  PARSER_LIMITS,
  type ParserChild,
  type ParserLimits,
  type TaskResult
} from './parser-child.ts'
import {
  type Drawn,
  type ImageFacts,
  type OptimisedFile,
  type ParserTask,
  resultSchemas
} from './parser-protocol.ts'
import { type ReadUsage, readProcessUsage } from './process-usage.ts'

export interface ParserOptions {
  readonly signal?: AbortSignal | undefined
}

export interface ParserHost {
  /**
   * Text, pages and outline of one document. Throws the reader's codes, TIMEOUT for an endless file,
   * FILE_TOO_LARGE for one that needs too much memory, CANCELLED.
   */
  parse(
    request: { readonly path: string; readonly format: DocumentKind },
    options?: ParserOptions
  ): Promise<Extraction>
  /** Reads a picture once: size after orientation, perceptual hash, and a thumbnail when a path is given. */
  readImage(
    task: Omit<Extract<ParserTask, { task: 'image' }>, 'task'>,
    options?: ParserOptions
  ): Promise<ImageFacts>
  /** Writes a smaller picture; null when the settings want none or it would not be smaller. */
  optimise(
    task: Omit<Extract<ParserTask, { task: 'optimise' }>, 'task'>,
    options?: ParserOptions
  ): Promise<OptimisedFile | null>
  /** Draws page 1 into `outPath`. */
  draw(task: Omit<Extract<ParserTask, { task: 'draw' }>, 'task'>, options?: ParserOptions): Promise<Drawn>
  /** Ends all processes; later calls are refused. */
  stop(): Promise<void>
}

/** Starts a process that runs parser-entry. */
export type ForkParser = () => ParserChild

export interface ParserHostDeps {
  readonly fork: ForkParser
  readonly clock: Pick<Clock, 'now'>
  /** Processes at once; 2 when not given. */
  readonly poolSize?: number
  readonly limits?: ParserLimits
  readonly readUsage?: ReadUsage
}

interface Slot {
  child: ParserChild | null
}

export function createParserHost(deps: ParserHostDeps): ParserHost {
  const limits = deps.limits ?? PARSER_LIMITS
  const poolSize = deps.poolSize ?? 2
  const gate = createLimit(poolSize)
  const free: Slot[] = Array.from({ length: poolSize }, () => ({ child: null }))
  const living = new Set<ParserChild>()
  let nextId = 1
  let isStopped = false

  function start(slot: Slot): ParserChild {
    const child = deps.fork()
    living.add(child)
    slot.child = child
    child.onExit(() => {
      living.delete(child)
      if (slot.child === child) slot.child = null
    })
    return child
  }

  function retire(slot: Slot): void {
    slot.child?.kill()
    slot.child = null
  }

  async function runOn(slot: Slot, task: ParserTask, signal: AbortSignal | undefined): Promise<unknown> {
    const child = slot.child ?? start(slot)
    const id = nextId++
    const readUsage = deps.readUsage ?? readProcessUsage
    const { result, rssBytes } = await converse({
      child,
      id,
      task,
      limits,
      readUsage,
      now: deps.clock.now,
      signal,
      onKill: () => {
        slot.child = null
      }
    })
    if (rssBytes > limits.restartRssBytes) retire(slot)
    return result
  }

  async function run<Name extends ParserTask['task']>(
    name: Name,
    task: ParserTask,
    signal: AbortSignal | undefined
  ): Promise<TaskResult<Name>> {
    const result = await gate(async () => {
      throwIfCancelled(signal)
      if (isStopped) throw new AppError('CANCELLED', 'The app is closing.')
      const slot = free.pop() ?? { child: null }
      try {
        return await runOn(slot, task, signal)
      } finally {
        free.push(slot)
      }
    })
    const parsed = resultSchemas[name].safeParse(result)
    if (!parsed.success)
      throw new AppError('INTERNAL', 'The reader gave an unusable answer.', { cause: parsed.error })
    // One schema per task name, chosen by the same name two lines above.
    return parsed.data as TaskResult<Name>
  }

  return {
    parse: (request, options = {}) => run('extract', { task: 'extract', ...request }, options.signal),
    readImage: (task, options = {}) => run('image', { task: 'image', ...task }, options.signal),
    optimise: (task, options = {}) => run('optimise', { task: 'optimise', ...task }, options.signal),
    draw: (task, options = {}) => run('draw', { task: 'draw', ...task }, options.signal),
    async stop() {
      isStopped = true
      for (const child of [...living]) child.kill()
    }
  }
}
