/** A vendor on loopback for the app under test, and the app's settings before its first start. */
import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { type FakeVendor, startFakeVendor } from '../harness/fake-vendors/fake-vendor.ts'
import { VENDOR_SCRIPTS } from '../harness/fake-vendors/vendor-scripts.ts'

export const VENDOR_KEY = 'the-right-key'
const PRICE_MICRO_USD = 2_700
const program = resolve(import.meta.dirname, '../../src/main/cli/main.ts')

/** Together AI's shapes; `beforeDraw` holds back its pictures. */
export async function startTogether(
  options: { readonly beforeDraw?: () => Promise<void> } = {}
): Promise<FakeVendor> {
  const script = VENDOR_SCRIPTS.find(({ id }) => id === 'together')
  if (script === undefined) throw new Error('There is no script of this vendor.')
  return await startFakeVendor(script, { ...options, key: VENDOR_KEY, priceOf: () => PRICE_MICRO_USD })
}

/** Writes settings into the data folder, as the command line does. */
export async function setAll(userData: string, settings: Readonly<Record<string, string>>): Promise<void> {
  const data = join(userData, 'data')
  await mkdir(data, { recursive: true })
  for (const [path, value] of Object.entries(settings))
    await promisify(execFile)(process.execPath, [program, '--data', data, 'settings', 'set', path, value])
}
