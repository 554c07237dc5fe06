/** The application menu as data: roles of the system where there are any, else commands for the window. */
import type { MenuItemConstructorOptions } from 'electron'

export interface MenuOptions {
  readonly platform: NodeJS.Platform
  readonly onCommand: (command: string) => void
  readonly onShowLogs: () => void
}

const PAGE_ITEMS = [
  ['campaigns', 'Campaigns'],
  ['library', 'Library'],
  ['documents', 'Documents'],
  ['slideshows', 'Slideshows'],
  ['costs', 'Costs'],
  ['storage', 'Storage'],
  ['settings', 'Settings']
] as const

/** The whole menu for one system. */
export function menuTemplate({ platform, onCommand, onShowLogs }: MenuOptions): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin'
  const item = (label: string, command: string, accelerator?: string): MenuItemConstructorOptions => ({
    id: command,
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => onCommand(command)
  })
  const file: MenuItemConstructorOptions = {
    label: 'File',
    submenu: [
      item('New Campaign…', 'new-campaign', 'CmdOrCtrl+N'),
      { type: 'separator' },
      isMac ? { role: 'close' } : { role: 'quit' }
    ]
  }
  const view: MenuItemConstructorOptions = {
    label: 'View',
    submenu: [
      item('Search and Commands', 'palette', 'CmdOrCtrl+K'),
      item('Activity', 'activity', 'CmdOrCtrl+J'),
      item('Collapse or Expand Sidebar', 'rail', 'CmdOrCtrl+B'),
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' }
    ]
  }
  const go: MenuItemConstructorOptions = {
    label: 'Go',
    submenu: PAGE_ITEMS.map(([page, label], index) => item(label, `page:${page}`, `CmdOrCtrl+${index + 1}`))
  }
  const help: MenuItemConstructorOptions = {
    role: 'help',
    submenu: [item('Keyboard Shortcuts', 'shortcuts'), { label: 'Show Logs', click: onShowLogs }]
  }
  const edit: MenuItemConstructorOptions = { role: 'editMenu' }
  const window: MenuItemConstructorOptions = { role: 'windowMenu' }
  return [...(isMac ? [{ role: 'appMenu' } as const] : []), file, edit, view, go, window, help]
}
