/** The application menu as data: roles of the system where there are any, else commands for the window. */
import type { MenuItemConstructorOptions } from 'electron'

export interface MenuOptions {
  readonly platform: NodeJS.Platform
  readonly onCommand: (command: string) => void
  /** Asks for files to add. */
  readonly onAddFiles: () => void
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
export function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const { platform, onCommand, onAddFiles, onShowLogs } = options
  const isMac = platform === 'darwin'
  const item = (label: string, command: string, accelerator?: string): MenuItemConstructorOptions => ({
    id: command,
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => onCommand(command)
  })
  const settings = { ...item('Settings…', 'page:settings', 'CmdOrCtrl+,'), id: 'settings' }
  const file: MenuItemConstructorOptions = {
    label: 'File',
    submenu: [
      item('New Campaign…', 'new-campaign', 'CmdOrCtrl+N'),
      { id: 'add-files', label: 'Add Files…', accelerator: 'CmdOrCtrl+O', click: onAddFiles },
      { type: 'separator' },
      ...(isMac
        ? [{ role: 'close' } as const]
        : [settings, { type: 'separator' } as const, { role: 'quit' } as const])
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
    submenu: [
      item('Keyboard Shortcuts', 'shortcuts', isMac ? 'Cmd+/' : 'F1'),
      { label: 'Show Logs', click: onShowLogs },
      ...(isMac ? [] : [{ type: 'separator' } as const, { role: 'about' } as const])
    ]
  }
  const edit: MenuItemConstructorOptions = { role: 'editMenu' }
  const window: MenuItemConstructorOptions = { role: 'windowMenu' }
  return [...(isMac ? [macAppMenu(settings)] : []), file, edit, view, go, window, help]
}

/** The menu named after the app, which only this system has; its own role would lack the settings. */
function macAppMenu(settings: MenuItemConstructorOptions): MenuItemConstructorOptions {
  return {
    id: 'app',
    label: 'CampaignForge',
    submenu: [
      { role: 'about' },
      { type: 'separator' },
      settings,
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' }
    ]
  }
}
