/** A drop-down menu of actions behind one button. */
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export interface MenuEntry {
  readonly label: string
  readonly icon?: ReactNode
  readonly isDanger?: boolean
  readonly isDisabled?: boolean
  readonly onChoose: () => void
}

export interface MenuProps {
  /** The button; it gets the menu's name from its own. */
  readonly trigger: ReactNode
  readonly entries: readonly MenuEntry[]
}

export function Menu({ trigger, entries }: MenuProps) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          className="z-50 min-w-44 animate-appear rounded-lg border border-line bg-raised p-1 shadow-float"
        >
          {entries.map((entry) => (
            <DropdownMenu.Item
              key={entry.label}
              disabled={entry.isDisabled === true}
              onSelect={entry.onChoose}
              className={classNames(
                'flex h-8 items-center gap-2 rounded-sm px-2 text-sm outline-none data-disabled:opacity-45',
                'data-highlighted:bg-hover [&_svg]:size-4 [&_svg]:text-ink-soft',
                entry.isDanger === true && 'text-bad [&_svg]:text-bad'
              )}
            >
              {entry.icon}
              {entry.label}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
