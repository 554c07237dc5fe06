// Reads the built bundles for what the stand-in cannot show: a preload that a sandboxed window can load, a main
// process whose packages ship, a window without Node, inline or remote scripts, and natives that need no rebuild for
// Electron. Ends with 1 and the list of faults.
import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import ts from 'typescript'

const root = resolve(import.meta.dirname, '..')
const largestPreloadBytes = 32_768
const builtins = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]))
/** Symbols of V8 or Node itself: a native that uses one is bound to one Node version. */
const boundSymbols = ['_ZN2v8', '_ZNK2v8', '_ZN4node', '@v8@@', '@node@@', 'node_module_register']

const read = (path) => readFileSync(join(root, path), 'utf8')
const list = (pattern) => globSync(pattern, { cwd: root })
const packageOf = (id) =>
  id
    .split('/')
    .slice(0, id.startsWith('@') ? 2 : 1)
    .join('/')

const literalText = (node) => (node && ts.isStringLiteralLike(node) ? node.text : null)

/** The module that this node asks for, '' when it is computed, null when the node asks for none. */
function moduleAskedBy(node) {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return literalText(node.moduleSpecifier)
  if (!ts.isCallExpression(node)) return null
  const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require'
  return isImport || isRequire ? (literalText(node.arguments[0]) ?? '') : null
}

/** Every module that a bundle asks for at run time. */
function modulesOf(text, name = 'bundle.js') {
  const found = new Set()
  const visit = (node) => {
    const id = moduleAskedBy(node)
    if (id !== null) found.add(id)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS))
  return [...found]
}

function checkPreload(say) {
  const files = list('out/preload/**/*.{js,cjs,mjs}')
  say(
    files.length === 1 && files[0].endsWith('.cjs'),
    `the preload must be one .cjs file, found: ${files.join(', ')}`
  )
  for (const file of files) {
    const foreign = modulesOf(read(file)).filter((id) => id !== 'electron')
    say(
      foreign.length === 0,
      `${file} asks for ${foreign.join(', ')}: a sandboxed preload gets electron only`
    )
    say(!/exposeInMainWorld\([^)]*ipcRenderer\s*\)/.test(read(file)), `${file} hands ipcRenderer to the page`)
    say(
      statSync(join(root, file)).size < largestPreloadBytes,
      `${file} is larger than ${largestPreloadBytes} bytes`
    )
  }
}

function checkMain(say, shipped) {
  const isThere = (id) =>
    id.startsWith('.') || builtins.has(id) || id === 'electron' || shipped.has(packageOf(id))
  for (const file of list('out/main/**/*.{js,cjs,mjs}')) {
    const foreign = modulesOf(read(file)).filter((id) => id !== '' && !isThere(id))
    say(foreign.length === 0, `${file} asks for ${foreign.join(', ')}, which package.json does not ship`)
  }
}

function checkWindow(say) {
  say(existsSync(join(root, 'out/renderer/index.html')), 'out/renderer/index.html is missing')
  for (const file of list('out/renderer/**/*.js')) {
    const foreign = modulesOf(read(file)).filter((id) => id !== '' && !/^\.{0,2}\//.test(id))
    say(foreign.length === 0, `${file} asks for ${foreign.join(', ')}: the window has no such module`)
  }
  for (const file of list('out/renderer/**/*.html')) {
    const html = read(file)
    say(
      !/<script(?![^>]*\bsrc=)[^>]*>[^<]/.test(html) && !/\son\w+=/.test(html),
      `${file} has an inline script`
    )
    say(!/(?:src|href)="(?:https?:)?\/\//.test(html), `${file} loads something remote`)
  }
}

/** The folders of all packages that ship: the dependencies and what they depend on. */
function shippedFolders(names) {
  const found = new Set()
  const find = (name, from) => {
    for (let dir = from; ; dir = dirname(dir)) {
      const candidate = join(dir, 'node_modules', name)
      if (existsSync(join(candidate, 'package.json'))) return candidate
      if (dir === root || dir === dirname(dir)) return null
    }
  }
  const walk = (name, from) => {
    const folder = find(name, from)
    if (folder === null || found.has(folder)) return
    found.add(folder)
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    for (const next of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }))
      walk(next, folder)
  }
  for (const name of names) walk(name, root)
  return [...found]
}

function checkNatives(say, folders) {
  const natives = folders.flatMap((folder) =>
    globSync('**/*.node', { cwd: folder, exclude: ['node_modules'] }).map((file) => join(folder, file))
  )
  for (const file of natives) {
    const bytes = readFileSync(file)
    const bound = boundSymbols.filter((symbol) => bytes.includes(symbol))
    say(bound.length === 0, `${file} uses ${bound.join(', ')}: it would need a rebuild for Electron`)
    say(bytes.includes('napi_'), `${file} has no Node-API symbol`)
  }
  return natives.length
}

function main() {
  const faults = []
  const say = (isRight, fault) => {
    if (!isRight) faults.push(fault)
  }
  const manifest = JSON.parse(read('package.json'))
  const shipped = new Set(Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }))
  const folders = shippedFolders(shipped)
  checkPreload(say)
  checkMain(say, shipped)
  checkWindow(say)
  const nativeCount = checkNatives(say, folders)
  for (const fault of faults) console.error(fault)
  console.log(`bundles and ${nativeCount} natives of ${folders.length} packages: ${faults.length} faults`)
  process.exitCode = faults.length > 0 ? 1 : 0
}

main()
