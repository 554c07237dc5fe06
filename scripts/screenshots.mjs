// `npm run screenshots`: builds, fills a data folder with real content, opens every page and keeps the pictures that
// the README shows, made small, in docs/screenshots. All of them, both themes and sizes, land in test-results/shots;
// `-- --keep` takes over what lies there already.
import { mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { buildIfStale } from './build-if-stale.mjs'
import { setUp } from './setup.mjs'
import { fail, inModules, projectEnv, root, runMain, runNode } from './toolchain.mjs'

/** Pages that are shown, in both themes. */
const SHOWN = ['campaigns', 'campaign', 'library', 'documents', 'slideshow', 'costs', 'storage', 'activity']
const MOST_BYTES = 200_000
const shots = join(root, 'test-results/shots')
const target = join(root, 'docs/screenshots')

/** Fewer colours where the picture would otherwise be too large. */
async function keep(sharp, name) {
  const source = join(shots, `${name}-1280.png`)
  const out = join(target, `${name}.png`)
  for (const colours of [256, 128, 96, 64, 48]) {
    await sharp(source)
      .png({ palette: true, colours, effort: 10, compressionLevel: 9, dither: 0.6 })
      .toFile(out)
    if ((await stat(out)).size <= MOST_BYTES) return
  }
  fail(`${name}.png stays larger than ${MOST_BYTES} bytes.`)
}

await runMain(async () => {
  if (!process.argv.includes('--keep')) {
    await setUp('test')
    await buildIfStale()
    const config = ['test', '--config', 'test/playwright.config.ts', '--workers', '1', 'screenshots']
    const { code } = await runNode([inModules('@playwright/test/cli.js'), ...config], {
      env: projectEnv({ SCREENSHOTS: '1' })
    })
    if (code !== 0) return code
  }
  const { default: sharp } = await import('sharp')
  await mkdir(target, { recursive: true })
  for (const page of SHOWN) for (const theme of ['light', 'dark']) await keep(sharp, `${page}-${theme}`)
  console.log(`${(await readdir(target)).length} pictures in docs/screenshots`)
  return 0
})
