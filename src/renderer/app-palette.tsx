/** The palette's fixed entries: pages, actions and campaigns. */
import { Activity, Keyboard, Megaphone, Moon, PanelLeft, Plus, ShieldCheck, Sun } from 'lucide-react'
import { runShellCommand } from './app-shortcuts.ts'
import type { PaletteGroup } from './features/palette/palette.tsx'
import { PAGE_ENTRIES } from './features/shell/rail.tsx'
import { SHORTCUT_KEY } from './features/shell/shortcuts.ts'
import type { Studio } from './studio.ts'

export function paletteGroups(studio: Studio): readonly PaletteGroup[] {
  const { go } = studio.shell.getState()
  const { set } = studio.settings.getState()
  const pages = PAGE_ENTRIES.map(({ id, label, icon: Icon }, index) => ({
    id: `page-${id}`,
    label: `Go to ${label}`,
    icon: <Icon aria-hidden />,
    keys: `${SHORTCUT_KEY} ${index + 1}`,
    run: () => go(id)
  }))
  const campaigns = studio.campaigns.getState().campaigns.map(({ id, name }) => ({
    id: `campaign-${id}`,
    label: name,
    icon: <Megaphone aria-hidden />,
    run: () => go('campaigns', id)
  }))
  return [
    {
      title: 'Actions',
      actions: [
        {
          id: 'new-campaign',
          label: 'New campaign',
          icon: <Plus aria-hidden />,
          keys: `${SHORTCUT_KEY} N`,
          run: () => runShellCommand(studio, { kind: 'new-campaign' })
        },
        {
          id: 'activity',
          label: 'Show activity',
          icon: <Activity aria-hidden />,
          keys: `${SHORTCUT_KEY} J`,
          run: () => studio.shell.getState().openPanel('activity')
        },
        {
          id: 'verify',
          label: 'Verify both copies of everything',
          icon: <ShieldCheck aria-hidden />,
          run: () => go('storage')
        },
        {
          id: 'light',
          label: 'Light appearance',
          icon: <Sun aria-hidden />,
          run: () => void set('appearance.theme', 'light')
        },
        {
          id: 'dark',
          label: 'Dark appearance',
          icon: <Moon aria-hidden />,
          run: () => void set('appearance.theme', 'dark')
        },
        {
          id: 'rail',
          label: 'Collapse or expand the sidebar',
          icon: <PanelLeft aria-hidden />,
          keys: `${SHORTCUT_KEY} B`,
          run: () => runShellCommand(studio, { kind: 'rail' })
        },
        {
          id: 'shortcuts',
          label: 'Keyboard shortcuts',
          icon: <Keyboard aria-hidden />,
          keys: '?',
          run: () => runShellCommand(studio, { kind: 'shortcuts' })
        }
      ]
    },
    { title: 'Pages', actions: pages },
    { title: 'Campaigns', actions: campaigns }
  ]
}
