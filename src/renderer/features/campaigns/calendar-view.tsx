/** The calendar of planned posts: a month of days that take posts by drag or by their date field. Nothing is posted. */
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import type { PlannedPost } from '#shared/domain/plan.ts'
import { PLATFORMS } from '#shared/domain/platform.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { DateField } from '../../ui/date-field.tsx'
import { countOf } from '../../ui/format.ts'
import {
  type CalendarDay,
  dayOf,
  type Month,
  monthDays,
  monthOf,
  plannedAt,
  shiftMonth
} from './calendar-days.ts'
import { CalendarPost, POST_DRAG_TYPE, readDragged } from './calendar-post.tsx'
import { emptyPost, findWords, placeKey } from './campaign-draft.ts'
import type { CampaignState, Place } from './campaign-state.ts'
import { gatherPosts, type PostCell } from './post-cells.ts'

export interface CalendarViewProps {
  readonly plan: Pick<CampaignState, 'cells' | 'platforms' | 'posts' | 'words'>
  readonly onWords: (words: readonly PlannedPost[]) => void
  readonly onOpenPost: (place: Place) => void
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const
const MONTH_NAME = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric' })
const LONG_DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'full' })

interface PlacedPost extends Place {
  readonly cell: PostCell | null
  readonly words: PlannedPost
}

