/**
 * Who may import whom. The table below is the document: a file belongs to the first row that names it, and may import
 * what the row lists, from our own tree and from npm. An imported type counts as an import.
 */
import { globSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  findCompiled,
  findEmptyNames,
  findLongFiles,
  findSleepingTests,
  findStrayTests,
  findUnintroduced
} from './harness/house-rules.ts'
import {
  importsOf,
  type ModuleImport,
  readFiles,
  repositoryRoot,
  type SourceText
} from './harness/source-files.ts'

interface Layer {
  /** A folder or file; `*` stands for one name. */
  readonly of: string
  /** What it may import besides itself; a file row has no "itself". */
  readonly may: readonly string[]
  /** What it may import as types only. */
  readonly mayAsTypes?: readonly string[]
  readonly packages: 'any' | readonly string[]
  /** Whether it may use Node's own modules. */
  readonly node: boolean
}

const core = 'src/main/core'
const shared = 'src/shared'
const kept = ['src/main/db', 'src/main/secrets']
const main = { packages: 'any', node: true } as const
const window = { packages: 'any', node: false } as const
/** All of the main process that knows neither Electron nor how it is called. */
const services = ['src/main/*', 'src/main/services.ts', shared]

const layers: readonly Layer[] = [
  { of: 'src/shared', may: [], packages: ['zod'], node: false },
  { of: 'src/preload', may: [shared], packages: ['electron'], node: false },

  { of: 'src/main/core', may: [shared], ...main },
  { of: 'src/main/db', may: [core, shared], ...main },
  { of: 'src/main/secrets', may: [core, shared], ...main },

  // The joints: services.ts makes the services, composition holds what needs two of them.
  { of: 'src/main/index.ts', may: ['src/main/app'], ...main },
  { of: 'src/main/services.ts', may: services, ...main },
  { of: 'src/main/composition', may: services, ...main },
  // The two places that start the services: for the command line, and for the window.
  { of: 'src/main/node-services.ts', may: services, ...main },
  { of: 'src/main/app/backend.ts', may: [...services, 'src/main/app', 'src/main/ipc'], ...main },

  {
    of: 'src/main/ipc',
    may: ['src/main/composition', shared],
    mayAsTypes: ['src/main/services.ts'],
    ...main
  },
  {
    of: 'src/main/app',
    may: ['src/main/ipc', 'src/main/composition', core, shared],
    mayAsTypes: ['src/main/services.ts', 'src/main/*'],
    ...main
  },
  {
    of: 'src/main/cli',
    may: ['src/main/node-services.ts', 'src/main/services.ts', 'src/main/composition', core, shared],
    mayAsTypes: ['src/main/ipc/handlers.ts', 'src/main/*/*-service.ts'],
    ...main
  },
  // Every other folder of main is a feature. Features never import each other.
  { of: 'src/main/*', may: [core, ...kept, shared], ...main },

  {
    of: 'src/renderer/ui',
    may: ['src/shared/domain', 'src/shared/money.ts', 'src/renderer/styles'],
    ...window
  },
  { of: 'src/renderer/ipc', may: [shared], ...window },
  { of: 'src/renderer/features/*', may: ['src/renderer/ui', 'src/renderer/ipc', shared], ...window },
  // What lies beside app.tsx joins the features.
  { of: 'src/renderer', may: [shared], ...window }
]

/** Not part of what `src/main/*` gives to the joints. */
const outermost = ['src/main/app', 'src/main/cli', 'src/main/ipc']

const toPattern = (path: string) =>
  new RegExp(`^${path.replaceAll('.', '\\.').replaceAll('*', '[^/]+')}(/|$)`)
const isUnder = (target: string, paths: readonly string[]) =>
  paths.some((path) => toPattern(path).test(target))

