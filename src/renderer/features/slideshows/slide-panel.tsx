/** Settings of the selected slide and of the whole slideshow. */
import { Trash2 } from 'lucide-react'
import { Slider } from 'radix-ui'
import {
  type CaptionPosition,
  type Fit,
  type Motion,
  SLIDESHOW_PRESETS,
  type SlideshowPreset,
  TRANSITIONS
} from '#shared/domain/slideshow.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextArea, TextField } from '../../ui/field.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { type Draft, type DraftSlide, withoutSlide, withSlide } from './draft.ts'

export interface SlidePanelProps {
  readonly draft: Draft
  readonly slide: DraftSlide | null
  readonly onChange: (draft: Draft, kind: string | null) => void
}

const PRESETS: readonly SlideshowPreset[] = ['landscape', 'portrait', 'square', 'feed']
const PRESET_CHOICES = PRESETS.map((preset) => ({ value: preset, label: SLIDESHOW_PRESETS[preset].label }))
const FITS: readonly { readonly value: Fit; readonly label: string }[] = [
  { value: 'cover', label: 'Fill' },
  { value: 'contain', label: 'Whole' },
  { value: 'blur', label: 'Blurred edges' }
]
const MOTIONS: readonly { readonly value: Motion; readonly label: string }[] = [
  { value: 'none', label: 'Still' },
  { value: 'kenburns', label: 'Slow zoom' }
]
const POSITIONS: readonly { readonly value: CaptionPosition; readonly label: string }[] = [
  { value: 'top', label: 'Top' },
  { value: 'middle', label: 'Middle' },
  { value: 'bottom', label: 'Bottom' }
]
const TRANSITION_OPTIONS = TRANSITIONS.map((name) => ({
  value: name,
  label: `${name.charAt(0).toUpperCase()}${name.slice(1)}`
}))

export function SlidePanel({ draft, slide, onChange }: SlidePanelProps) {
  return (
    <aside
      aria-label="Settings"
      className="flex w-72 shrink-0 flex-col gap-4 overflow-y-auto border-l border-line bg-surface p-4"
    >
      <section aria-label="Slideshow" className="flex flex-col gap-3">
        <h2 className="font-semibold">Slideshow</h2>
        <Segmented
          label="Shape"
          choices={PRESET_CHOICES}
          value={draft.preset}
          onPick={(value) => {
            const preset = PRESETS.find((known) => known === value)
            if (preset !== undefined) onChange({ ...draft, preset }, null)
          }}
        />
        <NumberField
          label="Transition, seconds"
          value={draft.fadeSeconds}
          range={{ min: 0, max: 3, step: 0.1 }}
          onChange={(fadeSeconds) => onChange({ ...draft, fadeSeconds }, 'fade')}
        />
      </section>
      {slide === null ? (
        <p className="text-ink-soft">Select a slide to change it.</p>
      ) : (
        <OneSlide key={slide.key} draft={draft} slide={slide} onChange={onChange} />
      )}
    </aside>
  )
}

function OneSlide({ draft, slide, onChange }: SlidePanelProps & { readonly slide: DraftSlide }) {
  const set = (change: Partial<Omit<DraftSlide, 'key'>>, kind: string | null = null): void =>
    onChange(withSlide(draft, slide.key, change), kind === null ? null : `${slide.key} ${kind}`)
  return (
    <section aria-label="Slide" className="flex flex-col gap-3 border-t border-line pt-4">
      <div className="flex items-center">
        <h2 className="min-w-0 flex-1 truncate font-semibold" title={slide.name}>
          {slide.name}
        </h2>
        <Button
          tone="quiet"
          icon={<Trash2 />}
          className="h-7"
          onClick={() => onChange(withoutSlide(draft, slide.key), null)}
        >
          Remove
        </Button>
      </div>
      <NumberField
        label="Length, seconds"
        value={slide.seconds}
        range={{ min: 0.5, max: 20, step: 0.5 }}
        onChange={(seconds) => set({ seconds }, 'seconds')}
      />
      <TextArea
        label="Caption"
        rows={2}
        maxLength={500}
        value={slide.caption}
        placeholder="Words over the picture"
        onChange={(event) => set({ caption: event.target.value }, 'caption')}
      />
      <Segmented
        label="Place of the caption"
        choices={POSITIONS}
        value={slide.captionPosition}
        onPick={(value) =>
          set({ captionPosition: POSITIONS.find((one) => one.value === value)?.value ?? 'bottom' })
        }
      />
      <SelectField
        label="Picture"
        value={slide.fit}
        options={FITS}
        onPick={(value) => set({ fit: FITS.find((fit) => fit.value === value)?.value ?? 'cover' })}
      />
      <SelectField
        label="Motion"
        value={slide.motion}
        options={MOTIONS}
        onPick={(value) => set({ motion: MOTIONS.find((motion) => motion.value === value)?.value ?? 'none' })}
      />
      <SelectField
        label="Transition into this slide"
        value={slide.transition}
        options={TRANSITION_OPTIONS}
        onPick={(value) => set({ transition: TRANSITIONS.find((name) => name === value) ?? 'fade' })}
      />
    </section>
  )
}

interface NumberFieldProps {
  readonly label: string
  readonly value: number
  readonly range: { readonly min: number; readonly max: number; readonly step: number }
  readonly onChange: (value: number) => void
}

/** A slider and a number that say the same. */
function NumberField({ label, value, range, onChange }: NumberFieldProps) {
  return (
    <div className="grid grid-cols-[1fr_4.5rem] items-end gap-3">
      <div>
        <div aria-hidden className="mb-1 text-xs font-medium text-ink-soft">
          {label}
        </div>
        <Slider.Root
          {...range}
          value={[value]}
          onValueChange={([next]) => next !== undefined && onChange(Math.round(next * 10) / 10)}
          className="relative flex h-8 touch-none items-center"
        >
          <Slider.Track className="relative h-1 grow rounded-full bg-sunken">
            <Slider.Range className="absolute h-full rounded-full bg-accent" />
          </Slider.Track>
          <Slider.Thumb
            aria-label={label}
            className="block size-4 rounded-full border border-line-strong bg-raised shadow-card"
          />
        </Slider.Root>
      </div>
      <TextField
        type="number"
        label={`${label} as a number`}
        isLabelHidden
        {...range}
        value={value}
        onChange={(event) => {
          const next = event.target.valueAsNumber
          if (next >= range.min && next <= range.max) onChange(next)
        }}
      />
    </div>
  )
}
