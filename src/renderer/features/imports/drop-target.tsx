/** The whole window as a drop target: while files hover, it names what will happen with them. */
import { Upload } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'

export interface DropTargetProps {
  /** "Add to the library", named by the page that is open. */
  readonly title: string
  readonly hint: string
  readonly onFiles: (files: readonly File[]) => void
}

export function DropTarget({ title, hint, onFiles }: DropTargetProps) {
  const isOver = useWindowDrop(onFiles)
  if (!isOver) return null
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-0 z-50 flex animate-appear items-center justify-center bg-shade p-6"
    >
      <div className="flex size-full flex-col items-center justify-center gap-2 rounded-xl border-2 border-dashed border-accent bg-raised/95 text-center">
        <Upload aria-hidden className="size-10 text-accent" />
        <p className="text-xl font-semibold">{title}</p>
        <p className="text-base text-ink-soft">{hint}</p>
      </div>
    </div>
  )
}

/** True while files are dragged over the window; a drop hands them up. */
function useWindowDrop(onFiles: (files: readonly File[]) => void): boolean {
  const [isOver, setIsOver] = useState(false)
  const latest = useRef(onFiles)
  latest.current = onFiles
  useEffect(() => {
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true
    const enter = (event: DragEvent): void => {
      if (!hasFiles(event)) return
      // Without this, files let go in the moment the page below them changes are refused by Chromium.
      event.preventDefault()
      setIsOver(true)
    }
    const leave = (event: DragEvent): void => {
      // Leaving comes for every element on the way, unless it was taken away meanwhile; only leaving for nothing ends it.
      if (event.relatedTarget === null) setIsOver(false)
    }
    const over = (event: DragEvent): void => {
      if (hasFiles(event)) event.preventDefault()
    }
    const end = (): void => setIsOver(false)
    const drop = (event: DragEvent): void => {
      const wasTaken = event.defaultPrevented
      event.preventDefault()
      end()
      const files = [...(event.dataTransfer?.files ?? [])]
      if (!wasTaken && files.length > 0) latest.current(files)
    }
    const listeners = { dragenter: enter, dragleave: leave, dragover: over, drop } as const
    // Capture sees a drop that an inner zone takes and stops; the overlay must still go.
    addEventListener('drop', end, true)
    for (const [name, listener] of entriesOf(listeners)) addEventListener(name, listener)
    return () => {
      removeEventListener('drop', end, true)
      for (const [name, listener] of entriesOf(listeners)) removeEventListener(name, listener)
    }
  }, [])
  useEffect(() => {
    if (!isOver) return
    // The pointer moves on its own only after a drag: the end of one may be lost with the element it was over.
    const end = (): void => setIsOver(false)
    addEventListener('pointermove', end, { once: true })
    return () => removeEventListener('pointermove', end)
  }, [isOver])
  return isOver
}

type DragName = 'dragenter' | 'dragleave' | 'dragover' | 'drop'

function entriesOf(listeners: Readonly<Record<DragName, (event: DragEvent) => void>>) {
  const names: readonly DragName[] = ['dragenter', 'dragleave', 'dragover', 'drop']
  return names.map((name) => [name, listeners[name]] as const)
}
