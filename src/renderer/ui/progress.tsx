/** A progress bar: a known share, or a moving stripe while the amount is unknown. */
import { Progress as Radix } from 'radix-ui'

export interface ProgressProps {
  readonly label: string
  readonly done: number
  /** 0 = not known yet. */
  readonly total: number
}

export function Progress({ label, done, total }: ProgressProps) {
  const fraction = total > 0 ? Math.min(1, done / total) : 0
  return (
    <Radix.Root
      aria-label={label}
      value={total > 0 ? Math.min(done, total) : null}
      max={total > 0 ? total : 1}
      className="relative h-1.5 overflow-hidden rounded-full bg-sunken"
    >
      {total > 0 ? (
        <Radix.Indicator
          className="h-full w-full origin-left rounded-full bg-accent transition-transform"
          style={{ transform: `scaleX(${fraction})` }}
        />
      ) : (
        <Radix.Indicator className="h-full w-1/3 animate-sweep rounded-full bg-accent" />
      )}
    </Radix.Root>
  )
}
