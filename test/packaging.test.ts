/** What ships: a wrong key or a lost fuse shows here, where no installer can be built. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { repositoryRoot } from './harness/source-files.ts'

// electron-builder's own reader and checker; they are not part of its published types.
const fromBuilder = createRequire(createRequire(import.meta.url).resolve('electron-builder'))
const { getConfig, validateConfiguration } = fromBuilder('app-builder-lib/out/util/config/config')
const { DebugLogger } = fromBuilder('builder-util')

const shippedParts = z.object({
  asarUnpack: z.array(z.string()),
  extraResources: z.array(z.object({ from: z.string(), to: z.string() })),
  electronFuses: z.record(z.string(), z.boolean()),
  npmRebuild: z.boolean()
})

const readConfig = (): Promise<Record<string, unknown>> =>
  getConfig(repositoryRoot, 'electron-builder.yml', null)
const check = (config: unknown): Promise<void> => validateConfiguration(config, new DebugLogger(false))

describe('electron-builder.yml', () => {
  test('has no key that the packer does not know', async () => {
    await expect(check(await readConfig())).resolves.toBeUndefined()
    await expect(check({ ...(await readConfig()), appIdd: 'x' })).rejects.toThrow(/appIdd/)
  })
  test('keeps natives outside the archive and the fuses shut', async () => {
    const config = shippedParts.parse(await readConfig())
    expect(config.asarUnpack).toEqual(['**/*.node', 'node_modules/@img/**', 'node_modules/ffmpeg-static/**'])
    expect(config.npmRebuild).toBe(false)
    expect(config.electronFuses).toMatchObject({
      runAsNode: false,
      enableCookieEncryption: true,
      grantFileProtocolExtraPrivileges: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true
    })
  })
  test('asks for little on macOS and takes no file type over', async () => {
    const config = z
      .object({
        fileAssociations: z.undefined().optional(),
        mac: z.object({
          hardenedRuntime: z.literal(true),
          entitlements: z.string(),
          extendInfo: z.object({
            CFBundleDocumentTypes: z.array(z.object({ LSHandlerRank: z.literal('None') }))
          })
        })
      })
      .parse(await readConfig())
    const entitlements = readFileSync(join(repositoryRoot, config.mac.entitlements), 'utf8')
    expect([...entitlements.matchAll(/<key>(.*?)<\/key>/g)].map(([, key]) => key)).toEqual([
      'com.apple.security.cs.allow-jit'
    ])
  })
  test('ships resources that exist', async () => {
    const { extraResources } = shippedParts.parse(await readConfig())
    const missing = extraResources.filter(({ from }) => !existsSync(join(repositoryRoot, from)))
    expect(missing).toEqual([])
  })
})
