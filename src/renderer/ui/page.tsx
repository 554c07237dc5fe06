/** The frame of a page: a heading line with its actions, and the content that scrolls. */
import type { ReactNode } from 'react'

export interface PageHeaderProps {
  readonly title: ReactNode
  /** Facts beside the title, such as counts. */
  readonly facts?: ReactNode
  readonly actions?: ReactNode
}

export function PageHeader({ title, facts, actions }: PageHeaderProps) {
  return (
    <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-3 gap-y-2 px-6 py-2.5">
      <h1 className="min-w-0 truncate text-xl font-semibold tracking-tight">{title}</h1>
      {facts !== undefined && <div className="text-ink-faint">{facts}</div>}
      <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div>
    </header>
  )
}

export function PageBody({ children }: { readonly children: ReactNode }) {
  return (
    <section
      aria-label="Content"
      // The content scrolls, so the keyboard must be able to reach it even when nothing in it takes the focus.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      // Hidden labels lie within the scrolled box; else they would make the window itself taller.
      className="relative min-h-0 flex-1 overflow-y-auto px-6 pt-1 pb-8 -outline-offset-2"
    >
      {children}
    </section>
  )
}

export interface CardProps {
  readonly title?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
  readonly label?: string
}

/** A titled group of related content. */
export function Card({ title, actions, children, label }: CardProps) {
  const name = label ?? (typeof title === 'string' ? title : undefined)
  return (
    <section aria-label={name} className="rounded-xl border border-line bg-surface">
      {title !== undefined && (
        <div className="flex min-h-11 flex-wrap items-center gap-2 border-b border-line px-4 py-1.5">
          <h2 className="text-base font-semibold">{title}</h2>
          <div className="ml-auto flex flex-wrap items-center justify-end gap-2">{actions}</div>
        </div>
      )}
      <div className="px-4 py-3">{children}</div>
    </section>
  )
}

/** One figure with its name, for rows of key numbers. */
export function Figure({
  label,
  value,
  note
}: {
  readonly label: string
  readonly value: ReactNode
  readonly note?: ReactNode
}) {
  return (
    <div className="min-w-0 rounded-xl border border-line bg-surface px-4 py-3">
      <div className="text-xs text-ink-soft">{label}</div>
      <div className="mt-0.5 truncate text-xl font-semibold tracking-tight tabular-nums">{value}</div>
      {note !== undefined && <div className="mt-0.5 text-xs text-ink-faint">{note}</div>}
    </div>
  )
}
