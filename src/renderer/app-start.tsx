/** What the window shows first: the app, or the question about a damaged catalog. */
import { useEffect, useState } from 'react'
import { App } from './app.tsx'
import { DamagedCatalog } from './features/shell/damaged-catalog.tsx'
import { type Failure, failureOf } from './ipc/load.ts'
import type { Studio } from './studio.ts'

/** The app is drawn at once and gives way only to bad news, so that a sound start waits for nothing. */
export function Start({ studio }: { readonly studio: Studio }) {
  const [damage, setDamage] = useState<string | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [isRecovering, setIsRecovering] = useState(false)
  const { client } = studio
  useEffect(() => {
    const ask = async (): Promise<void> => {
      const start = await client.call('start.state', {})
      if (start.state === 'damagedCatalog') setDamage(start.message)
    }
    // Without an answer the pages themselves say what is wrong.
    void ask().catch(() => undefined)
  }, [client])
  if (damage === null) return <App studio={studio} />
  const recover = async (from: 'primary' | 'backup'): Promise<void> => {
    setIsRecovering(true)
    setFailure(null)
    try {
      await client.call('start.recover', { from })
      location.reload()
    } catch (thrown) {
      setFailure(failureOf(thrown))
      setIsRecovering(false)
    }
  }
  return (
    <DamagedCatalog
      message={damage}
      failure={failure}
      isRecovering={isRecovering}
      onRecover={(from) => void recover(from)}
      onQuit={() => void client.call('start.quit', {}).catch(() => undefined)}
    />
  )
}
