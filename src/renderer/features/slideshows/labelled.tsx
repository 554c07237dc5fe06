/** A heading over a group of controls, for those who see it. */

/** The group has the same name for those who do not see the heading. */
export function Labelled({ text, children }: { readonly text: string; readonly children: React.ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-1">
      <span aria-hidden className="text-xs font-medium text-ink-soft">
        {text}
      </span>
      {children}
    </div>
  )
}
