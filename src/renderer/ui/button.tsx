/** Buttons: with words, and with an icon alone (then with a name and a tooltip). */
import { Tooltip } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'

type Tone = 'primary' | 'normal' | 'quiet' | 'danger'

const TONES: Readonly<Record<Tone, string>> = {
  primary: 'bg-accent-fill text-on-accent hover:bg-accent-fill-hover shadow-card',
  normal: 'bg-surface text-ink border border-line hover:bg-hover shadow-card',
  quiet: 'text-ink-soft hover:bg-hover hover:text-ink',
  danger: 'bg-bad-fill text-white hover:opacity-90 shadow-card'
}

export interface ButtonProps extends ComponentProps<'button'> {
  readonly tone?: Tone
  readonly icon?: ReactNode
  readonly size?: 'normal' | 'large'
}

export function Button({
  tone = 'normal',
  icon,
  size = 'normal',
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      className={classNames(
        'inline-flex shrink-0 items-center justify-center gap-2 rounded-md font-medium whitespace-nowrap transition-colors',
        'disabled:pointer-events-none disabled:opacity-45 [&_svg]:size-4 [&_svg]:shrink-0',
        size === 'large' ? 'h-10 px-4 text-base' : 'h-8 px-3 text-sm',
        TONES[tone],
        className
      )}
      {...rest}
    >
      {icon}
      {children}
    </button>
  )
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** The control's name: read aloud and shown as the tooltip. */
  readonly label: string
  readonly icon: ReactNode
  readonly isPressed?: boolean
}

export function IconButton({ label, icon, isPressed, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>
        <button
          type="button"
          aria-label={label}
          aria-pressed={isPressed}
          className={classNames(
            'inline-flex size-8 shrink-0 items-center justify-center rounded-md text-ink-soft transition-colors',
            'hover:bg-hover hover:text-ink disabled:pointer-events-none disabled:opacity-45 [&_svg]:size-4',
            isPressed === true && 'bg-hover text-ink',
            className
          )}
          {...rest}
        >
          {icon}
        </button>
      </Tooltip.Trigger>
      <TooltipBubble>{label}</TooltipBubble>
    </Tooltip.Root>
  )
}

export function TooltipBubble({ children }: { readonly children: ReactNode }) {
  return (
    <Tooltip.Portal>
      <Tooltip.Content
        sideOffset={6}
        collisionPadding={8}
        className="z-50 max-w-72 animate-appear rounded-md bg-ink px-2 py-1 text-xs text-app shadow-float"
      >
        {children}
      </Tooltip.Content>
    </Tooltip.Portal>
  )
}
