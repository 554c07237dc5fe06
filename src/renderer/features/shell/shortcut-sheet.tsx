/** The list of keyboard shortcuts. */
import { Dialog } from '../../ui/dialog.tsx'
import { SHORTCUT_GROUPS } from './shortcuts.ts'

export function ShortcutSheet({
  isOpen,
  onClose
}: {
  readonly isOpen: boolean
  readonly onClose: () => void
}) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Keyboard shortcuts" width="medium">
      <div className="grid grid-cols-1 gap-x-10 gap-y-5 sm:grid-cols-2">
        {SHORTCUT_GROUPS.map((group) => (
          <section key={group.title}>
            <h3 className="mb-1.5 text-xs font-medium text-ink-faint">{group.title}</h3>
            <dl className="flex flex-col gap-1.5">
              {group.lines.map((line) => (
                <div key={line.keys} className="flex items-baseline gap-3">
                  <dt className="order-2 ml-auto shrink-0">
                    <kbd className="rounded-sm bg-sunken px-1.5 py-0.5 font-sans text-xs text-ink-soft">
                      {line.keys}
                    </kbd>
                  </dt>
                  <dd>{line.text}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
