/** What a page shows before it has content: a picture, what will stand here, and the first action. */
import type { ReactNode } from 'react'

export interface EmptyStateProps {
  readonly icon: ReactNode
  readonly title: string
  readonly children: ReactNode
  readonly actions?: ReactNode
}

export function EmptyState({ icon, title, children, actions }: EmptyStateProps) {
  return (
    <div className="flex h-full min-h-64 flex-col items-center justify-center gap-3 px-8 py-12 text-center">
      <div className="flex size-14 items-center justify-center rounded-xl bg-sunken text-ink-faint [&_svg]:size-7">
        {icon}
      </div>
      <h2 className="text-lg font-semibold">{title}</h2>
      <div className="max-w-md text-base text-ink-soft">{children}</div>
      {actions !== undefined && <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}
