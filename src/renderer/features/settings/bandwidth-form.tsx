/** How fast buckets may be used, and at which hours otherwise. */
import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Bandwidth } from '#shared/domain/storage.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Card } from '../../ui/page.tsx'
import { clockOf, megabytesOf, minuteOf, type SpeedText, speedOf } from './bandwidth-words.ts'

type Line = Bandwidth['timetable'][number]
const MOST_LINES = 24
const WORKING_HOURS: Line = { fromMinute: 9 * 60, toMinute: 17 * 60, bytesPerSecond: 1_000_000 }

export interface BandwidthFormProps {
  readonly bandwidth: Bandwidth
  /** Each part is saved by itself, so that two quick changes do not undo each other. */
  readonly onLimit: (bytesPerSecond: number | null) => void
  readonly onTimetable: (timetable: Bandwidth['timetable']) => void
}

export function BandwidthForm({ bandwidth, onLimit, onTimetable }: BandwidthFormProps) {
  const { timetable } = bandwidth
  const replace = (index: number, ...lines: readonly Line[]): void =>
    onTimetable([...timetable.slice(0, index), ...lines, ...timetable.slice(index + 1)])
  return (
    <Card title="Speed of copying">
      <p className="mb-3 text-ink-soft">
        For buckets; folders are always used at full speed. The first line of the timetable that holds counts.
      </p>
      <div className="max-w-64">
        <SpeedField
          label="At most, in MB a second"
          bytesPerSecond={bandwidth.bytesPerSecond}
          onSave={onLimit}
        />
      </div>
      <ul aria-label="Timetable" className="mt-3 flex flex-col gap-3">
        {timetable.map((line, index) => (
          <li
            // Lines have no identity but their place, and are not reordered.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            key={index}
            className="flex flex-wrap items-end gap-3"
          >
            <TimeField
              label={`Line ${index + 1}: from`}
              minute={line.fromMinute}
              onSave={(fromMinute) => replace(index, { ...line, fromMinute })}
            />
            <TimeField
              label="to"
              minute={line.toMinute}
              onSave={(toMinute) => replace(index, { ...line, toMinute })}
            />
            <SpeedField
              label="at most, in MB a second"
              bytesPerSecond={line.bytesPerSecond}
              onSave={(bytesPerSecond) => replace(index, { ...line, bytesPerSecond })}
            />
            <IconButton label={`Remove line ${index + 1}`} icon={<Trash2 />} onClick={() => replace(index)} />
          </li>
        ))}
      </ul>
      <Button
        className="mt-3"
        icon={<Plus />}
        disabled={timetable.length >= MOST_LINES}
        onClick={() => onTimetable([...timetable, WORKING_HOURS])}
      >
        Add hours
      </Button>
    </Card>
  )
}

interface SpeedFieldProps {
  readonly label: string
  readonly bytesPerSecond: number | null
  readonly onSave: (bytesPerSecond: number | null) => void
}

function SpeedField({ label, bytesPerSecond, onSave }: SpeedFieldProps) {
  const [text, setText] = useState(megabytesOf(bytesPerSecond))
  const speed: SpeedText = speedOf(text)
  return (
    <TextField
      label={label}
      inputMode="decimal"
      placeholder="No limit"
      value={text}
      error={speed === 'invalid' ? 'Write a number such as 2.5, or nothing.' : null}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => speed !== 'invalid' && speed !== bytesPerSecond && onSave(speed)}
    />
  )
}

interface TimeFieldProps {
  readonly label: string
  readonly minute: number
  readonly onSave: (minute: number) => void
}

function TimeField({ label, minute, onSave }: TimeFieldProps) {
  return (
    <TextField
      key={minute}
      label={label}
      type="time"
      defaultValue={clockOf(minute)}
      onBlur={(event) => {
        const next = minuteOf(event.target.value)
        if (next !== null && next !== minute) onSave(next)
      }}
    />
  )
}
