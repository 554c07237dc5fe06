// Brings a bare clone to where the demo or the tests run: packages, Node 24, ffmpeg, fonts, Chromium, a keyring.
// Nothing that is there is touched, so a second run takes well under a second.
//   node scripts/setup.mjs [demo | test]      without a word: both
import { pathToFileURL } from 'node:url'
import { withSetUpLock } from './set-up-lock.mjs'
import { hasNode, hasPackages, setUpPackages } from './set-up-packages.mjs'
import { missingOf, setUpSystem } from './set-up-system.mjs'
import { fail, runMain } from './toolchain.mjs'

const parts = ['demo', 'test', 'packages']

/**
 * @param part 'packages' alone, or 'demo' or 'test', which want programs too
 * @throws a plain error when the part cannot do its work without what is missing
 */
export async function setUp(part) {
  const isThere = hasPackages() && hasNode() && missingOf(part).length === 0
  if (isThere) return
  await withSetUpLock(async () => {
    await setUpPackages()
    if (!(await setUpSystem(part))) fail('Not everything could be set up: see above.')
  })
}

async function main() {
  const [part = 'test', ...rest] = process.argv.slice(2)
  if (!parts.includes(part) || rest.length > 0) fail('Usage: node scripts/setup.mjs [demo | test | packages]')
  await setUp(part)
  console.log('Everything is set up.')
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await runMain(main)
