/** A dashed area that takes files by drop or by choosing, and hands them up. */
import { Upload } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'

export interface DropZoneProps {
  /** What will happen with the files, in words. */
  readonly title: string
  readonly hint: ReactNode
  /** The button's words, "Choose a document". */
  readonly chooseLabel: string
  /** File name endings for the chooser, ".pdf,.docx". */
  readonly accept: string
  readonly isMultiple?: boolean
  readonly onFiles: (files: readonly File[]) => void
}

export function DropZone({ title, hint, chooseLabel, accept, isMultiple = false, onFiles }: DropZoneProps) {
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setIsOver] = useState(false)
  const take = (list: FileList | null): void => {
    if (list !== null && list.length > 0) onFiles([...list])
  }
  return (
    <section
      aria-label={title}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        event.stopPropagation()
        setIsOver(false)
        take(event.dataTransfer.files)
      }}
      className={classNames(
        'flex flex-col items-center gap-2 rounded-xl border border-dashed px-6 py-8 text-center transition-colors',
        isOver ? 'border-accent bg-accent-soft' : 'border-line-strong'
      )}
    >
      <Upload aria-hidden className="size-6 text-ink-faint" />
      <p className="text-base font-medium">{title}</p>
      <p className="text-ink-soft">{hint}</p>
      <Button className="mt-2" onClick={() => input.current?.click()}>
        {chooseLabel}
      </Button>
      <input
        ref={input}
        type="file"
        accept={accept}
        multiple={isMultiple}
        hidden
        onChange={(event) => {
          take(event.target.files)
          event.target.value = ''
        }}
      />
    </section>
  )
}
