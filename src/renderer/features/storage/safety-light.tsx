/** One line that says whether everything is safe, coloured, with words. */
import { ShieldAlert, ShieldCheck, ShieldQuestion } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Safety } from '#shared/domain/storage.ts'
import { classNames } from '../../ui/class-names.ts'
import { formatAge, formatCount } from '../../ui/format.ts'

export interface SafetyLightProps {
  readonly safety: Safety | null
  readonly onOpen: () => void
}

interface Look {
  readonly text: string
  readonly icon: ReactNode
  readonly colour: string
}

export function safetyLook(safety: Safety | null): Look {
  if (safety === null) return { text: 'Checking copies', icon: <ShieldQuestion />, colour: 'text-ink-faint' }
  if (safety.unreachable.length > 0) {
    const sides = safety.unreachable.join(' and ')
    return {
      text: `${sides.charAt(0).toUpperCase()}${sides.slice(1)} unreachable`,
      icon: <ShieldAlert />,
      colour: 'text-bad'
    }
  }
  if (safety.waitingAssets > 0) {
    const age = safety.oldestUnsafeAgeMs === null ? '' : `, oldest ${formatAge(safety.oldestUnsafeAgeMs)}`
    return {
      text: `${formatCount(safety.waitingAssets)} waiting${age}`,
      icon: <ShieldAlert />,
      colour: 'text-warn'
    }
  }
  const text =
    safety.totalAssets === 0
      ? 'Nothing to protect yet'
      : `All ${formatCount(safety.totalAssets)} in two places`
  return { text, icon: <ShieldCheck />, colour: 'text-ok' }
}

export function SafetyLight({ safety, onOpen }: SafetyLightProps) {
  const look = safetyLook(safety)
  return (
    <button
      type="button"
      onClick={onOpen}
      className="flex h-8 items-center gap-1.5 rounded-md px-2.5 whitespace-nowrap text-ink-soft transition-colors hover:bg-hover hover:text-ink"
    >
      <span aria-hidden className={classNames('[&_svg]:size-4', look.colour)}>
        {look.icon}
      </span>
      {look.text}
    </button>
  )
}