export function CalendarView({ plan, onWords, onOpenPost }: CalendarViewProps) {
  const [month, setMonth] = useState<Month>(() => firstMonth(plan.words))
  const posts = placedPosts(plan)
  const byDay = Map.groupBy(posts, ({ words }) =>
    words.scheduledAt === null ? '' : dayOf(words.scheduledAt)
  )
  const waiting = byDay.get('') ?? []
  const [focused, setFocused] = useState<string | null>(null)
  const move = (place: Place, day: string): void => {
    const words = findWords(plan.words, place) ?? emptyPost(place.platform, place.post)
    onWords([{ ...words, scheduledAt: plannedAt(day, words.scheduledAt) }])
  }
  /** By its field: the month follows, and so does the focus, because the field leaves with the post. */
  const moveByField = (place: Place, day: string): void => {
    const at = plannedAt(day, null)
    if (at !== null) setMonth(monthOf(at))
    setFocused(placeKey(place))
    move(place, day)
  }
  return (
    <div className="flex min-h-0 flex-1 gap-4 px-6 pb-4 @max-3xl:flex-col @max-3xl:px-4">
      <div className="flex min-w-0 flex-1 flex-col">
        <MonthBar
          month={month}
          onMonth={setMonth}
          planned={posts.length - waiting.length}
          total={posts.length}
        />
        <table aria-label="Calendar" className="w-full flex-1 table-fixed border-collapse">
          <thead>
            <tr>
              {WEEKDAYS.map((name) => (
                <th key={name} scope="col" className="h-7 text-left text-xs font-medium text-ink-faint">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeksOf(monthDays(month)).map((week) => (
              <tr key={week[0]?.day}>
                {week.map((day) => (
                  <DayCell
                    key={day.day}
                    day={day}
                    posts={byDay.get(day.day) ?? []}
                    focused={focused}
                    onDrop={(place) => move(place, day.day)}
                    onOpenPost={onOpenPost}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Waiting
        posts={waiting}
        onDay={moveByField}
        onDrop={(place) => move(place, '')}
        onOpenPost={onOpenPost}
      />
    </div>
  )
}

interface MonthBarProps {
  readonly month: Month
  readonly planned: number
  readonly total: number
  readonly onMonth: (month: Month) => void
}

function MonthBar({ month, planned, total, onMonth }: MonthBarProps) {
  return (
    <div className="flex h-11 items-center gap-1">
      <h2 aria-live="polite" className="w-44 text-base font-semibold">
        {MONTH_NAME.format(new Date(month.year, month.month, 1))}
      </h2>
      <IconButton
        label="Month before"
        icon={<ChevronLeft />}
        onClick={() => onMonth(shiftMonth(month, -1))}
      />
      <IconButton label="Next month" icon={<ChevronRight />} onClick={() => onMonth(shiftMonth(month, 1))} />
      <Button tone="quiet" onClick={() => onMonth(monthOf(Date.now()))}>
        Today
      </Button>
      <span className="ml-auto text-ink-soft">
        {planned} of {countOf(total, 'post')} planned. Nothing is posted from here.
      </span>
    </div>
  )
}

interface DayCellProps {
  readonly day: CalendarDay
  readonly posts: readonly PlacedPost[]
  /** The post that takes the focus, by placeKey. */
  readonly focused: string | null
  readonly onDrop: (place: Place) => void
  readonly onOpenPost: (place: Place) => void
}

function DayCell({ day, posts, focused, onDrop, onOpenPost }: DayCellProps) {
  const [isOver, drop] = useDrop(onDrop)
  const isToday = day.day === dayOf(Date.now())
  const name = LONG_DAY.format(new Date(`${day.day}T12:00`))
  return (
    <td
      aria-label={`${name}, ${countOf(posts.length, 'post')}`}
      {...drop}
      className={classNames(
        'h-20 border border-line p-1 align-top transition-colors',
        day.isInMonth ? 'bg-surface' : 'bg-sunken',
        isOver && 'bg-accent-soft'
      )}
    >
      <div
        className={classNames(
          'mb-1 inline-flex h-5 min-w-5 items-center justify-center rounded-full px-1 text-xs',
          isToday ? 'bg-accent-fill font-semibold text-on-accent' : 'text-ink-soft'
        )}
      >
        {day.dayOfMonth}
      </div>
      <ul className="flex max-h-40 flex-col gap-1 overflow-y-auto empty:hidden">
        {posts.map((post) => (
          <li key={placeKey(post)}>
            <CalendarPost
              place={post}
              asset={post.cell?.shown.asset ?? null}
              isFocused={focused === placeKey(post)}
              onOpen={() => onOpenPost(post)}
            />
          </li>
        ))}
      </ul>
    </td>
  )
}

interface WaitingProps {
  readonly posts: readonly PlacedPost[]
  readonly onDay: (place: Place, day: string) => void
  readonly onDrop: (place: Place) => void
  readonly onOpenPost: (place: Place) => void
}

/** Posts without a day; each can be dragged from here, or given its day in a field. */
function Waiting({ posts, onDay, onDrop, onOpenPost }: WaitingProps) {
  const [isOver, drop] = useDrop(onDrop)
  return (
    <section
      aria-label="Posts without a day"
      {...drop}
      className={classNames(
        'flex w-60 shrink-0 flex-col rounded-xl border border-line transition-colors @max-3xl:w-full',
        isOver ? 'bg-accent-soft' : 'bg-surface'
      )}
    >
      <h2 className="flex h-11 items-center px-3 font-semibold">Without a day ({posts.length})</h2>
      {posts.length === 0 ? (
        <p className="px-3 pb-4 text-ink-soft">
          Every post has its day. Drag one here to take it off the calendar.
        </p>
      ) : (
        <ul className="flex min-h-0 flex-1 flex-col gap-2 overflow-y-auto px-3 pb-3">
          {posts.map((post) => (
            <li key={placeKey(post)} className="flex flex-col gap-1">
              <CalendarPost
                place={post}
                asset={post.cell?.shown.asset ?? null}
                onOpen={() => onOpenPost(post)}
              />
              <DateField
                label={`Day of ${PLATFORMS[post.platform].label} post ${post.post}`}
                isLabelHidden
                day=""
                className="h-7 text-xs"
                onDay={(day) => day !== '' && onDay(post, day)}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function useDrop(onDrop: (place: Place) => void) {
  const [isOver, setIsOver] = useState(false)
  const handlers = {
    onDragOver: (event: React.DragEvent) => {
      if (!event.dataTransfer.types.includes(POST_DRAG_TYPE)) return
      event.preventDefault()
      setIsOver(true)
    },
    onDragLeave: () => setIsOver(false),
    onDrop: (event: React.DragEvent) => {
      const place = readDragged(event.dataTransfer.getData(POST_DRAG_TYPE))
      setIsOver(false)
      if (place === null) return
      event.preventDefault()
      onDrop(place)
    }
  }
  return [isOver, handlers] as const
}

function placedPosts({ cells, platforms, posts, words }: CalendarViewProps['plan']): readonly PlacedPost[] {
  const gathered = gatherPosts(cells)
  return Array.from({ length: posts }, (_, index) => index + 1).flatMap((post) =>
    platforms.map((platform) => ({
      platform,
      post,
      cell: gathered.get(placeKey({ platform, post })) ?? null,
      words: findWords(words, { platform, post }) ?? emptyPost(platform, post)
    }))
  )
}

/** The month of the first planned post to come, else this one. */
function firstMonth(words: readonly PlannedPost[]): Month {
  const today = Date.now()
  const planned = words.flatMap((word) => (word.scheduledAt === null ? [] : [word.scheduledAt]))
  const ahead = planned.filter((at) => at >= today)
  return monthOf(ahead.length > 0 ? Math.min(...ahead) : Math.max(today, ...planned))
}

function weeksOf(days: readonly CalendarDay[]): readonly (readonly CalendarDay[])[] {
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7))
}
