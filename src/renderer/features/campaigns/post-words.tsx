/** The words of a post and its day: caption and alternative text against the platform's limits, and when it is planned. */
import { Copy } from 'lucide-react'
import { useId } from 'react'
import type { Asset } from '#shared/domain/asset.ts'
import type { PlannedPost } from '#shared/domain/plan.ts'
import { PLATFORMS, type PlatformId } from '#shared/domain/platform.ts'
import { Button } from '../../ui/button.tsx'
import { CountedText } from '../../ui/counted-text.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { TextField } from '../../ui/field.tsx'
import { dayOf, plannedAt } from './calendar-days.ts'

export interface PostWordsProps {
  readonly words: PlannedPost
  readonly asset: Asset | null
  readonly otherPlatforms: readonly PlatformId[]
  readonly onChange: (words: PlannedPost) => void
  readonly onDone: () => void
  readonly onCopyCaption: () => void
}

/** What the plan keeps, whatever a platform allows. */
const MOST_CAPTION_CHARS = 5000
const MOST_ALT_CHARS = 2000

export function PostWords(props: PostWordsProps) {
  const { words, asset, otherPlatforms, onChange, onDone, onCopyCaption } = props
  const titleId = useId()
  const { label, captionMaxChars, altTextMaxChars } = PLATFORMS[words.platform]
  const caption = words.caption || asset?.caption || ''
  const altText = words.altText || asset?.altText || ''
  return (
    <section aria-labelledby={titleId} className="flex flex-col gap-3">
      <h3 id={titleId} className="font-semibold">
        Words and day
      </h3>
      <CountedText
        label="Caption"
        value={caption}
        limit={Math.min(captionMaxChars, MOST_CAPTION_CHARS)}
        maxLength={MOST_CAPTION_CHARS}
        placeholder={`What goes out with the picture on ${label}`}
        onChange={(text) => onChange({ ...words, altText, caption: text })}
        onDone={onDone}
      />
      {otherPlatforms.length > 0 && caption !== '' && (
        <Button icon={<Copy />} className="h-7 self-start" onClick={onCopyCaption}>
          Use this caption on the other platforms too
        </Button>
      )}
      {altTextMaxChars === null ? (
        <p className="text-ink-soft">{label} has no alternative text.</p>
      ) : (
        <CountedText
          label="Alternative text"
          value={altText}
          limit={Math.min(altTextMaxChars, MOST_ALT_CHARS)}
          maxLength={MOST_ALT_CHARS}
          rows={2}
          placeholder="What the picture shows, for people who do not see it"
          onChange={(text) => onChange({ ...words, caption, altText: text })}
          onDone={onDone}
        />
      )}
      <div className="flex items-end gap-3">
        <div className="w-44">
          <DateField
            label="Planned day"
            day={words.scheduledAt === null ? '' : dayOf(words.scheduledAt)}
            onDay={(day) => onChange({ ...words, scheduledAt: plannedAt(day, words.scheduledAt) })}
          />
        </div>
        <div className="w-32">
          <TextField
            label="Time"
            type="time"
            value={words.scheduledAt === null ? '' : timeOf(words.scheduledAt)}
            disabled={words.scheduledAt === null}
            onChange={(event) =>
              onChange({ ...words, scheduledAt: atTime(words.scheduledAt, event.target.value) })
            }
          />
        </div>
        <p className="flex-1 pb-1.5 text-xs text-ink-faint">A plan only: nothing is posted from here.</p>
      </div>
    </section>
  )
}

function timeOf(at: number): string {
  const date = new Date(at)
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`
}

/** The same day at this time; an empty field leaves it. */
function atTime(at: number | null, text: string): number | null {
  const match = /^(\d{2}):(\d{2})/.exec(text)
  if (at === null || match === null) return at
  const date = new Date(at)
  date.setHours(Number(match[1]), Number(match[2]), 0, 0)
  return date.getTime()
}
