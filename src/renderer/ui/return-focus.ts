/** Gives the focus back to what had it before a dialog, for dialogs that no trigger of their own opens. */
import { useRef } from 'react'

export interface ReturnFocus {
  readonly onOpenAutoFocus: () => void
  readonly onCloseAutoFocus: (event: Event) => void
}

/** Both go to the dialog's content; the first must run before anything in the dialog takes the focus. */
export function useReturnFocus(): ReturnFocus {
  const before = useRef<HTMLElement | null>(null)
  return {
    onOpenAutoFocus() {
      before.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
    },
    onCloseAutoFocus(event) {
      event.preventDefault()
      before.current?.focus()
    }
  }
}
