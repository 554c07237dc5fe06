/** Short notices at the window's lower edge that leave by themselves, with one action at most. */
import { toast } from 'sonner'

export interface ToastAction {
  readonly label: string
  readonly onChoose: () => void
}

const SHOWN_MS = 6000

/** Says that something was done; `action` offers to undo or to open it. */
export function sayDone(text: string, action?: ToastAction): void {
  toast(text, {
    duration: SHOWN_MS,
    ...(action === undefined ? {} : { action: { label: action.label, onClick: action.onChoose } })
  })
}

/** Says that something went wrong and what to do next. */
export function sayFailed(failure: { readonly message: string }): void {
  toast.error(failure.message, { duration: SHOWN_MS * 2 })
}
