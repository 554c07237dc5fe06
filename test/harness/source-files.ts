/** Reads the tree for the architecture test: files, what they import, and how often. Judges nothing. */
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, posix, resolve } from 'node:path'
import ts from 'typescript'

export const repositoryRoot = resolve(import.meta.dirname, '../..')

export interface SourceText {
  /** From the root of the repository, with forward slashes. */
  readonly path: string
  readonly text: string
}

export interface ModuleImport {
  /** A path of the repository, or `package:<name>`, or `node:<name>`. */
  readonly target: string
  /** Gone at run time: `import type`, or only `type` names. */
  readonly isTypeOnly: boolean
  readonly line: number
}

/** The files that match, sorted by path. */
export function readFiles(...patterns: readonly string[]): SourceText[] {
  return globSync([...patterns], { cwd: repositoryRoot })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(repositoryRoot, path), 'utf8') }))
}

export function parseSource({ path, text }: SourceText): ts.SourceFile {
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind)
}

/** Calls back for every node of a file, the outer ones first. */
export function visitNodes(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node)
  ts.forEachChild(node, (child) => visitNodes(child, visit))
}

/** Everything a file asks for: import, export from, import(), import types and `new URL('./x', import.meta.url)`. */
export function importsOf(file: SourceText): ModuleImport[] {
  const source = parseSource(file)
  const found: ModuleImport[] = []
  visitNodes(source, (node) => {
    const specifier = specifierOf(node)
    if (specifier === null) return
    found.push({
      target: targetOf(file.path, specifier.text),
      isTypeOnly: isTypeOnly(node),
      line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
    })
  })
  return found
}

function specifierOf(node: ts.Node): ts.StringLiteralLike | null {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return literal(node.moduleSpecifier)
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return literal(node.argument.literal)
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return literal(node.arguments[0])
  }
  if (ts.isNewExpression(node) && node.expression.getText() === 'URL') {
    const [path, base] = node.arguments ?? []
    return base?.getText() === 'import.meta.url' ? literal(path) : null
  }
  return null
}

function literal(node: ts.Node | undefined): ts.StringLiteralLike | null {
  return node !== undefined && ts.isStringLiteralLike(node) ? node : null
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isImportTypeNode(node)) return true
  if (ts.isExportDeclaration(node)) return node.isTypeOnly
  if (!ts.isImportDeclaration(node) || node.importClause === undefined) return false
  const { phaseModifier, name, namedBindings } = node.importClause
  if (phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  if (name !== undefined || namedBindings === undefined || !ts.isNamedImports(namedBindings)) return false
  return namedBindings.elements.every((element) => element.isTypeOnly)
}

/** The aliases of package.json "imports" are the folder names: `#main/…` is src/main/…, `#test/…` is test/…. */
function targetOf(from: string, specifier: string): string {
  const [path = specifier] = specifier.split('?')
  if (path.startsWith('#test/')) return path.slice(1)
  if (path.startsWith('#')) return `src/${path.slice(1)}`
  if (path.startsWith('.')) return posix.join(dirname(from), path)
  if (path.startsWith('node:')) return path
  return `package:${path}`
}
