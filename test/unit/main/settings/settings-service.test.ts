import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { withTempFolder } from '#main/core/files.ts'
import { createSilentLog } from '#main/core/log.ts'
import { createSettingsService } from '#main/settings/settings-service.ts'

const open = (dataFolder: string) =>
  createSettingsService({ dataFolder, log: createSilentLog(), now: () => 7 })

describe('settings service', () => {
  test('a change survives a restart and reaches listeners', async () => {
    await withTempFolder(async (folder) => {
      const settings = open(folder)
      const seen: unknown[] = []
      settings.onChange((now) => seen.push(now.providers.openai.baseUrl))
      await settings.setText('providers.openai.baseUrl', 'http://127.0.0.1:4010/v1')
      expect(seen).toEqual(['http://127.0.0.1:4010/v1'])
      expect(open(folder).getAt('providers.openai.baseUrl')).toBe('http://127.0.0.1:4010/v1')
    })
  })

  test('two changes at once both stay', async () => {
    await withTempFolder(async (folder) => {
      const settings = open(folder)
      await Promise.all([settings.setAt('budget.monthlyUsd', 12), settings.setAt('budget.perCampaignUsd', 3)])
      expect(open(folder).get().budget).toMatchObject({ monthlyUsd: 12, perCampaignUsd: 3 })
    })
  })

  test('lists may be typed with commas', async () => {
    await withTempFolder(async (folder) => {
      const settings = open(folder)
      await settings.setText('providers.order', 'openai, together')
      expect(settings.get().providers.order).toEqual(['openai', 'together'])
      await settings.setText('providers.order', 'openai')
      expect(settings.get().providers.order).toEqual(['openai'])
    })
  })

  test.each([
    ['providers.openai.baseUrl', 'ftp://x'],
    ['budget.monthlyUsd', '-3'],
    ['budget.monthlyUsd', 'lots'],
    ['providers.order', 'nobody'],
    ['no.such', '1']
  ])('%s = %s is refused and nothing is written', async (key, value) => {
    await withTempFolder(async (folder) => {
      await expect(open(folder).setText(key, value)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
      expect(await readdir(folder)).toEqual([])
    })
  })

  test.each(['{ half', '[]', '{"budget":{"monthlyUsd":"x"}}', '{"unknown":1}'])(
    'a damaged file %s is kept aside and the app starts with defaults',
    async (content) => {
      await withTempFolder(async (folder) => {
        await writeFile(path.join(folder, 'settings.json'), content)
        expect(open(folder).get().budget.monthlyUsd).toBeNull()
        expect(await readFile(path.join(folder, 'settings.json.damaged-7'), 'utf8')).toBe(content)
      })
    }
  )
})
