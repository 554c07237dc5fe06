/** One run of the command line: opens services when a verb needs them, turns Ctrl-C into a cancel, closes everything. */
import path from 'node:path'
import type { Readable } from 'node:stream'
import { AppError } from '#shared/errors.ts'
import { defaultDataFolder } from '../core/data-folder.ts'
import type { JobContext } from '../core/job-entry.ts'
import { type NodeServicesOptions, openNodeServices } from '../node-services.ts'
import type { Services } from '../services.ts'
import type { Console, Output } from './console.ts'

export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly homeFolder: string
  readonly platform: NodeJS.Platform
  readonly stdin: Readable
  readonly stdout: Output
  readonly stderr: Output
  onInterrupt(listener: () => void): void
}

export interface VerbAnswer {
  readonly json: unknown
  readonly text: string
  /** 1 when the answer itself reports that everything failed. */
  readonly exitCode?: number
}

export interface VerbTools {
  readonly services: Services
  readonly context: JobContext
  readonly console: Console
  /** All of standard input as text, without the final newline. */
  readInput(): Promise<string>
  /** A path as the user typed it, made absolute. */
  resolvePath(typed: string): string
}

/** How the services are opened for a verb. */
export type RunOptions = Pick<NodeServicesOptions, 'damagedCatalog'>

export interface Session {
  /** Runs a verb with services open and prints its answer; uploads begun by it are finished first. */
  run(verb: (tools: VerbTools) => Promise<VerbAnswer>, options?: RunOptions): Promise<void>
  setDataFolder(folder: string): void
  exitCode(): number
  close(): Promise<void>
}

export function openSession(options: { surroundings: Surroundings; console: Console }): Session {
  const { surroundings, console } = options
  const controller = new AbortController()
  let dataFolder = defaultDataFolder(surroundings)
  let services: Services | null = null
  let exitCode = 0

  surroundings.onInterrupt(() => controller.abort(new AppError('CANCELLED', 'Cancelled.')))

  const context: JobContext = {
    signal: controller.signal,
    report: (done, total, stage) => console.progress(stage ?? '', done, total)
  }

  return {
    async run(verb, options = {}) {
      services = await openNodeServices({
        dataFolder,
        environment: surroundings.environment,
        ...options
      })
      const answer = await verb({
        services,
        context,
        console,
        readInput: () => readAll(surroundings.stdin),
        resolvePath: (typed) => path.resolve(typed)
      })
      await services.storage.drain(controller.signal)
      console.answer(answer.json, answer.text)
      exitCode = answer.exitCode ?? 0
    },
    setDataFolder(folder) {
      dataFolder = path.resolve(folder)
    },
    exitCode: () => exitCode,
    async close() {
      await services?.close()
    }
  }
}

async function readAll(stream: Readable): Promise<string> {
  let text = ''
  for await (const chunk of stream.setEncoding('utf8')) {
    text += String(chunk)
    if (text.length > 65_536)
      throw new AppError('INVALID_INPUT', 'Standard input is too long for this value.')
  }
  return text.replace(/\r?\n$/, '')
}
