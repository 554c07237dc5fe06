/** Settings of the whole slideshow: shape, transition length, cards, logo, background. */
import { ImagePlus, X } from 'lucide-react'
import {
  SLIDESHOW_PRESETS,
  type SlideshowPreset,
  USUAL_BACKGROUND,
  type Watermark
} from '#shared/domain/slideshow.ts'
import { AssetImage } from '../../ui/asset-image.tsx'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import type { Board, Draft } from './draft.ts'
import { Labelled } from './labelled.tsx'
import { NumberField } from './number-field.tsx'

export interface ShowFieldsProps {
  readonly draft: Draft
  readonly onBoard: (change: Partial<Board>, kind: string | null) => void
  readonly onWithout: (names: readonly (keyof Board)[]) => void
  /** Puts the card in, or takes it out. */
  readonly onCard: (kind: 'opening' | 'closing', isWanted: boolean) => void
  readonly onPickLogo: () => void
}

export const PRESETS: readonly SlideshowPreset[] = ['landscape', 'portrait', 'square', 'feed']
const PRESET_CHOICES = PRESETS.map((preset) => ({ value: preset, label: SLIDESHOW_PRESETS[preset].label }))
const CORNERS: readonly { readonly value: Watermark['corner']; readonly label: string }[] = [
  { value: 'top-left', label: 'Upper left' },
  { value: 'top-right', label: 'Upper right' },
  { value: 'bottom-left', label: 'Lower left' },
  { value: 'bottom-right', label: 'Lower right' }
]

export function ShowFields({ draft, onBoard, onWithout, onCard, onPickLogo }: ShowFieldsProps) {
  const { board } = draft
  const { widthPx, heightPx } = SLIDESHOW_PRESETS[board.preset]
  return (
    <section aria-label="Slideshow" className="flex flex-col gap-4">
      <div>
        <Labelled text="Shape">
          <Segmented
            label="Shape"
            choices={PRESET_CHOICES}
            value={board.preset}
            onPick={(value) => {
              const preset = PRESETS.find((known) => known === value)
              if (preset !== undefined) onBoard({ preset }, null)
            }}
          />
        </Labelled>
        <p className="mt-1 text-xs text-ink-faint">
          {widthPx} × {heightPx}, {board.framesPerSecond} frames a second
        </p>
      </div>
      <NumberField
        label="Transition, seconds"
        value={board.fadeSeconds}
        range={{ min: 0, max: 3, step: 0.1 }}
        onChange={(fadeSeconds) => onBoard({ fadeSeconds }, 'fade')}
      />
      <CardSwitches draft={draft} onCard={onCard} />
      <LogoFields board={board} onBoard={onBoard} onWithout={onWithout} onPickLogo={onPickLogo} />
      <div className="w-24">
        <TextField
          type="color"
          label="Background"
          value={board.backgroundColour ?? USUAL_BACKGROUND}
          className="p-1"
          onChange={(event) => onBoard({ backgroundColour: event.target.value }, 'background')}
        />
      </div>
    </section>
  )
}

function CardSwitches({ draft, onCard }: Pick<ShowFieldsProps, 'draft' | 'onCard'>) {
  const has = (kind: string): boolean => draft.slides.some((slide) => slide.card?.kind === kind)
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1 text-xs font-medium text-ink-soft">Cards</legend>
      {(['opening', 'closing'] as const).map((kind) => (
        <label key={kind} className="flex items-center gap-2">
          <input
            type="checkbox"
            checked={has(kind)}
            onChange={(event) => onCard(kind, event.target.checked)}
            className="size-4 accent-(--accent)"
          />
          {kind === 'opening' ? 'Opening card with a title' : 'Closing card with a call to action'}
        </label>
      ))}
    </fieldset>
  )
}

type LogoFieldsProps = Pick<ShowFieldsProps, 'onBoard' | 'onWithout' | 'onPickLogo'> & {
  readonly board: Board
}

function LogoFields({ board, onBoard, onWithout, onPickLogo }: LogoFieldsProps) {
  const { watermark } = board
  if (watermark === undefined) {
    return (
      <Labelled text="Logo on every slide">
        <Button icon={<ImagePlus />} onClick={onPickLogo}>
          Choose a logo
        </Button>
      </Labelled>
    )
  }
  const set = (change: Partial<Watermark>, kind: string | null): void =>
    onBoard({ watermark: { ...watermark, ...change } }, kind)
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1 text-xs font-medium text-ink-soft">Logo on every slide</legend>
      <div className="flex items-center gap-3">
        {watermark.assetId !== undefined && (
          <span className="flex size-12 items-center justify-center overflow-hidden rounded-md bg-sunken p-1">
            <AssetImage
              id={watermark.assetId}
              kind="image"
              variant="thumb-256"
              alt="The logo"
              fit="contain"
            />
          </span>
        )}
        <Button tone="quiet" onClick={onPickLogo}>
          Another…
        </Button>
        <Button tone="quiet" icon={<X />} onClick={() => onWithout(['watermark'])}>
          Remove logo
        </Button>
      </div>
      <SelectField
        label="Corner"
        value={watermark.corner}
        options={CORNERS}
        onPick={(value) =>
          set({ corner: CORNERS.find((one) => one.value === value)?.value ?? 'top-right' }, null)
        }
      />
      <NumberField
        label="Width, % of the short side"
        value={Math.round(watermark.widthFraction * 100)}
        range={{ min: 2, max: 50, step: 1 }}
        onChange={(percent) => set({ widthFraction: percent / 100 }, 'logo width')}
      />
      <NumberField
        label="Opacity, %"
        value={Math.round(watermark.opacity * 100)}
        range={{ min: 5, max: 100, step: 5 }}
        onChange={(percent) => set({ opacity: percent / 100 }, 'logo opacity')}
      />
    </fieldset>
  )
}
