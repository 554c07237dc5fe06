/** The command palette: pages, actions, campaigns, and hits in assets and documents, in one list. */
import { Command } from 'cmdk'
import { FileText, Film, Image, Megaphone, Music } from 'lucide-react'
import { Dialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { HIGHLIGHT_END, HIGHLIGHT_START, type SearchHit } from '#shared/domain/document.ts'
import { MarkedText } from '../../ui/marked-text.tsx'
import { useReturnFocus } from '../../ui/return-focus.ts'
import type { PaletteStore } from './palette-store.ts'

export interface PaletteAction {
  readonly id: string
  readonly label: string
  readonly icon: ReactNode
  readonly keys?: string
  readonly run: () => void
}

export interface PaletteGroup {
  readonly title: string
  readonly actions: readonly PaletteAction[]
}

export interface PaletteProps {
  readonly isOpen: boolean
  readonly store: PaletteStore
  readonly groups: readonly PaletteGroup[]
  readonly onClose: () => void
  readonly onHit: (hit: SearchHit) => void
}

export function Palette(props: PaletteProps) {
  const { isOpen, onClose } = props
  const returning = useReturnFocus()
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-appear bg-shade" />
        <Dialog.Content
          aria-describedby={undefined}
          {...returning}
          className="fixed top-[12vh] left-1/2 z-40 w-[40rem] max-w-[94vw] -translate-x-1/2 animate-appear overflow-hidden rounded-xl border border-line bg-raised shadow-float focus:outline-none"
        >
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <PaletteList {...props} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

const ITEM_CLASS =
  'flex min-h-9 items-center gap-3 rounded-md px-3 py-1.5 data-[selected=true]:bg-accent-soft [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-soft'
const GROUP_CLASS =
  '[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-faint'

function PaletteList({ store, groups, onClose, onHit }: PaletteProps) {
  const { text, hits, load } = useStore(store)
  const { type, reset } = store.getState()
  const wanted = text.trim().toLowerCase()
  const finish = (run: () => void): void => {
    onClose()
    reset()
    run()
  }
  const shown = groups
    .map((group) => ({ ...group, actions: group.actions.filter((action) => matches(action.label, wanted)) }))
    .filter((group) => group.actions.length > 0)
  return (
    <Command shouldFilter={false} label="Search and commands" loop>
      <Command.Input
        value={text}
        onValueChange={type}
        placeholder="Search, or name a page or an action"
        className="h-12 w-full border-b border-line bg-transparent px-4 text-base outline-none"
      />
      <Command.List className="max-h-[56vh] overflow-y-auto p-1.5" label="Results">
        {shown.map((group) => (
          <Command.Group key={group.title} heading={group.title} className={GROUP_CLASS}>
            {group.actions.map((action) => (
              <Command.Item
                key={action.id}
                value={action.id}
                onSelect={() => finish(action.run)}
                className={ITEM_CLASS}
              >
                {action.icon}
                <span className="min-w-0 flex-1 truncate">{action.label}</span>
                {action.keys !== undefined && (
                  <kbd className="font-sans text-xs text-ink-faint">{action.keys}</kbd>
                )}
              </Command.Item>
            ))}
          </Command.Group>
        ))}
        {hits.length > 0 && (
          <Command.Group heading="Assets and documents" className={GROUP_CLASS}>
            {hits.map((hit, index) => (
              <Command.Item
                key={`${hit.assetId}-${hit.page ?? 0}-${hit.snippet}`}
                value={`hit-${index}`}
                onSelect={() => finish(() => onHit(hit))}
                className={ITEM_CLASS}
              >
                <HitIcon kind={hit.kind} />
                <span className="min-w-0 flex-1">
                  <span className="block truncate">{hit.title}</span>
                  <span className="block truncate text-xs text-ink-soft">
                    <MarkedText text={hit.snippet} start={HIGHLIGHT_START} end={HIGHLIGHT_END} />
                  </span>
                </span>
                {hit.page !== null && <span className="text-xs text-ink-faint">page {hit.page}</span>}
              </Command.Item>
            ))}
          </Command.Group>
        )}
        {wanted !== '' && shown.length === 0 && hits.length === 0 && (
          <p role="status" className="px-3 py-6 text-center text-ink-soft">
            {emptyText(load.status)}
          </p>
        )}
      </Command.List>
    </Command>
  )
}

function emptyText(status: 'idle' | 'loading' | 'ready' | 'failed'): string {
  if (status === 'loading') return 'Searching…'
  return status === 'failed' ? 'The search failed. Type again to try once more.' : 'Nothing found.'
}

function matches(label: string, wanted: string): boolean {
  const words = label.toLowerCase()
  return wanted.split(/\s+/).every((part) => words.includes(part))
}

function HitIcon({ kind }: { readonly kind: string }) {
  if (kind === 'image') return <Image aria-hidden />
  if (kind === 'video') return <Film aria-hidden />
  if (kind === 'audio') return <Music aria-hidden />
  return kind === 'campaign' ? <Megaphone aria-hidden /> : <FileText aria-hidden />
}
