/** Where the two copies of the selected asset stand, with a check that reads both and a repair of this one. */
import { ShieldCheck, Wrench } from 'lucide-react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { Asset } from '#shared/domain/asset.ts'
import { type CopyCheck, type CopyFound, STORE_SIDES } from '#shared/domain/storage.ts'
import { Button } from '../../ui/button.tsx'
import { StatusMark } from '../../ui/status-mark.tsx'
import type { InspectorStore } from './inspector-store.ts'

export function CopiesSection({ asset, store }: { readonly asset: Asset; readonly store: InspectorStore }) {
  const { copyCheck, isChecking } = useStore(
    store,
    useShallow(({ copyCheck, isChecking }) => ({ copyCheck, isChecking }))
  )
  const { checkCopies } = store.getState()
  const canRepair = copyCheck !== null ? isBad(copyCheck) : isOneSided(asset)
  return (
    <section aria-label="Copies" className="rounded-md bg-sunken px-3 py-2">
      <StatusMark status={asset.status} hasWords />
      <p className="mt-0.5 text-xs text-ink-soft">{copiesText(asset)}</p>
      <div role="status" className="text-xs">
        {isChecking && <p className="mt-1 text-ink-soft">Reading both copies…</p>}
        {copyCheck !== null && (
          <ul className="mt-1">
            {checkLines(copyCheck).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
      </div>
      <div className="mt-2 flex flex-wrap gap-1.5">
        <Button icon={<ShieldCheck />} disabled={isChecking} onClick={() => void checkCopies(false)}>
          Verify
        </Button>
        {canRepair && (
          <Button icon={<Wrench />} disabled={isChecking} onClick={() => void checkCopies(true)}>
            Repair
          </Button>
        )}
      </div>
    </section>
  )
}

function copiesText(asset: Asset): string {
  const texts: Readonly<Record<Asset['status'], string>> = {
    fully_synced: 'The primary and the backup store each hold a verified copy.',
    primary_only: 'The backup copy is missing or damaged.',
    backup_only: 'The primary copy is missing or damaged.',
    uploading: 'Being copied to both stores now.',
    pending: 'On this computer; waiting for the stores.',
    failed: 'Neither store took it yet. It is safe on this computer and tried again.'
  }
  return texts[asset.status]
}

const isOneSided = ({ status }: Asset): boolean => status === 'primary_only' || status === 'backup_only'

function isBad({ found, repaired }: CopyCheck): boolean {
  return STORE_SIDES.some((side) => /absent|wrong/.test(found[side]) && !repaired.includes(side))
}

const FOUND_WORDS: Readonly<Record<CopyFound, string>> = {
  good: 'read and right',
  absent: 'missing',
  wrong: 'damaged',
  error: 'could not be asked',
  waiting: 'waits for its upload'
}

function checkLines({ found, repaired, failed }: CopyCheck): readonly string[] {
  return STORE_SIDES.map((side) => {
    const trouble = failed.find((each) => each.side === side)
    const after = repaired.includes(side) ? ', made anew' : ''
    const name = side === 'primary' ? 'Primary' : 'Backup'
    return `${name} copy: ${FOUND_WORDS[found[side]]}${after}${trouble === undefined ? '' : `. ${trouble.message}`}`
  })
}
