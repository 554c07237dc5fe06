/** Keys, menu items and the theme of the whole window, turned into the shell's actions. */
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { PAGES } from './features/shell/shell-store.ts'
import { isTyping, type ShellCommand, shellCommandOf } from './features/shell/shortcuts.ts'
import type { Studio } from './studio.ts'

export function useShellKeys(studio: Studio): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { key, ctrlKey, metaKey, altKey } = event
      const command = shellCommandOf({ key, ctrlKey, metaKey, altKey, isTyping: isTyping(event.target) })
      if (command === null) return
      event.preventDefault()
      runShellCommand(studio, command)
    }
    // On the document, so that the system's menu, which takes keys the page left alone, sees them as taken.
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [studio])
}

export function runShellCommand(studio: Studio, command: ShellCommand): void {
  const { go, openPanel, togglePanel, toggleRail } = studio.shell.getState()
  if (command.kind === 'page') {
    const page = PAGES[command.index]
    if (page !== undefined) go(page)
  } else if (command.kind === 'rail') toggleRail()
  else if (command.kind === 'activity') togglePanel('activity')
  else openPanel(command.kind)
}

/** Menu items of the system: "page:library", "palette", "new-campaign", "activity", "rail", "shortcuts". */
export function useMenuCommands(studio: Studio): void {
  useEffect(
    () =>
      studio.client.on('menu.chosen', ({ command }) => {
        const index = PAGES.findIndex((page) => command === `page:${page}`)
        if (index >= 0) runShellCommand(studio, { kind: 'page', index })
        else if (isPlainCommand(command)) runShellCommand(studio, { kind: command })
      }),
    [studio]
  )
}

type PlainCommand = Exclude<ShellCommand['kind'], 'page'>
const PLAIN_COMMANDS: readonly PlainCommand[] = ['palette', 'new-campaign', 'activity', 'rail', 'shortcuts']

function isPlainCommand(command: string): command is PlainCommand {
  return PLAIN_COMMANDS.some((plain) => plain === command)
}

/** Light or dark by the person's setting; the system's choice needs no attribute. */
export function useTheme(studio: Studio): void {
  const theme = useStore(studio.settings, (state) => state.settings?.appearance.theme ?? 'system')
  useEffect(() => {
    if (theme === 'system') document.documentElement.removeAttribute('data-theme')
    else document.documentElement.setAttribute('data-theme', theme)
  }, [theme])
}
