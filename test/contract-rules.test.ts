/** Rules over the whole contract and every window: bounded inputs, no secret in an answer, no loosened window. */
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { SECRET_NAMES, settingsSchema } from '#shared/domain/settings.ts'
import { routes } from '#shared/ipc/contract.ts'
import { parseSource, readFiles, visitNodes } from './harness/source-files.ts'

const node = z.looseObject({})
type Node = z.output<typeof node>

/** Values that one message may not fill without end: text, lists, numbers and names of fields. */
function unboundedIn(schema: z.ZodType): readonly string[] {
  const json = node.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
  const found: string[] = []
  walk(json, '', found)
  for (const [name, part] of Object.entries(Object(json['$defs']))) walk(part, `#${name}`, found)
  return found
}

function walk(value: unknown, at: string, found: string[]): void {
  const parsed = node.safeParse(value)
  if (!parsed.success) return
  const part = parsed.data
  for (const key of ['anyOf', 'oneOf', 'allOf'])
    for (const each of z.array(z.unknown()).catch([]).parse(part[key])) walk(each, at, found)
  const types = [part['type']].flat()
  if (types.includes('string') && !isShort(part)) found.push(`${at}: text`)
  if (types.includes('array') && part['maxItems'] === undefined) found.push(`${at}: list`)
  if ((types.includes('number') || types.includes('integer')) && !isBounded(part)) found.push(`${at}: number`)
  walk(part['items'], `${at}[]`, found)
  walk(part['additionalProperties'], `${at}{}`, found)
  walk(part['propertyNames'], `${at}{name}`, found)
  for (const [name, each] of Object.entries(Object(part['properties']))) walk(each, `${at}.${name}`, found)
}

const FIXED_LENGTH = '^#[0-9a-fA-F]{6}$'

function isShort(part: Node): boolean {
  return (
    [part['maxLength'], part['enum'], part['const']].some((limit) => limit !== undefined) ||
    part['pattern'] === FIXED_LENGTH ||
    part['format'] === 'date'
  )
}

/** What every whole number is bounded by in the schema language; a count of it would never end. */
const NO_LIMIT = Number.MAX_SAFE_INTEGER

function isBounded(part: Node): boolean {
  const limit = (...names: readonly string[]): boolean =>
    names.some((name) => typeof part[name] === 'number' && Math.abs(part[name]) < NO_LIMIT)
  return (
    part['const'] !== undefined ||
    (limit('maximum', 'exclusiveMaximum') && limit('minimum', 'exclusiveMinimum'))
  )
}

/** Names of every field in a schema, however deep. */
function fieldsOf(schema: z.ZodType): readonly string[] {
  const names: string[] = []
  JSON.stringify(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }), (key, value: unknown) => {
    if (key === 'properties') names.push(...Object.keys(Object(value)))
    return value
  })
  return names
}

/** The value of a setting is any JSON here and checked against the setting's own schema, which is walked below. */
const CHECKED_ELSEWHERE = ['settings.set']

describe('the contract', () => {
  const names = Object.entries(routes)
  test.each(names.filter(([name]) => !CHECKED_ELSEWHERE.includes(name)))(
    '%s takes nothing without an end',
    (_name, route) => {
      expect(unboundedIn(route.input)).toEqual([])
    }
  )
  test('settings take nothing without an end', () => {
    expect(unboundedIn(settingsSchema)).toEqual([])
  })
  test('the walk finds what has no end', () => {
    const loose = z.object({
      text: z.string(),
      list: z.array(z.boolean()),
      many: z.record(z.string(), z.boolean()),
      size: z.number().min(0),
      post: z.int().min(1)
    })
    expect(unboundedIn(loose)).toEqual([
      '.text: text',
      '.list: list',
      '.many{name}: text',
      '.size: number',
      '.post: number'
    ])
  })
  test.each(names)('%s answers with no secret', (_name, route) => {
    const suspicious = fieldsOf(route.output).filter((name) =>
      /secret|password|token|apikey|credential|authori/i.test(name)
    )
    expect(suspicious).toEqual([])
  })
  test('a key goes in by one route and comes out by none', () => {
    const takers = names.filter(([, { input }]) => {
      const fields = fieldsOf(input)
      return (
        fields.includes('value') &&
        JSON.stringify(z.toJSONSchema(input, { unrepresentable: 'any' })).includes(SECRET_NAMES[0])
      )
    })
    expect(takers.map(([name]) => name)).toEqual(['key.set'])
    expect(fieldsOf(routes['key.list'].output)).toEqual(['keys', 'name', 'configured', 'source'])
  })
})

/** Every options object given to a window's constructor anywhere in src. */
function windowOptions(): readonly { readonly path: string; readonly text: string }[] {
  return readFiles('src/**/*.{ts,tsx}').flatMap((file) => {
    const found: { path: string; text: string }[] = []
    visitNodes(parseSource(file), (at) => {
      if (!ts.isNewExpression(at) || !WINDOWS.test(at.expression.getText())) return
      found.push({ path: file.path, text: at.arguments?.[0]?.getText() ?? '' })
    })
    return found
  })
}

const WINDOWS = /^(BrowserWindow|BaseWindow|WebContentsView|BrowserView)$/

describe('every window', () => {
  const windows = windowOptions()
  test('is made in one place', () => {
    expect(windows.map(({ path }) => path)).toEqual(['src/main/app/window.ts'])
  })
  test.each(windows)('$path is sandboxed, isolated and without Node', ({ text }) => {
    for (const wanted of [
      'sandbox: true',
      'contextIsolation: true',
      'nodeIntegration: false',
      'webSecurity: true',
      'webviewTag: false'
    ])
      expect(text).toContain(wanted)
    expect(text).not.toMatch(
      /allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|nodeIntegrationIn/
    )
  })
})
