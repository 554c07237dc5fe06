// `Menu` and `MenuItem`: kept as data; a test clicks items, and accelerators follow the page's keys.
import { app, openWindows } from './app.mjs'
import { record } from './wire.mjs'

const isMac = process.platform === 'darwin'
const roleActions = {
  quit: () => app.quit(),
  close: (window) => window?.close(),
  reload: (window) => window?.webContents.reload(),
  minimize: (window) => window?.minimize()
}
const roleAccelerators = { quit: 'CmdOrCtrl+Q', close: 'CmdOrCtrl+W' }
const keyNames = { plus: '+', space: ' ', esc: 'escape', return: 'enter', up: 'arrowup', down: 'arrowdown' }
let applicationMenu = null

export const focusedWindow = () => [...openWindows.values()].at(-1) ?? null

export class MenuItem {
  constructor(options) {
    const { click, submenu, ...rest } = options
    const type = submenu ? 'submenu' : 'normal'
    Object.assign(this, { enabled: true, visible: true, checked: false, type, ...rest })
    if (submenu) this.submenu = Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : submenu
    this.click = () => {
      if (this.type === 'checkbox') this.checked = !this.checked
      if (click) click(this, focusedWindow(), {})
      else if (this.role) this.#runRole()
    }
  }

  #runRole() {
    const action = roleActions[this.role]
    if (action) action(focusedWindow())
    else record('Menu.role', this.role)
  }
}

export class Menu {
  items = []

  static buildFromTemplate(template) {
    const menu = new Menu()
    menu.items = template.map((item) => (item instanceof MenuItem ? item : new MenuItem(item)))
    return menu
  }
  static setApplicationMenu(menu) {
    applicationMenu = menu
  }
  static getApplicationMenu() {
    return applicationMenu
  }

  append(item) {
    this.items.push(item)
  }
  insert(position, item) {
    this.items.splice(position, 0, item)
  }
  getMenuItemById(id) {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id)
      if (found) return found
    }
    return null
  }
  /** Context menus are not drawn: the ledger holds their labels, `Menu.lastPopup` the menu itself. */
  popup(options) {
    record(
      'Menu.popup',
      this.items.map((item) => item.label ?? item.role ?? item.type)
    )
    Menu.lastPopup = this
    options?.callback?.()
  }
  closePopup() {}
}

function matches(accelerator, pressed) {
  const parts = accelerator
    .toLowerCase()
    .split('+')
    .map((part) => part.trim())
  const key = parts.at(-1) === '' ? '+' : parts.at(-1)
  const modifiers = new Set(parts.slice(0, -1))
  const commandOrControl = modifiers.has('cmdorctrl') || modifiers.has('commandorcontrol')
  const control = modifiers.has('ctrl') || modifiers.has('control') || (commandOrControl && !isMac)
  const meta =
    modifiers.has('cmd') || modifiers.has('command') || modifiers.has('meta') || (commandOrControl && isMac)
  const alt = modifiers.has('alt') || modifiers.has('option')
  return (
    (keyNames[key] ?? key) === pressed.key.toLowerCase() &&
    control === pressed.ctrl &&
    meta === pressed.meta &&
    alt === pressed.alt &&
    modifiers.has('shift') === pressed.shift
  )
}

function findByKey(menu, pressed) {
  for (const item of menu?.items ?? []) {
    const accelerator = item.accelerator ?? roleAccelerators[item.role]
    if (item.enabled && accelerator && matches(accelerator, pressed)) return item
    const found = findByKey(item.submenu, pressed)
    if (found) return found
  }
  return null
}

/** A key that the page left alone: the application menu's accelerator for it, if there is one. */
export function pressKey(pressed) {
  findByKey(applicationMenu, pressed)?.click()
}
