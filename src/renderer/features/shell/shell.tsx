/** The window's frame: rail, top bar, page and inspector. It knows where things stand, not what they show. */
import type { ReactNode } from 'react'

export interface ShellProps {
  readonly rail: ReactNode
  readonly topBar: ReactNode
  readonly inspector: ReactNode
  readonly children: ReactNode
}

export function Shell({ rail, topBar, inspector, children }: ShellProps) {
  return (
    <div className="flex h-full">
      {rail}
      <div className="flex min-w-0 flex-1 flex-col">
        {topBar}
        <div className="flex min-h-0 flex-1">
          <main className="flex min-w-0 flex-1 flex-col">{children}</main>
          {inspector}
        </div>
      </div>
    </div>
  )
}
