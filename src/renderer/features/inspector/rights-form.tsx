/** Whose picture it is, under which licence, and until when: with a word of warning before that day. */
import { CalendarClock } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { AssetRights } from '#shared/domain/library.ts'
import { classNames } from '../../ui/class-names.ts'
import { TextField } from '../../ui/field.tsx'
import { formatDate } from '../../ui/format.ts'

const DAY_MS = 86_400_000
const WARN_DAYS = 30

export interface RightsFormProps {
  readonly rights: AssetRights
  readonly onSave: (rights: AssetRights) => void
}

export function RightsForm({ rights, onSave }: RightsFormProps) {
  const [draft, setDraft] = useState(rights)
  useEffect(() => setDraft(rights), [rights])
  const save = (change: Partial<AssetRights>): void => {
    const next = { ...draft, ...change }
    if (JSON.stringify(next) !== JSON.stringify(rights)) onSave(next)
  }
  const line = (field: 'licence' | 'owner' | 'consent', label: string, maxLength: number) => (
    <TextField
      label={label}
      value={draft[field]}
      maxLength={maxLength}
      onChange={(event) => setDraft({ ...draft, [field]: event.target.value })}
      onBlur={() => save({})}
    />
  )
  return (
    <section aria-label="Rights" className="flex flex-col gap-2">
      <h3 className="text-xs font-medium text-ink-soft">Rights</h3>
      <RightsWarning expiresAt={rights.expiresAt} />
      {line('licence', 'Licence', 200)}
      {line('owner', 'Owner', 200)}
      {line('consent', 'Consent of people shown', 500)}
      <TextField
        label="May be used until"
        type="date"
        value={dayOf(draft.expiresAt)}
        onChange={(event) => {
          const expiresAt = endOf(event.target.value)
          setDraft({ ...draft, expiresAt })
          save({ expiresAt })
        }}
      />
    </section>
  )
}

function RightsWarning({ expiresAt }: Pick<AssetRights, 'expiresAt'>) {
  const words = warningOf(expiresAt, Date.now())
  if (words === null || expiresAt === null) return null
  const isOver = expiresAt < Date.now()
  return (
    <p
      role="alert"
      className={classNames(
        'flex items-start gap-2 rounded-md px-3 py-2',
        isOver ? 'bg-bad-soft' : 'bg-warn-soft'
      )}
    >
      <CalendarClock aria-hidden className="mt-0.5 size-4 shrink-0" />
      {words}
    </p>
  )
}

/** What must be said about the end of the rights; null while it is far off. */
export function warningOf(expiresAt: number | null, now: number): string | null {
  if (expiresAt === null || expiresAt - now > WARN_DAYS * DAY_MS) return null
  return expiresAt < now
    ? `The rights ended on ${formatDate(expiresAt)}. Do not use this any more, or renew them.`
    : `The rights end on ${formatDate(expiresAt)}.`
}

/** The last moment of a day of the calendar here; null for an empty or half-written one. */
function endOf(day: string): number | null {
  const at = new Date(`${day}T23:59:59`).getTime()
  return Number.isNaN(at) ? null : at
}

function dayOf(at: number | null): string {
  if (at === null) return ''
  const date = new Date(at)
  const twoDigits = (part: number): string => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`
}
