/** The rules of the house that a compiler cannot check: each takes files and gives the faults in words. */
import ts from 'typescript'
import { parseSource, type SourceText, visitNodes } from './source-files.ts'

const SOURCE_LINES = 300
const TEST_LINES = 500
const DATA_LINES = 500
const BANNED_WORDS = new Set(['utils', 'util', 'helpers', 'helper', 'misc', 'common', 'manager'])
const BANNED_NAMES = new Set(['index', 'types'])
const ENTRIES = new Set(['src/main/index.ts', 'src/preload/index.ts', 'src/renderer/index.html'])

function lineLimit(path: string): number {
  if (/-data\.ts$|\.json$/.test(path)) return DATA_LINES
  return path.startsWith('test/') ? TEST_LINES : SOURCE_LINES
}

/** Files with more non-blank lines than a reader can hold. */
export function findLongFiles(files: readonly SourceText[]): string[] {
  return files.flatMap(({ path, text }) => {
    const lines = text.split('\n').filter((line) => line.trim() !== '').length
    const limit = lineLimit(path)
    return lines > limit ? [`${path}: ${lines} non-blank lines, at most ${limit}`] : []
  })
}

/** Names that say nothing about what the file answers for. */
export function findEmptyNames(files: readonly SourceText[]): string[] {
  return files.flatMap(({ path }) => {
    const stem = path.split('/').at(-1)?.split('.')[0] ?? ''
    const isBanned = BANNED_NAMES.has(stem) || stem.split('-').some((word) => BANNED_WORDS.has(word))
    return isBanned && !ENTRIES.has(path) ? [`${path}: the name says nothing`] : []
  })
}

/** Unit tests whose source is not where their path says. */
export function findStrayTests(tests: readonly SourceText[], sourcePaths: ReadonlySet<string>): string[] {
  return tests.flatMap(({ path }) => {
    const source = path.replace(/^test\/unit\//, 'src/').replace(/\.test\.tsx?$/, '')
    const isThere = sourcePaths.has(`${source}.ts`) || sourcePaths.has(`${source}.tsx`)
    return isThere ? [] : [`${path}: there is no ${source}.ts`]
  })
}

/** Compiled files in src: a bundler takes them in place of the sources. */
export function findCompiled(paths: readonly string[]): string[] {
  return paths
    .filter((path) => /\.(js|jsx|cjs|mjs|map|d\.ts|tsbuildinfo)$/.test(path) && !path.endsWith('env.d.ts'))
    .map((path) => `${path}: compiled output`)
}

/** Sources that do not say at their top what they answer for. */
export function findUnintroduced(files: readonly SourceText[]): string[] {
  return files.flatMap(({ path, text }) =>
    /^(#!.*\n)?(\/\*\*|\/\/|\/\/\/)/.test(text) ? [] : [`${path}: opens without saying what it answers for`]
  )
}

const runners = new Set(['test', 'it', 'describe', 'suite'])
const sleepers = new Set(['skip', 'fixme', 'todo', 'fails'])

/** Tests that do not run: `only` always, `skip` and its kin without a reason beside them. */
export function findSleepingTests(files: readonly SourceText[]): string[] {
  return files.flatMap((file) => {
    const source = parseSource(file)
    const faults: string[] = []
    visitNodes(source, (node) => {
      if (!ts.isPropertyAccessExpression(node) || !runners.has(rootName(node))) return
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line
      const word = node.name.text
      const sleeps = word === 'only' || (sleepers.has(word) && !hasReason(node, file.text.split('\n'), line))
      if (sleeps) faults.push(`${file.path}:${line + 1}: .${word} without a reason`)
    })
    return faults
  })
}

function rootName(node: ts.Expression): string {
  if (ts.isPropertyAccessExpression(node)) return rootName(node.expression)
  return ts.isIdentifier(node) ? node.text : ''
}

/** A comment on this line or the one before, or Playwright's `test.skip(condition, 'reason')`. */
function hasReason(node: ts.Node, lines: readonly string[], line: number): boolean {
  const isComment = (text: string | undefined) => text !== undefined && /\/\/|\*\//.test(text)
  if (isComment(lines[line]) || isComment(lines[line - 1])) return true
  const call = node.parent
  if (!ts.isCallExpression(call)) return false
  const [condition, reason] = call.arguments
  return (
    condition !== undefined &&
    !ts.isStringLiteralLike(condition) &&
    reason !== undefined &&
    ts.isStringLiteralLike(reason)
  )
}
