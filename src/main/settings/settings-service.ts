/** Settings: one JSON file in the data folder, checked as a whole on every read and write. */
import { readFileSync, renameSync } from 'node:fs'
import path from 'node:path'
import type { z } from 'zod'
import { type Settings, settingsSchema } from '#shared/domain/settings.ts'
import { AppError } from '#shared/errors.ts'
import { systemCode, writeFileAtomic } from '../core/files.ts'
import type { Log } from '../core/log.ts'
import { parseSettingText, readPath, writePath } from './setting-path.ts'

export interface SettingsReader {
  /** The current settings, complete with defaults. */
  get(): Settings
}

export interface SettingsService extends SettingsReader {
  /** One value by dotted path, or everything without one. INVALID_INPUT for an unknown path. */
  getAt(dottedPath: string | null): unknown
  /** Checks the whole, writes the file, tells listeners. INVALID_INPUT names what does not fit; nothing is written then. */
  setAt(dottedPath: string, value: unknown): Promise<Settings>
  /** As setAt, from text typed by a person: JSON where it parses, else a word; lists may be comma-separated. */
  setText(dottedPath: string, text: string): Promise<Settings>
  /** Calls back after every change; gives the unsubscribe. */
  onChange(listener: (settings: Settings) => void): () => void
}

export interface SettingsDeps {
  readonly dataFolder: string
  readonly log: Log
  readonly now: () => number
}

/** Loads the file; a damaged one is set aside under a new name and defaults are used, so the app always starts. */
export function createSettingsService(deps: SettingsDeps): SettingsService {
  const file = path.join(deps.dataFolder, 'settings.json')
  const listeners = new Set<(settings: Settings) => void>()
  let current = load(file, deps)
  let last: Promise<unknown> = Promise.resolve()

  /** One change after the other: each starts from what the one before left. */
  function apply(dottedPath: string, value: unknown): Promise<Settings> {
    const change = last.then(() => applyNow(dottedPath, value))
    last = change.catch(() => undefined)
    return change
  }

  async function applyNow(dottedPath: string, value: unknown): Promise<Settings> {
    readPath(current, dottedPath)
    const parsed = settingsSchema.safeParse(writePath(current, dottedPath, value))
    if (!parsed.success) throw invalid(dottedPath, parsed.error)
    await writeFileAtomic(file, `${JSON.stringify(parsed.data, null, 2)}\n`)
    current = parsed.data
    for (const listener of listeners) listener(current)
    return current
  }

  return {
    get: () => current,
    getAt: (dottedPath) => (dottedPath === null ? current : readPath(current, dottedPath)),
    setAt: apply,
    async setText(dottedPath, text) {
      const candidates = parseSettingText(text)
      const fitting = candidates.find(
        (value) => settingsSchema.safeParse(writePath(current, dottedPath, value)).success
      )
      return await apply(dottedPath, fitting === undefined ? candidates[0] : fitting)
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    }
  }
}

function invalid(dottedPath: string, error: z.ZodError): AppError {
  const issue = error.issues[0]
  return new AppError('INVALID_INPUT', `${dottedPath}: ${issue?.message ?? 'does not fit'}`)
}

function load(file: string, deps: SettingsDeps): Settings {
  const text = readText(file)
  if (text === null) return settingsSchema.parse({})
  try {
    return settingsSchema.parse(JSON.parse(text))
  } catch (cause) {
    const aside = `${file}.damaged-${deps.now()}`
    renameSync(file, aside)
    deps.log.warn('settings file set aside, defaults in use', { aside, cause })
    return settingsSchema.parse({})
  }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return null
    throw cause
  }
}
