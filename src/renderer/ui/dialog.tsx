/** Dialogs: a titled modal box with a footer for its buttons. Escape and the scrim close it. */
import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { IconButton } from './button.tsx'
import { classNames } from './class-names.ts'
import { useReturnFocus } from './return-focus.ts'

export interface DialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly title: string
  /** One sentence under the title; read with it. */
  readonly description?: ReactNode
  readonly children?: ReactNode
  readonly footer?: ReactNode
  /** Beside the title, before the close button. */
  readonly actions?: ReactNode
  readonly width?: 'small' | 'medium' | 'large'
}

const WIDTHS = { small: 'w-[26rem]', medium: 'w-[36rem]', large: 'w-[52rem]' } as const

export function Dialog({
  isOpen,
  onClose,
  title,
  description,
  children,
  footer,
  actions,
  width = 'medium'
}: DialogProps) {
  const returning = useReturnFocus()
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-shade" />
        <Radix.Content
          onOpenAutoFocus={(event) => {
            returning.onOpenAutoFocus()
            focusFirstField(event)
          }}
          onCloseAutoFocus={returning.onCloseAutoFocus}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          className={classNames(
            'fixed top-1/2 left-1/2 z-40 flex max-h-[86vh] max-w-[94vw] -translate-1/2 animate-appear flex-col',
            'rounded-xl border border-line bg-raised shadow-float focus:outline-none',
            WIDTHS[width]
          )}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
              {description !== undefined && (
                <Radix.Description className="mt-0.5 text-ink-soft">{description}</Radix.Description>
              )}
            </div>
            {actions}
            <Radix.Close asChild>
              <IconButton label="Close" icon={<X />} className="-mr-2" />
            </Radix.Close>
          </header>
          {children !== undefined && (
            <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-4">{children}</div>
          )}
          {footer !== undefined && (
            <footer className="flex items-center justify-end gap-2 border-t border-line px-5 py-3">
              {footer}
            </footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** The first field gets the focus, else the box itself: never the close button, whose tooltip would open. */
export function focusFirstField(event: Event): void {
  if (!(event.currentTarget instanceof HTMLElement)) return
  event.preventDefault()
  const field = event.currentTarget.querySelector<HTMLElement>(
    'input:not([type=file],[type=checkbox]), textarea'
  )
  const target = field ?? event.currentTarget
  target.focus()
}
