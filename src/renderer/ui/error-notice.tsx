/** A failure in words: what happened, what to do next, its code, and a button to try again. */
import { CircleAlert, RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { nextStepFor } from './error-texts.ts'

export interface ErrorNoticeProps {
  readonly failure: { readonly code: string; readonly message: string }
  readonly onRetry?: (() => void) | undefined
  readonly action?: ReactNode
}

export function ErrorNotice({ failure, onRetry, action }: ErrorNoticeProps) {
  const nextStep = nextStepFor(failure.code)
  return (
    <div role="alert" className="flex items-start gap-3 rounded-md bg-bad-soft px-4 py-3 text-ink">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
      <div className="min-w-0 flex-1" data-selectable>
        <p className="font-medium break-words">{failure.message}</p>
        {nextStep !== null && <p className="text-ink-soft">{nextStep}</p>}
        <p className="mt-0.5 text-xs text-ink-soft">Code {failure.code}</p>
      </div>
      {action}
      {onRetry !== undefined && (
        <Button icon={<RotateCw />} onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  )
}
