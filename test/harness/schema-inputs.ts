/** Random inputs from a zod schema: ones that fit, and ones bent until they may not. */
import fc from 'fast-check'
import { z } from 'zod'

/** Replaces what would be generated for a property, by its name or, where that has two meanings, `name:type`. */
export type Overrides = Readonly<Record<string, fc.Arbitrary<unknown>>>

interface Node {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Node[]
  readonly oneOf?: readonly Node[]
  readonly properties?: Readonly<Record<string, Node>>
  readonly required?: readonly string[]
  readonly items?: Node
  readonly minItems?: number
  readonly maxItems?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly additionalProperties?: unknown
}

const LONGEST_LIST = 4

/** Inputs that the schema takes; text is any Unicode, also control characters and halves of surrogate pairs. */
export function fittingInputs(schema: z.ZodType, overrides: Overrides): fc.Arbitrary<unknown> {
  // The JSON form of a schema is plain data with the fields of Node.
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Node
  return fromNode(root, overrides).filter((value) => schema.safeParse(value).success)
}

/** Fitting inputs after one change: a value replaced, a field dropped or added. */
export function bentInputs(fitting: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(fitting, fc.nat(), fc.constantFrom('replace', 'drop', 'add'), strangeValues())
    .map(([value, at, how, strange]) => bend(structuredClone(value), { at, how, strange }))
}

/** Everything that survives the trip between processes, and more. */
export function strangeValues(): fc.Arbitrary<unknown> {
  return fc.oneof(
    fc.constantFrom(null, undefined, -1, 0, 1e308, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '', '\0'),
    fc.constantFrom('../../etc/passwd', "'; DROP TABLE asset; --", '"*" NEAR(', 'x'.repeat(100_000)),
    fc.anything({
      withDate: true,
      withMap: true,
      withSet: true,
      withNullPrototype: true,
      withTypedArray: true
    }),
    fc.string({ unit: 'binary' })
  )
}

function fromNode(node: Node, overrides: Overrides): fc.Arbitrary<unknown> {
  if ('const' in node) return fc.constant(node.const)
  if (node.enum !== undefined) return fc.constantFrom(...node.enum)
  const choices = node.anyOf ?? node.oneOf
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => fromNode(choice, overrides)))
  switch (node.type) {
    case 'object':
      return fromObject(node, overrides)
    case 'array':
      return fc.array(fromNode(node.items ?? {}, overrides), {
        minLength: node.minItems ?? 0,
        maxLength: Math.max(node.minItems ?? 0, Math.min(node.maxItems ?? LONGEST_LIST, LONGEST_LIST))
      })
    case 'string':
      return fromText(node)
    case 'integer':
      return fc.integer({
        min: Math.max(node.minimum ?? -1000, -(2 ** 31)),
        max: Math.min(node.maximum ?? 1000, 2 ** 31 - 1)
      })
    case 'number':
      return fc.double({ min: node.minimum ?? -1e6, max: node.maximum ?? 1e6, noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return fc.jsonValue()
  }
}

function fromObject(node: Node, overrides: Overrides): fc.Arbitrary<unknown> {
  const fields = Object.entries(node.properties ?? {}).map(
    ([name, field]) => [name, toArbitrary(field, overrides, name)] as const
  )
  const requiredKeys = fields.map(([name]) => name).filter((name) => node.required?.includes(name) === true)
  return fc.record(Object.fromEntries(fields), { requiredKeys })
}

/** A closed set stays one, whatever its property is called. */
function toArbitrary(field: Node, overrides: Overrides, name: string): fc.Arbitrary<unknown> {
  const isClosed = 'enum' in field || 'const' in field
  return isClosed
    ? fromNode(field, overrides)
    : (overrides[`${name}:${field.type}`] ?? overrides[name] ?? fromNode(field, overrides))
}

function fromText(node: Node): fc.Arbitrary<string> {
  if (node.pattern !== undefined) return fc.stringMatching(new RegExp(node.pattern))
  const minLength = node.minLength ?? 0
  const maxLength = Math.max(minLength, Math.min(node.maxLength ?? 60, 60))
  return fc.oneof(fc.string({ minLength, maxLength }), fc.string({ minLength, maxLength, unit: 'binary' }))
}

interface Change {
  readonly at: number
  readonly how: string
  readonly strange: unknown
}

/** Changes one place below the value in place, counted through in order; a value without places is replaced. */
export function bend(value: unknown, change: Change): unknown {
  const places = placesOf(value)
  const place = places[change.at % Math.max(1, places.length)]
  if (place === undefined) return change.strange
  const { holder, key } = place
  if (change.how === 'drop') Reflect.deleteProperty(holder, key)
  else if (change.how === 'add') Reflect.set(holder, 'unheardOf', change.strange)
  else Reflect.set(holder, key, change.strange)
  return value
}

interface Place {
  readonly holder: object
  readonly key: string
}

function placesOf(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.keys(value).flatMap((key) => [{ holder: value, key }, ...placesOf(Reflect.get(value, key))])
}
