/** What the render is doing, what it made, and what went wrong, above the editor. */
import { Ban, CircleCheck, FolderSearch, Play, Settings, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { JobId, JobSnapshot } from '#shared/domain/job.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { formatAge, formatBytes, formatClock, formatCount, formatPixels } from '../../ui/format.ts'
import { Progress } from '../../ui/progress.tsx'
import { type FinishedVideo, type PlacementSummary, placementsOf } from './finished-videos.ts'
import type { RenderStore } from './render-store.ts'

export interface RenderStripProps {
  readonly store: RenderStore
  readonly onCancelJob: (id: JobId) => void
  readonly onPlay: (assetId: string, neighbours: readonly string[]) => void
  /** Where the way to ffmpeg is set. */
  readonly onSettings: () => void
}

export function RenderStrip({ store, onCancelJob, onPlay, onSettings }: RenderStripProps) {
  const { isRendering, job, failure, videos, dismiss } = useStore(store)
  return (
    <div aria-live="polite" className="flex flex-col gap-2 px-6 pb-2 empty:hidden">
      {isRendering && <Running job={job} onCancelJob={onCancelJob} />}
      {failure !== null && (
        <div className="flex items-start gap-2">
          <div className="min-w-0 flex-1">
            <ErrorNotice failure={failure} />
          </div>
          {failure.code === 'FFMPEG_MISSING' && (
            <Button icon={<Settings />} onClick={onSettings}>
              Set the path in Settings
            </Button>
          )}
          <IconButton label="Dismiss" icon={<X />} onClick={dismiss} />
        </div>
      )}
      {videos.length > 0 && (
        <div className="flex flex-col gap-1.5 rounded-md bg-ok-soft px-4 py-2">
          <div className="flex items-center gap-2">
            <CircleCheck aria-hidden className="size-4 shrink-0 text-ok" />
            <p className="min-w-0 flex-1 font-medium">
              {videos.length === 1
                ? 'The video is in the library.'
                : `${videos.length} videos are in the library.`}
            </p>
            <IconButton label="Dismiss" icon={<X />} onClick={dismiss} />
          </div>
          <ul className={classNames('grid gap-x-6 gap-y-1', videos.length > 1 && 'md:grid-cols-2')}>
            {videos.map((video) => (
              <VideoLine
                key={video.assetId}
                video={video}
                isOneOfMany={videos.length > 1}
                onPlay={() =>
                  onPlay(
                    video.assetId,
                    videos.map((one) => one.assetId)
                  )
                }
              />
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

function Running({
  job,
  onCancelJob
}: { readonly job: JobSnapshot | null } & Pick<RenderStripProps, 'onCancelJob'>) {
  const now = useNow()
  return (
    <div className="flex items-center gap-3 rounded-md bg-surface px-4 py-2 shadow-card">
      <span className="shrink-0">{job === null ? 'Preparing' : progressText(job, now)}</span>
      <div className="min-w-0 flex-1">
        <Progress label="Rendering the video" done={job?.done ?? 0} total={job?.total ?? 0} />
      </div>
      <Button
        tone="quiet"
        icon={<Ban />}
        className="h-7"
        disabled={job === null}
        onClick={() => job !== null && onCancelJob(job.id)}
      >
        Cancel
      </Button>
    </div>
  )
}

/** "340 of 765 frames, about 4 s left"; the time only once a tenth is done and it can be told. Pure. */
export function progressText(job: JobSnapshot, now: number): string {
  if (job.total === 0) return 'Preparing'
  const counts = `${formatCount(job.done)} of ${formatCount(job.total)} ${job.stage}`
  const elapsedMs = now - job.startedAt
  if (job.done < job.total / 10 || elapsedMs < 1000) return counts
  return `${counts}, about ${formatAge((elapsedMs / job.done) * (job.total - job.done))} left`
}

function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [])
  return now
}

interface VideoLineProps {
  readonly video: FinishedVideo
  /** Then each is told by its shape, and says less. */
  readonly isOneOfMany: boolean
  readonly onPlay: () => void
}

function VideoLine({ video, isOneOfMany, onPlay }: VideoLineProps) {
  const { fits, problems } = placementsOf(video)
  const pixels = formatPixels(video.widthPx, video.heightPx)
  const facts = [pixels, formatClock(video.durationSeconds * 1000), formatBytes(video.sizeBytes)]
  const isEverywhere = fits.length > 0 && problems.length === 0
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button
        icon={<Play />}
        className="h-7"
        aria-label={isOneOfMany ? `Play it, ${pixels ?? ''}` : undefined}
        onClick={onPlay}
      >
        Play it
      </Button>
      <span className="text-ink-soft">{facts.filter(Boolean).join(', ')}</span>
      {!isOneOfMany && fits.length > 0 && (
        <span className="text-xs text-ink-soft">Fits {fits.join(', ')}</span>
      )}
      {isOneOfMany && isEverywhere && <span className="text-xs text-ink-soft">Fits all platforms</span>}
      {problems.length > 0 && <Problems fits={isOneOfMany ? fits : []} problems={problems} />}
    </li>
  )
}

/** Closed at first; names the platforms that do not take the video, and why. */
function Problems({ fits, problems }: PlacementSummary) {
  return (
    <details className="text-xs">
      <summary className="inline-flex items-center gap-1 text-warn">
        <FolderSearch aria-hidden className="size-3.5" />
        {problems.length === 1
          ? 'One platform does not take it'
          : `${problems.length} platforms do not take it`}
      </summary>
      <ul className="mt-1 flex flex-col gap-0.5">
        {problems.map(({ label, text }) => (
          <li key={label}>
            {label}: {text}
          </li>
        ))}
        {fits.length > 0 && <li>Fits {fits.join(', ')}</li>}
      </ul>
    </details>
  )
}
