/** The only page while the catalog is damaged: what happened, and the three ways on. */
import { DatabaseBackup, DatabaseZap, Power } from 'lucide-react'
import { useStore } from 'zustand'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import type { StartStore } from './start-store.ts'

export function DamagedCatalog({ store }: { readonly store: StartStore }) {
  const { start, isBusy, failure } = useStore(store)
  const { recover, quit } = store.getState()
  if (start?.state !== 'damagedCatalog') return null
  return (
    <main className="flex h-full items-center justify-center overflow-y-auto p-8">
      <div className="flex max-w-xl flex-col gap-4">
        <DatabaseZap aria-hidden className="size-10 text-warn" />
        <h1 className="text-2xl font-semibold tracking-tight">The catalog of this computer is damaged</h1>
        <p className="text-base" data-selectable>
          {start.message}
        </p>
        <p className="text-base text-ink-soft">
          Your pictures, documents and videos are not in it: they lie in both stores, together with a copy of
          the catalog. Rebuilding brings campaigns, assets, tags, texts and costs back from one of them. The
          damaged file is kept under another name.
        </p>
        {failure !== null && <ErrorNotice failure={failure} />}
        <div className="flex flex-wrap gap-2">
          <Button
            tone="primary"
            size="large"
            icon={<DatabaseBackup />}
            disabled={isBusy}
            onClick={() => void recover('primary')}
          >
            Rebuild from the primary store
          </Button>
          <Button
            size="large"
            icon={<DatabaseBackup />}
            disabled={isBusy}
            onClick={() => void recover('backup')}
          >
            Rebuild from the backup store
          </Button>
          <Button tone="quiet" size="large" icon={<Power />} onClick={() => void quit()}>
            Quit and change nothing
          </Button>
        </div>
      </div>
    </main>
  )
}
