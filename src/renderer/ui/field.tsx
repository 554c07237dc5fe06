/** Labelled inputs: text, long text, number and choice. A hint and an error line belong to the control. */
import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from './class-names.ts'

export const CONTROL_CLASS = classNames(
  'w-full rounded-md border border-control bg-surface px-2.5 text-sm text-ink transition-colors',
  'focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent disabled:opacity-50'
)

interface FieldFrameProps {
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: string | null
  readonly isLabelHidden?: boolean
}

interface FrameProps extends FieldFrameProps {
  readonly id: string
  readonly children: ReactNode
}

function Frame({ id, label, hint, error, isLabelHidden, children }: FrameProps) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label
        htmlFor={id}
        className={isLabelHidden === true ? 'sr-only' : 'text-xs font-medium text-ink-soft'}
      >
        {label}
      </label>
      {children}
      {hint !== undefined && (
        <div id={`${id}-hint`} className="text-xs text-ink-faint">
          {hint}
        </div>
      )}
      {typeof error === 'string' && (
        <div id={`${id}-error`} role="alert" className="text-xs text-bad">
          {error}
        </div>
      )}
    </div>
  )
}

function describedBy(id: string, props: FieldFrameProps): string | undefined {
  const parts = [props.hint !== undefined && `${id}-hint`, typeof props.error === 'string' && `${id}-error`]
  return classNames(...parts) || undefined
}

function frameOf({ label, hint, error, isLabelHidden }: FieldFrameProps): FieldFrameProps {
  return {
    label,
    hint,
    ...(error === undefined ? {} : { error }),
    ...(isLabelHidden === undefined ? {} : { isLabelHidden })
  }
}

export type TextFieldProps = FieldFrameProps & Omit<ComponentProps<'input'>, 'id'>

export function TextField(props: TextFieldProps) {
  const id = useId()
  const { label, hint, error, isLabelHidden, className, ...rest } = props
  return (
    <Frame id={id} {...frameOf({ label, hint, error: error ?? null, isLabelHidden: isLabelHidden === true })}>
      <input
        id={id}
        aria-describedby={describedBy(id, props)}
        aria-invalid={typeof error === 'string'}
        className={classNames(CONTROL_CLASS, 'h-8', className)}
        {...rest}
      />
    </Frame>
  )
}

export type TextAreaProps = FieldFrameProps & Omit<ComponentProps<'textarea'>, 'id'>

export function TextArea(props: TextAreaProps) {
  const id = useId()
  const { label, hint, error, isLabelHidden, className, ...rest } = props
  return (
    <Frame id={id} {...frameOf({ label, hint, error: error ?? null, isLabelHidden: isLabelHidden === true })}>
      <textarea
        id={id}
        aria-describedby={describedBy(id, props)}
        aria-invalid={typeof error === 'string'}
        className={classNames(CONTROL_CLASS, 'field-sizing-content min-h-8 resize-none py-1.5', className)}
        {...rest}
      />
    </Frame>
  )
}

export interface Option {
  readonly value: string
  readonly label: string
}

export type SelectFieldProps = FieldFrameProps &
  Omit<ComponentProps<'select'>, 'id' | 'onChange'> & {
    readonly options: readonly Option[]
    readonly onPick: (value: string) => void
  }

export function SelectField(props: SelectFieldProps) {
  const id = useId()
  const { label, hint, error, isLabelHidden, className, options, onPick, ...rest } = props
  return (
    <Frame id={id} {...frameOf({ label, hint, error: error ?? null, isLabelHidden: isLabelHidden === true })}>
      <select
        id={id}
        aria-describedby={describedBy(id, props)}
        className={classNames(CONTROL_CLASS, 'h-8 pr-1', className)}
        onChange={(event) => onPick(event.target.value)}
        {...rest}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Frame>
  )
}
