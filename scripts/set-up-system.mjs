// Programs that npm does not bring: ffmpeg and fonts for the demo; Chromium and a keyring for the tests.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { tryFetchFfmpeg } from './set-up-packages.mjs'
import { findProgram, inModules, isWindows, run } from './toolchain.mjs'

const chromiumPlaces = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'
]

const hasFfmpeg = () =>
  findProgram('ffmpeg') !== null ||
  existsSync(inModules(isWindows ? 'ffmpeg-static/ffmpeg.exe' : 'ffmpeg-static/ffmpeg'))

function hasChromium() {
  if (chromiumPlaces.some((path) => path && existsSync(path))) return true
  return existsSync(inModules('electron/path.txt')) || hasPlaywrightChromium()
}

function hasPlaywrightChromium() {
  const folders = [process.env.PLAYWRIGHT_BROWSERS_PATH, `${process.env.HOME}/.cache/ms-playwright`]
  folders.push(
    `${process.env.HOME}/Library/Caches/ms-playwright`,
    `${process.env.LOCALAPPDATA}\\ms-playwright`
  )
  return folders.some(
    (path) => path && existsSync(path) && readdirSync(path).some((name) => name.startsWith('chromium'))
  )
}

const onLinux = (isThere) => () => process.platform !== 'linux' || isThere()

/**
 * `isNeeded`: without it the part cannot do its work. The others are missed in one place only, which `without` names.
 */
const programs = [
  {
    name: 'ffmpeg',
    parts: ['demo', 'test'],
    isThere: hasFfmpeg,
    aptPackages: ['ffmpeg'],
    isNeeded: true,
    byHand: { darwin: 'brew install ffmpeg', win32: 'winget install Gyan.FFmpeg' }
  },
  {
    name: 'fonts',
    parts: ['demo', 'test'],
    isThere: onLinux(
      () =>
        existsSync('/etc/fonts/fonts.conf') && existsSync('/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf')
    ),
    aptPackages: ['fontconfig-config', 'fonts-dejavu-core'],
    isNeeded: false,
    without: 'text in letters that the bundled fonts lack is not drawn'
  },
  {
    name: 'Chromium',
    parts: ['test'],
    isThere: hasChromium,
    aptPackages: ['chromium'],
    isNeeded: true,
    byHand: {
      linux: 'npx playwright install --with-deps chromium',
      darwin: 'npx playwright install chromium',
      win32: 'npx playwright install chromium'
    }
  },
  {
    name: 'a keyring to test with',
    parts: ['test'],
    isThere: onLinux(
      () => findProgram('gnome-keyring-daemon') !== null && findProgram('dbus-run-session') !== null
    ),
    aptPackages: ['gnome-keyring', 'dbus'],
    isNeeded: false,
    without: 'the tests of the system keychain are skipped'
  }
]

/** The programs that the part wants and this computer lacks. */
export const missingOf = (part) => programs.filter(({ parts, isThere }) => parts.includes(part) && !isThere())

/** The words before apt-get: none for root, sudo when it asks no password, null when nothing may be installed. */
async function findAptPrefix() {
  if (process.platform !== 'linux' || findProgram('apt-get') === null) return null
  if (process.getuid() === 0) return []
  const isPasswordless = findProgram('sudo') !== null && (await run('sudo', ['-n', 'true'])).code === 0
  return isPasswordless ? ['sudo', '-n'] : null
}

function hasAptLists() {
  try {
    return readdirSync('/var/lib/apt/lists').some(
      (name) => name.endsWith('_Packages') || name.endsWith('_Packages.lz4')
    )
  } catch {
    return false
  }
}

function runApt(prefix, args) {
  const command = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq']
  const options = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3']
  const [program, ...rest] = [...command, ...options, ...args]
  return run(program, rest)
}

async function aptInstall(prefix, packages) {
  const install = () => runApt(prefix, ['install', '-y', '--no-install-recommends', ...packages])
  if (!hasAptLists()) await runApt(prefix, ['update'])
  if ((await install()).code === 0) return
  await runApt(prefix, ['update'])
  await install()
}

async function install(missing, prefix) {
  console.log(`Installing ${missing.map(({ name }) => name).join(', ')} …`)
  await aptInstall(
    prefix,
    missing.flatMap(({ aptPackages }) => aptPackages)
  )
  // One package that this system does not know makes apt refuse all of them: then each by itself.
  for (const { isThere, aptPackages } of missing) if (!isThere()) await aptInstall(prefix, aptPackages)
}

const isAptSystem = () => {
  try {
    return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false
  }
}

function adviceFor({ name, aptPackages, byHand, isNeeded, without }) {
  const apt = isAptSystem() ? `sudo apt-get install ${aptPackages.join(' ')}` : null
  const own = byHand?.[process.platform]
  const commands =
    [apt, own].filter(Boolean).join('   or   ') || `install ${aptPackages.join(' and ')} yourself`
  return `Missing: ${name}${isNeeded ? '' : ` (without it ${without})`}. To install it: ${commands}`
}

/**
 * Installs what this part misses, where it may. Says what stays missing and how to install it.
 * @param part 'demo' or 'test'
 * @returns whether the part can do its work
 */
export async function setUpSystem(part) {
  let missing = missingOf(part)
  if (missing.length === 0) return true
  const prefix = await findAptPrefix()
  if (prefix !== null) await install(missing, prefix)
  else if (missing.some(({ name }) => name === 'ffmpeg')) await tryFetchFfmpeg()
  missing = missingOf(part)
  for (const program of missing) console.error(adviceFor(program))
  return !missing.some(({ isNeeded }) => isNeeded)
}
