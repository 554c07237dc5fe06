/** An amount of dollars, exact and in tabular figures. */
import { formatUsd, type MicroUsd } from '#shared/money.ts'
import { classNames } from './class-names.ts'

export function Money({ microUsd, className }: { readonly microUsd: MicroUsd; readonly className?: string }) {
  return <span className={classNames('tabular-nums', className)}>{formatUsd(microUsd)}</span>
}
