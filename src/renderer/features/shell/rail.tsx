/** The left rail: pages with icon and word, the campaign list under them, and an edge to drag. */
import {
  Clapperboard,
  Coins,
  FileText,
  HardDrive,
  Images,
  Megaphone,
  PanelLeft,
  Plus,
  Settings
} from 'lucide-react'
import type { ComponentType, ReactNode } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { RailEdge } from './rail-edge.tsx'
import type { PageId, Place } from './shell-store.ts'

interface PageEntry {
  readonly id: PageId
  readonly label: string
  readonly icon: ComponentType<{ readonly 'aria-hidden'?: boolean; readonly className?: string }>
}

export const PAGE_ENTRIES: readonly PageEntry[] = [
  { id: 'campaigns', label: 'Campaigns', icon: Megaphone },
  { id: 'library', label: 'Library', icon: Images },
  { id: 'documents', label: 'Documents', icon: FileText },
  { id: 'slideshows', label: 'Slideshows', icon: Clapperboard },
  { id: 'costs', label: 'Costs', icon: Coins },
  { id: 'storage', label: 'Storage', icon: HardDrive },
  { id: 'settings', label: 'Settings', icon: Settings }
]

export interface RailCampaign {
  readonly id: string
  readonly name: string
  readonly imageCount: number
  readonly cover: ReactNode
}

export interface RailProps {
  readonly place: Place
  readonly campaigns: readonly RailCampaign[]
  readonly widthPx: number
  readonly isCollapsed: boolean
  readonly onGo: (page: PageId, id?: string | null) => void
  readonly onToggle: () => void
  readonly onResize: (widthPx: number) => void
  readonly onNewCampaign: () => void
}

export function Rail(props: RailProps) {
  const { place, campaigns, widthPx, isCollapsed, onGo, onToggle, onResize, onNewCampaign } = props
  return (
    <nav
      aria-label="Main"
      // In units of the text, so that larger text gets a wider rail.
      style={{ width: isCollapsed ? '3.5rem' : `min(34vw, ${widthPx / 16}rem)` }}
      className="relative flex shrink-0 flex-col border-r border-line bg-app"
    >
      <div
        className={classNames('flex h-12 items-center gap-2', isCollapsed ? 'justify-center' : 'pr-2 pl-4')}
      >
        {!isCollapsed && (
          <span className="flex-1 truncate text-base font-semibold tracking-tight">CampaignForge</span>
        )}
        <IconButton
          label={isCollapsed ? 'Expand the sidebar' : 'Collapse the sidebar'}
          icon={<PanelLeft />}
          onClick={onToggle}
        />
      </div>
      <ul className="flex shrink-0 flex-col gap-0.5 px-2">
        {PAGE_ENTRIES.map((entry) => (
          <PageLink
            key={entry.id}
            entry={entry}
            isCurrent={place.page === entry.id && place.id === null}
            isCollapsed={isCollapsed}
            onGo={() => onGo(entry.id)}
          />
        ))}
      </ul>
      {!isCollapsed && (
        <CampaignLinks campaigns={campaigns} place={place} onGo={onGo} onNewCampaign={onNewCampaign} />
      )}
      {!isCollapsed && <RailEdge widthPx={widthPx} onResize={onResize} />}
    </nav>
  )
}

interface PageLinkProps {
  readonly entry: PageEntry
  readonly isCurrent: boolean
  readonly isCollapsed: boolean
  readonly onGo: () => void
}

function linkClass(isCurrent: boolean): string {
  return classNames(
    'flex h-8 w-full items-center gap-2.5 rounded-md px-2.5 text-left transition-colors',
    isCurrent ? 'bg-accent-soft font-medium text-accent' : 'text-ink-soft hover:bg-hover hover:text-ink'
  )
}

function PageLink({ entry, isCurrent, isCollapsed, onGo }: PageLinkProps) {
  const Icon = entry.icon
  return (
    <li>
      {isCollapsed ? (
        <IconButton
          label={entry.label}
          icon={<Icon aria-hidden />}
          aria-current={isCurrent ? 'page' : undefined}
          className={classNames('w-10', isCurrent && 'bg-accent-soft text-accent')}
          onClick={onGo}
        />
      ) : (
        <button
          type="button"
          aria-current={isCurrent ? 'page' : undefined}
          className={linkClass(isCurrent)}
          onClick={onGo}
        >
          <Icon aria-hidden className="size-4 shrink-0" />
          <span className="truncate">{entry.label}</span>
        </button>
      )}
    </li>
  )
}

type CampaignLinksProps = Pick<RailProps, 'campaigns' | 'place' | 'onGo' | 'onNewCampaign'>

function CampaignLinks({ campaigns, place, onGo, onNewCampaign }: CampaignLinksProps) {
  return (
    <section aria-label="Your campaigns" className="mt-5 flex min-h-0 flex-1 flex-col">
      <div className="flex items-center pr-2 pl-4">
        <h2 className="flex-1 text-xs font-medium text-ink-faint">Your campaigns</h2>
        <IconButton label="New campaign" icon={<Plus />} className="size-7" onClick={onNewCampaign} />
      </div>
      {campaigns.length === 0 ? (
        <p className="px-4 pt-1 text-xs text-ink-faint">Drop a document anywhere to start one.</p>
      ) : (
        <ul className="flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto px-2 pb-3">
          {campaigns.map((campaign) => {
            const isCurrent = place.page === 'campaigns' && place.id === campaign.id
            return (
              <li key={campaign.id}>
                <button
                  type="button"
                  aria-current={isCurrent ? 'page' : undefined}
                  title={campaign.name}
                  className={linkClass(isCurrent)}
                  onClick={() => onGo('campaigns', campaign.id)}
                >
                  <span aria-hidden className="size-5 shrink-0 overflow-hidden rounded-sm">
                    {campaign.cover}
                  </span>
                  <span className="min-w-0 flex-1 truncate">{campaign.name}</span>
                </button>
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}
