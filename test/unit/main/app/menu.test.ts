/** The menu: every page reachable, roles where the system has them. */
import { describe, expect, it } from 'vitest'
import { menuTemplate } from '#main/app/menu.ts'

function itemsOf(platform: NodeJS.Platform) {
  const chosen: string[] = []
  const template = menuTemplate({
    platform,
    onCommand: (command) => chosen.push(command),
    onAddFiles: () => chosen.push('add-files'),
    onShowLogs: () => undefined
  })
  const items = template.flatMap((menu) => (Array.isArray(menu.submenu) ? menu.submenu : []))
  return { template, items, chosen }
}

describe('menuTemplate', () => {
  it('no two items share a shortcut', () => {
    const { items } = itemsOf('linux')
    const keys = items.flatMap((item) => (item.accelerator === undefined ? [] : [String(item.accelerator)]))
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('the Go menu names every page in order', () => {
    const { items } = itemsOf('linux')
    expect(items.flatMap(({ id }) => (id?.startsWith('page:') === true ? [id.slice(5)] : []))).toEqual([
      'campaigns',
      'library',
      'documents',
      'slideshows',
      'costs',
      'storage',
      'settings'
    ])
  })

  it('quitting sits in File, but in the app menu on a Mac', () => {
    const roles = (platform: NodeJS.Platform) => itemsOf(platform).items.map((item) => item.role)
    const file = (platform: NodeJS.Platform) =>
      JSON.stringify(itemsOf(platform).template.find((menu) => menu.label === 'File'))
    expect([file('linux').includes('"quit"'), file('darwin').includes('"quit"')]).toEqual([true, false])
    expect(roles('darwin')).toEqual(expect.arrayContaining(['quit', 'hide', 'services']))
    expect(itemsOf('darwin').template[0]?.label).toBe('CampaignForge')
  })
})
