/** A quiet placeholder in the shape of what is loading. */
import { classNames } from './class-names.ts'

export function Skeleton({ className }: { readonly className?: string }) {
  return <div aria-hidden className={classNames('animate-breathe rounded-md bg-sunken', className)} />
}

/** Several lines of text that are on their way. */
export function SkeletonLines({ count, label }: { readonly count: number; readonly label: string }) {
  return (
    <div role="status" aria-label={label} className="flex flex-col gap-2">
      {Array.from({ length: count }, (_, index) => (
        // The lines are alike and never reordered, so the position is their identity.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <Skeleton key={index} className={index % 3 === 2 ? 'h-4 w-2/3' : 'h-4 w-full'} />
      ))}
    </div>
  )
}
