/** Joins the features: which page stands in the frame, and which feature's wish another one fulfils. */
import { Tooltip } from 'radix-ui'
import { useEffect } from 'react'
import { Toaster } from 'sonner'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { createActions } from './app-actions.ts'
import { useOpenedFiles } from './app-opened.ts'
import { OpenPage } from './app-pages.tsx'
import { paletteGroups } from './app-palette.tsx'
import { useMenuCommands, useShellKeys, useTheme } from './app-shortcuts.ts'
import { NewCampaignDialog } from './features/campaigns/new-campaign-dialog.tsx'
import { DropTarget } from './features/imports/drop-target.tsx'
import { ImportProgress, ImportReport } from './features/imports/import-report.tsx'
import { Inspector } from './features/inspector/inspector.tsx'
import { QuickLookView } from './features/inspector/quick-look.tsx'
import { ActivityPanel } from './features/jobs/activity-panel.tsx'
import { isRunning } from './features/jobs/jobs-store.ts'
import { Palette } from './features/palette/palette.tsx'
import { Rail } from './features/shell/rail.tsx'
import { Shell } from './features/shell/shell.tsx'
import { ShortcutSheet } from './features/shell/shortcut-sheet.tsx'
import { TopBar } from './features/shell/top-bar.tsx'
import { SafetyLight } from './features/storage/safety-light.tsx'
import { endAll } from './ipc/client.ts'
import type { Studio } from './studio.ts'
import { AssetImage } from './ui/asset-image.tsx'

const TOOLTIP_DELAY_MS = 400

export function App({ studio }: { readonly studio: Studio }) {
  useFollowing(studio)
  useTheme(studio)
  useShellKeys(studio)
  useMenuCommands(studio)
  useOpenedFiles(studio)
  return (
    <Tooltip.Provider delayDuration={TOOLTIP_DELAY_MS}>
      <Shell
        rail={<AppRail studio={studio} />}
        topBar={<AppTopBar studio={studio} />}
        inspector={<RightColumn studio={studio} />}
      >
        <OpenPage studio={studio} />
      </Shell>
      <AppDialogs studio={studio} />
      <ImportProgress store={studio.imports} />
      <ImportReport store={studio.imports} />
      <QuickLookView store={studio.inspector} />
      <AppDropTarget studio={studio} />
      <Toaster position="bottom-center" gap={8} toastOptions={{ className: 'studio-toast' }} />
    </Tooltip.Provider>
  )
}

/** The stores that listen for as long as the window is open. */
function useFollowing(studio: Studio): void {
  useEffect(() => {
    const stores = [studio.jobs, studio.campaigns, studio.safety, studio.inspector, studio.settings]
    return endAll(stores.map((store) => store.getState().follow()))
  }, [studio])
  useEffect(
    () =>
      studio.shell.subscribe((state, before) => {
        if (state.selectedIds !== before.selectedIds) void studio.inspector.getState().show(state.selectedIds)
      }),
    [studio]
  )
}

function AppRail({ studio }: { readonly studio: Studio }) {
  const { place, railWidthPx, isRailCollapsed } = useStore(
    studio.shell,
    useShallow(({ place, railWidthPx, isRailCollapsed }) => ({ place, railWidthPx, isRailCollapsed }))
  )
  const campaigns = useStore(studio.campaigns, (state) => state.campaigns)
  const { go, toggleRail, setRailWidth, openPanel } = studio.shell.getState()
  return (
    <Rail
      place={place}
      campaigns={campaigns.map(({ id, name, imageCount, coverAssetId }) => ({
        id,
        name,
        imageCount,
        cover:
          coverAssetId === null ? (
            <span className="block size-full bg-sunken" />
          ) : (
            <AssetImage id={coverAssetId} kind="image" variant="thumb-256" alt="" />
          )
      }))}
      widthPx={railWidthPx}
      isCollapsed={isRailCollapsed}
      onGo={go}
      onToggle={toggleRail}
      onResize={setRailWidth}
      onNewCampaign={() => openPanel('new-campaign')}
    />
  )
}

function AppTopBar({ studio }: { readonly studio: Studio }) {
  const panel = useStore(studio.shell, (state) => state.panel)
  const runningJobs = useStore(studio.jobs, (state) => state.jobs.filter(isRunning).length)
  const safety = useStore(studio.safety, (state) => state.safety)
  const { openPanel, togglePanel, go } = studio.shell.getState()
  return (
    <TopBar
      runningJobs={runningJobs}
      safetyLight={<SafetyLight safety={safety} onOpen={() => go('storage')} />}
      isActivityOpen={panel === 'activity'}
      onSearch={() => openPanel('palette')}
      onActivity={() => togglePanel('activity')}
      onShortcuts={() => openPanel('shortcuts')}
    />
  )
}

/** The activity panel takes the inspector's place while it is open. */
function RightColumn({ studio }: { readonly studio: Studio }) {
  const panel = useStore(studio.shell, (state) => state.panel)
  const jobs = useStore(studio.jobs, (state) => state.jobs)
  const { cancel, retry, clearEnded } = studio.jobs.getState()
  const { closePanel, select } = studio.shell.getState()
  if (panel !== 'activity') {
    return (
      <Inspector
        store={studio.inspector}
        onClose={() => select([])}
        onEditPost={createActions(studio).editPost}
      />
    )
  }
  return (
    <ActivityPanel
      jobs={jobs}
      onClose={closePanel}
      onCancel={(id) => void cancel(id)}
      onRetry={(id) => void retry(id)}
      onClear={clearEnded}
    />
  )
}

function AppDialogs({ studio }: { readonly studio: Studio }) {
  const panel = useStore(studio.shell, (state) => state.panel)
  const { isCreating, createFailure } = useStore(
    studio.campaigns,
    useShallow(({ isCreating, createFailure }) => ({ isCreating, createFailure }))
  )
  const { closePanel } = studio.shell.getState()
  const actions = createActions(studio)
  return (
    <>
      <Palette
        isOpen={panel === 'palette'}
        store={studio.palette}
        groups={panel === 'palette' ? paletteGroups(studio) : []}
        onClose={closePanel}
        onHit={actions.openHit}
      />
      <ShortcutSheet isOpen={panel === 'shortcuts'} onClose={closePanel} />
      <NewCampaignDialog
        isOpen={panel === 'new-campaign'}
        isCreating={isCreating}
        failure={createFailure}
        onClose={() => {
          studio.campaigns.getState().forgetFailure()
          closePanel()
        }}
        onCreate={(name, files) => void actions.createCampaign(name, files)}
      />
    </>
  )
}

function AppDropTarget({ studio }: { readonly studio: Studio }) {
  const place = useStore(studio.shell, (state) => state.place)
  const actions = createActions(studio)
  const { title, hint } = actions.dropWords(place)
  return <DropTarget title={title} hint={hint} onFiles={(files) => void actions.dropFiles(files)} />
}
