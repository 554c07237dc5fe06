/** The keyboard shortcuts of the window: how they are written, and which one a key press is. */

const IS_MAC = navigator.platform.startsWith('Mac')
/** The system's main modifier as people know it. */
export const SHORTCUT_KEY = IS_MAC ? '⌘' : 'Ctrl'

export interface ShortcutLine {
  readonly keys: string
  readonly text: string
}

export const SHORTCUT_GROUPS: readonly { readonly title: string; readonly lines: readonly ShortcutLine[] }[] =
  [
    {
      title: 'Everywhere',
      lines: [
        { keys: `${SHORTCUT_KEY} K`, text: 'Search and commands' },
        { keys: `${SHORTCUT_KEY} N`, text: 'New campaign' },
        { keys: `${SHORTCUT_KEY} O`, text: 'Add files' },
        { keys: `${SHORTCUT_KEY} ,`, text: 'Settings' },
        { keys: `${SHORTCUT_KEY} 1 … 7`, text: 'Go to a page' },
        { keys: `${SHORTCUT_KEY} J`, text: 'Activity' },
        { keys: `${SHORTCUT_KEY} B`, text: 'Collapse or expand the sidebar' },
        { keys: '?', text: 'This list' },
        { keys: 'Esc', text: 'Close what is open' }
      ]
    },
    {
      title: 'Library',
      lines: [
        { keys: '← ↑ → ↓', text: 'Move the selection' },
        { keys: 'Space', text: 'Quick look' },
        { keys: 'Enter', text: 'Open in the system’s program' },
        { keys: `${SHORTCUT_KEY} A`, text: 'Select all that match' },
        { keys: 'T', text: 'Tag the selection' },
        { keys: 'Del', text: 'Move to the trash' },
        { keys: '0 … 5', text: 'Give stars' },
        { keys: 'E', text: 'Edit the title' },
        { keys: `${SHORTCUT_KEY} Z`, text: 'Undo the last change' }
      ]
    },
    {
      title: 'Slideshow',
      lines: [
        { keys: 'K', text: 'Play or pause' },
        { keys: ',  .', text: 'One frame back or on' },
        { keys: 'Alt ← →', text: 'Move the slide' },
        { keys: `${SHORTCUT_KEY} D`, text: 'Double the slide' },
        { keys: 'Del', text: 'Remove the slide' },
        { keys: `${SHORTCUT_KEY} Z`, text: 'Undo, with Shift redo' }
      ]
    },
    {
      title: 'Campaign',
      lines: [
        { keys: `${SHORTCUT_KEY} Enter`, text: 'Generate' },
        { keys: 'E', text: 'Edit the selected post' },
        { keys: `${SHORTCUT_KEY} E`, text: 'Export' },
        { keys: `${SHORTCUT_KEY} Z`, text: 'Undo the last edit, with Shift redo' },
        { keys: 'Space', text: 'Quick look at the selected picture' }
      ]
    }
  ]

export type ShellCommand =
  | { readonly kind: 'palette' | 'new-campaign' | 'activity' | 'rail' | 'shortcuts' }
  | { readonly kind: 'page'; readonly index: number }

export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  /** True while a text control has the focus: plain keys belong to it then. */
  readonly isTyping: boolean
}

const MODIFIED: Readonly<Record<string, ShellCommand>> = {
  k: { kind: 'palette' },
  n: { kind: 'new-campaign' },
  j: { kind: 'activity' },
  b: { kind: 'rail' }
}

/** The shell's command for a key press; null when it is none of its own. */
export function shellCommandOf(press: KeyPress): ShellCommand | null {
  if (press.altKey) return null
  if (press.ctrlKey || press.metaKey) {
    const index = '1234567'.indexOf(press.key)
    if (press.key.length === 1 && index >= 0) return { kind: 'page', index }
    return MODIFIED[press.key.toLowerCase()] ?? null
  }
  return press.key === '?' && !press.isTyping ? { kind: 'shortcuts' } : null
}

/** True when the event's target takes text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}
