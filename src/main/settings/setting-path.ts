/** Dotted paths into the settings, and text typed by a person as a value. Pure. */
import { AppError } from '#shared/errors.ts'

type Tree = Readonly<Record<string, unknown>>

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Optional settings that have no default and so are absent until set. */
const OPTIONAL_LEAVES = new Set(['enabled', 'baseUrl', 'model', 'emergency', 'workflow'])

/** The value at the path; undefined for an optional one that is not set. INVALID_INPUT for a path that cannot exist. */
export function readPath(tree: unknown, dottedPath: string): unknown {
  const names = dottedPath.split('.')
  let current: unknown = tree
  for (const [depth, name] of names.entries()) {
    const isLast = depth === names.length - 1
    if (isTree(current) && Object.hasOwn(current, name)) current = current[name]
    else if (isTree(current) && isLast && isOpen(names)) return undefined
    else throw new AppError('INVALID_INPUT', `There is no setting called ${dottedPath}.`)
  }
  return current
}

function isOpen(names: readonly string[]): boolean {
  const last = names.at(-1) ?? ''
  const isProvider = names[0] === 'providers' || names[0] === 'videoProviders'
  return (isProvider && OPTIONAL_LEAVES.has(last)) || (names[0] === 'budget' && names[1] === 'perProviderUsd')
}

/** A copy of the tree with the value in its place; missing levels are made. */
export function writePath(tree: unknown, dottedPath: string, value: unknown): unknown {
  const [name, ...rest] = dottedPath.split('.')
  if (name === undefined || name === '' || name === '__proto__') return tree
  const base = isTree(tree) ? tree : {}
  if (rest.length === 0) return { ...base, [name]: value }
  return { ...base, [name]: writePath(base[name], rest.join('.'), value) }
}

/** What a typed text may mean, likeliest first: JSON, a comma-separated list, the words themselves. */
export function parseSettingText(text: string): readonly unknown[] {
  const list = text.split(',').map((part) => part.trim())
  const words = [text, list.filter((part) => part !== '')]
  try {
    return [JSON.parse(text), ...words]
  } catch {
    return words
  }
}
