/** Before the bundle is written: what will be in it and what is still missing; after it: where it lies. */
import { CircleCheck, FileArchive, FolderOpen, FolderOutput, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import { PLATFORMS, type PlatformId } from '#shared/domain/platform.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { countOf } from '../../ui/format.ts'
import { Progress } from '../../ui/progress.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import type { CampaignState } from './campaign-state.ts'
import { planContents } from './export-contents.ts'
import type { BundleFormat, ExportState, ExportStore } from './export-store.ts'

export interface ExportDialogProps {
  readonly campaignId: string
  readonly store: ExportStore
  readonly plan: Pick<CampaignState, 'cells' | 'platforms' | 'posts' | 'words'>
}

const FORMATS = [
  { value: 'folder', label: 'Folder', icon: <FolderOutput /> },
  { value: 'zip', label: 'Zip file', icon: <FileArchive /> }
] as const

export function ExportDialog({ campaignId, store, plan }: ExportDialogProps) {
  const state = useStore(store)
  const [format, setFormat] = useState<BundleFormat>('folder')
  const { isOpen, isRunning, result } = state
  const contents = planContents(plan)
  return (
    <Dialog
      isOpen={isOpen}
      onClose={state.close}
      title="Export the campaign"
      description="A folder per platform with the exact files, captions, alternative texts, the calendar, and a manifest that proves each file."
      footer={
        <Footer
          state={state}
          isEmpty={contents.pictures === 0}
          onExport={() => void state.run(campaignId, format)}
        />
      }
    >
      <div className="flex flex-col gap-4">
        {result === null ? (
          <>
            <Segmented
              className="self-start"
              label="Format"
              choices={FORMATS}
              value={format}
              onPick={(value) => setFormat(value === 'zip' ? 'zip' : 'folder')}
            />
            <Contents plan={plan} />
          </>
        ) : (
          <div role="status" className="flex items-start gap-3 rounded-md bg-ok-soft px-4 py-3">
            <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />
            <div className="min-w-0" data-selectable>
              <p className="font-medium">{countOf(result.files, 'file')} exported</p>
              <p className="break-all text-ink-soft">{result.path}</p>
            </div>
          </div>
        )}
        {isRunning && <Running state={state} />}
        {state.failure !== null && (
          <ErrorNotice failure={state.failure} onRetry={() => void state.run(campaignId, format)} />
        )}
      </div>
    </Dialog>
  )
}

interface FooterProps {
  readonly state: ExportState
  readonly isEmpty: boolean
  readonly onExport: () => void
}

function Footer({ state, isEmpty, onExport }: FooterProps) {
  const { isRunning, result, close, cancel, show } = state
  if (isRunning) return <Button onClick={cancel}>Cancel export</Button>
  if (result !== null) {
    return (
      <>
        <Button onClick={close}>Close</Button>
        <Button tone="primary" icon={<FolderOpen />} onClick={() => void show()}>
          Show in folder
        </Button>
      </>
    )
  }
  return (
    <>
      <Button onClick={close}>Cancel</Button>
      <Button tone="primary" icon={<FolderOutput />} disabled={isEmpty} onClick={onExport}>
        Choose a place and export
      </Button>
    </>
  )
}

function Running({ state }: { readonly state: ExportState }) {
  const { job } = state
  return (
    <div className="flex items-center gap-3">
      <span className="shrink-0">
        {job === null ? 'Starting' : `${job.done} of ${countOf(job.total, 'file')}`}
      </span>
      <div className="min-w-0 flex-1">
        <Progress label="Exporting" done={job?.done ?? 0} total={job?.total ?? 0} />
      </div>
    </div>
  )
}

function Contents({ plan }: Pick<ExportDialogProps, 'plan'>) {
  const contents = planContents(plan)
  if (contents.pictures === 0) {
    return (
      <p className="flex items-start gap-2 rounded-md bg-warn-soft px-4 py-3">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
        This campaign has no pictures yet. Generate some first; then the bundle has something to hold.
      </p>
    )
  }
  return (
    <>
      <table aria-label="What the bundle holds" className="w-full text-left">
        <thead className="text-xs text-ink-faint">
          <tr>
            <th className="py-1 font-medium">Platform</th>
            <th className="py-1 text-right font-medium">Pictures</th>
            <th className="py-1 text-right font-medium">Captions</th>
            <th className="py-1 text-right font-medium">Alternative texts</th>
            <th className="py-1 text-right font-medium">Planned days</th>
          </tr>
        </thead>
        <tbody>
          {contents.platforms.map((row) => (
            <tr key={row.platform} className="border-t border-line">
              <td className="py-1.5">{PLATFORMS[row.platform].label}</td>
              <td className="py-1.5 text-right">
                {row.pictures} of {row.posts}
              </td>
              <td className="py-1.5 text-right">{row.captions}</td>
              <td className="py-1.5 text-right">{altText(row.platform, row.altTexts)}</td>
              <td className="py-1.5 text-right">{row.days}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {contents.missing > 0 && (
        <p className="flex items-start gap-2 rounded-md bg-warn-soft px-4 py-2">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
          {countOf(contents.missing, 'post')} of the plan {contents.missing === 1 ? 'has' : 'have'} no picture
          and will not be in the bundle.
        </p>
      )}
    </>
  )
}

function altText(platform: PlatformId, count: number): string {
  return PLATFORMS[platform].altTextMaxChars === null ? 'not used there' : String(count)
}