function allows(layer: Layer, file: SourceText, { target, isTypeOnly }: ModuleImport): boolean {
  if (target.startsWith('node:')) return layer.node
  if (target.startsWith('package:')) {
    return layer.packages === 'any' || isUnder(target.slice('package:'.length), layer.packages)
  }
  const own = toPattern(layer.of).exec(file.path)?.[0] ?? ''
  if (own.endsWith('/') && target.startsWith(own)) return true
  const listed = isTypeOnly ? [...layer.may, ...(layer.mayAsTypes ?? [])] : layer.may
  const isNamed = isUnder(
    target,
    listed.filter((path) => path !== 'src/main/*')
  )
  return (
    isNamed || (listed.includes('src/main/*') && /^src\/main\//.test(target) && !isUnder(target, outermost))
  )
}

function findForbiddenImports(files: readonly SourceText[]): string[] {
  return files.flatMap((file) => {
    const layer = layers.find(({ of }) => toPattern(of).test(file.path))
    if (layer === undefined) return [`${file.path}: belongs to no layer`]
    return importsOf(file)
      .filter((each) => !allows(layer, file, each))
      .map(({ target, line }) => `${file.path}:${line}: ${layer.of} may not import ${target}`)
  })
}

const electronFolders = ['src/main/app', 'src/preload']

function findStrayElectron(files: readonly SourceText[]): string[] {
  return files
    .filter(({ path }) => !isUnder(path, electronFolders))
    .filter((file) => importsOf(file).some(({ target }) => /^package:electron(\/|$)/.test(target)))
    .map(({ path }) => `${path}: electron is for ${electronFolders.join(' and ')}`)
}

const sources = readFiles('src/**/*.{ts,tsx}')
const tests = readFiles('test/**/*.{ts,tsx}')
const scripts = readFiles('scripts/**/*.mjs', 'test/harness/**/*.{mjs,cjs,js}', 'bench/**/*.{ts,mjs}')
const file = (path: string, text = ''): SourceText => ({ path, text })

describe('the tree', () => {
  test('imports follow the layer table', () => {
    expect(sources.length).toBeGreaterThan(0)
    expect(findForbiddenImports(sources)).toEqual([])
  })
  test('electron stays in its two folders', () => {
    expect(findStrayElectron(sources)).toEqual([])
  })
  test('each unit test has its source', () => {
    const sourcePaths = new Set(sources.map(({ path }) => path))
    const unitTests = tests.filter(({ path }) => /^test\/unit\/.*\.test\.tsx?$/.test(path))
    expect(findStrayTests(unitTests, sourcePaths)).toEqual([])
  })
  test('no file is too long', () => {
    expect(findLongFiles([...sources, ...tests, ...scripts])).toEqual([])
  })
  test('no file has an empty name', () => {
    expect(findEmptyNames([...sources, ...tests, ...scripts])).toEqual([])
  })
  test('each source says what it answers for', () => {
    expect(findUnintroduced([...sources, ...scripts])).toEqual([])
  })
  test('no test sleeps without a reason', () => {
    expect(findSleepingTests(tests)).toEqual([])
  })
  test('src holds no compiled output', () => {
    expect(findCompiled(globSync('src/**/*', { cwd: repositoryRoot }))).toEqual([])
  })
})

describe('the rules bite', () => {
  test.each([
    ['shared takes a package', 'src/shared/money.ts', "import sharp from 'sharp'"],
    ['shared takes Node', 'src/shared/money.ts', "import { join } from 'node:path'"],
    ['core takes a feature', 'src/main/core/jobs.ts', "import { x } from '../images/cascade.ts'"],
    ['db takes a feature', 'src/main/db/database.ts', "import { x } from '#main/catalog/asset-search.ts'"],
    [
      'a feature takes another',
      'src/main/images/cascade.ts',
      "import { x } from '#main/storage/object-store.ts'"
    ],
    ['a feature takes a type of another', 'src/main/images/a.ts', "import type { X } from '../storage/b.ts'"],
    ['a feature takes another late', 'src/main/images/a.ts', "await import('../storage/b.ts')"],
    [
      'a feature starts a worker of another',
      'src/main/images/a.ts',
      "new URL('../storage/b.ts', import.meta.url)"
    ],
    ['a feature takes ipc', 'src/main/images/a.ts', "import type { Handlers } from '#main/ipc/handlers.ts'"],
    ['services.ts takes the window', 'src/main/services.ts', "import { openWindow } from './app/window.ts'"],
    ['the app takes a feature', 'src/main/app/start.ts', "import { x } from '../storage/health.ts'"],
    [
      'the command line takes a feature',
      'src/main/cli/run.ts',
      "import { x } from '#main/images/image-service.ts'"
    ],
    ['ipc runs a service', 'src/main/ipc/router.ts', "import { openServices } from '../services.ts'"],
    ['ui takes the client', 'src/renderer/ui/button.tsx', "import { x } from '#renderer/ipc/client.ts'"],
    ['a page takes another', 'src/renderer/features/jobs/a.tsx', "import { x } from '../library/b.ts'"],
    ['a page takes the app', 'src/renderer/features/jobs/a.tsx', "import { x } from '#renderer/app.tsx'"],
    ['the window takes main', 'src/renderer/app.tsx', "import type { X } from '#main/services.ts'"],
    ['the window takes Node', 'src/renderer/app.tsx', "import { readFile } from 'node:fs'"],
    ['the preload takes zod', 'src/preload/index.ts', "import { z } from 'zod'"],
    ['a file without a layer', 'src/loose.ts', '']
  ])('%s', (_name, path, text) => {
    expect(findForbiddenImports([file(path, text)])).toHaveLength(1)
  })

  test.each([
    ['a joint takes a feature', 'src/main/services.ts', "import { x } from './images/image-service.ts'"],
    [
      'the command line takes a type',
      'src/main/cli/a.ts',
      "import type { X } from '#main/images/image-service.ts'"
    ],
    ['a feature takes a part of itself', 'src/main/images/a.ts', "import { x } from './providers/b.ts'"],
    ['a page takes a part of itself', 'src/renderer/features/jobs/a.tsx', "import { x } from './b.ts'"]
  ])('%s, and may', (_name, path, text) => {
    expect(findForbiddenImports([file(path, text)])).toEqual([])
  })

  test('electron elsewhere is found, as a type too', () => {
    const text = "import type { App } from 'electron'"
    expect(findStrayElectron([file('src/main/core/a.ts', text), file('src/main/app/a.ts', text)])).toEqual([
      'src/main/core/a.ts: electron is for src/main/app and src/preload'
    ])
  })
  test('a unit test without its source is found', () => {
    const unitTests = [file('test/unit/main/a.test.ts'), file('test/unit/main/b.test.tsx')]
    expect(findStrayTests(unitTests, new Set(['src/main/b.tsx']))).toEqual([
      'test/unit/main/a.test.ts: there is no src/main/a.ts'
    ])
  })
  test('lengths count lines with text, by kind of file', () => {
    const text = 'a\n\n'.repeat(301)
    const paths = ['src/a.ts', 'src/price-data.ts', 'test/a.test.ts']
    expect(findLongFiles(paths.map((path) => file(path, text)))).toEqual([
      'src/a.ts: 301 non-blank lines, at most 300'
    ])
  })
  test('empty names are found, entries are not', () => {
    const paths = [
      'src/main/index.ts',
      'src/main/db/index.ts',
      'src/main/string-utils.ts',
      'src/main/retry.ts'
    ]
    expect(findEmptyNames(paths.map((path) => file(path)))).toHaveLength(2)
  })
  test('a file that opens with code is found', () => {
    expect(findUnintroduced([file('a.ts', 'export {}'), file('b.ts', '/** B. */')])).toHaveLength(1)
  })
  test('sleeping tests are found unless they say why', () => {
    const text = ["test.only('a')", "describe.skip('b')", '// No bus here.', "test.skip('c')"].join('\n')
    const playwright = "test.skip(isMac, 'needs a tray')\ntest.skipIf(x)('d')\nvalue.only"
    expect(findSleepingTests([file('a.test.ts', text), file('b.spec.ts', playwright)])).toEqual([
      'a.test.ts:1: .only without a reason',
      'a.test.ts:2: .skip without a reason'
    ])
  })
  test('compiled output is found', () => {
    expect(findCompiled(['src/a.js', 'src/b.d.ts', 'src/renderer/env.d.ts', 'src/c.ts'])).toHaveLength(2)
  })
})
