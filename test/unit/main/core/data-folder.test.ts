import { expect, test } from 'vitest'
import { defaultDataFolder } from '#main/core/data-folder.ts'

test.each([
  ['linux', {}, '/home/a/.local/share/campaignforge'],
  ['linux', { XDG_DATA_HOME: '/x' }, '/x/campaignforge'],
  ['darwin', {}, '/home/a/Library/Application Support/CampaignForge/data'],
  ['win32', { CAMPAIGNFORGE_DATA: '/chosen' }, '/chosen'],
  ['linux', { CAMPAIGNFORGE_DATA: '' }, '/home/a/.local/share/campaignforge']
] as const)('on %s with %j the data is in %s', (platform, environment, folder) => {
  expect(defaultDataFolder({ platform, homeFolder: '/home/a', environment })).toBe(folder)
})
