/**
 * A Vite plugin: two libraries of the window write style elements at run time, which a policy without 'unsafe-inline'
 * refuses. Their sheets are adopted by the document instead, which the policy allows.
 */
import type { Plugin } from 'vite'

const ADOPT = `const adopt = (css) => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet)
  }
}`

/** Toasts: the sheet that the package writes when it is loaded. */
function adoptToasts(code: string): string {
  const writer = /function __insertCSS\(code\) \{[\s\S]*?\n\}\n/
  if (!writer.test(code)) throw new Error('The sheet of sonner is written in another way now.')
  return code.replace(writer, `${ADOPT}\nfunction __insertCSS(code) { adopt(code) }\n`)
}

/** Scroll lock of dialogs and menus: one sheet while any of them is open. */
function adoptSingleton(code: string): string {
  if (!code.includes('stylesheetSingleton')) {
    throw new Error('react-style-singleton has changed; see scripts/adopted-styles.ts.')
  }
  return `${ADOPT}
export const stylesheetSingleton = () => {
  let users = 0
  let drop = null
  return {
    add(css) {
      if (users === 0) drop = adopt(css)
      users += 1
    },
    remove() {
      users -= 1
      if (users > 0 || drop === null) return
      drop()
      drop = null
    }
  }
}
`
}

const REWRITES: readonly (readonly [RegExp, (code: string) => string])[] = [
  [/\/sonner\/dist\/index\.mjs$/, adoptToasts],
  [/\/react-style-singleton\/dist\/es[0-9]+\/singleton\.js$/, adoptSingleton]
]

/** Fails the build when a library was not met or does not read as expected, so that no update loosens it unseen. */
export function adoptedStyles(): Plugin {
  const met = new Set<RegExp>()
  return {
    name: 'adopted-styles',
    apply: 'build',
    transform(code, id) {
      const file = id.replaceAll('\\', '/').replace(/\?.*$/, '')
      const found = REWRITES.find(([pattern]) => pattern.test(file))
      if (found === undefined) return null
      const [pattern, rewrite] = found
      met.add(pattern)
      return { code: rewrite(code), map: null }
    },
    generateBundle() {
      if (met.size < REWRITES.length) this.error('A library that writes styles was not met.')
    }
  }
}
