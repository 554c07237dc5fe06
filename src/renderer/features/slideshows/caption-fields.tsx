/** A slide's words and how they look: style, place, alignment and colours. */
import { AlignCenter, AlignLeft, AlignRight, CopyCheck } from 'lucide-react'
import { ToggleGroup } from 'radix-ui'
import {
  CAPTION_LOOK_FIELDS,
  type CaptionAlign,
  type CaptionLook,
  type CaptionPosition,
  type CaptionStyle,
  captionLookOf,
  type Slide,
  type SlideshowPreset
} from '#shared/domain/slideshow.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { TextArea } from '../../ui/field.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { ColourPicker } from './colour-picker.tsx'
import { Labelled } from './labelled.tsx'

export interface CaptionFieldsProps {
  readonly slide: Slide
  readonly preset: SlideshowPreset
  /** Without other slides there is nothing to share the look with. */
  readonly isOnly: boolean
  readonly brandColours: readonly string[]
  readonly onChange: (change: Partial<Slide>, kind: string | null) => void
  readonly onEverySlide: (change: Partial<Slide>) => void
}

const POSITIONS: readonly { readonly value: CaptionPosition; readonly label: string }[] = [
  { value: 'top', label: 'Top' },
  { value: 'middle', label: 'Middle' },
  { value: 'bottom', label: 'Bottom' }
]
const ALIGNS: readonly {
  readonly value: CaptionAlign
  readonly label: string
  readonly icon: React.ReactNode
}[] = [
  { value: 'left', label: 'Left', icon: <AlignLeft aria-hidden /> },
  { value: 'centre', label: 'Centre', icon: <AlignCenter aria-hidden /> },
  { value: 'right', label: 'Right', icon: <AlignRight aria-hidden /> }
]
/** With the look of each on a small picture, as the render draws it, and the word for what is behind its letters. */
const STYLES: readonly {
  readonly value: CaptionStyle
  readonly label: string
  readonly look: string
  readonly ground?: string
}[] = [
  {
    value: 'box',
    label: 'Box',
    look: 'rounded-sm bg-black/60 px-1 py-0.5 text-xs text-white',
    ground: 'box'
  },
  {
    value: 'light',
    label: 'Light',
    look: 'rounded-sm bg-white/90 px-1 py-0.5 text-xs text-black',
    ground: 'box'
  },
  {
    value: 'bar',
    label: 'Bar',
    look: 'w-full bg-black/70 py-0.5 text-center text-xs text-white',
    ground: 'bar'
  },
  { value: 'outline', label: 'Outline', look: 'caption-outline text-xs text-white' },
  { value: 'headline', label: 'Headline', look: 'caption-outline text-xl font-bold text-white' }
]

export function CaptionFields(props: CaptionFieldsProps) {
  const { slide, preset, isOnly, onChange, onEverySlide } = props
  const look = captionLookOf(slide, preset)
  const { position, align } = look
  return (
    <>
      <TextArea
        label="Caption"
        rows={2}
        maxLength={500}
        className="max-h-40"
        value={slide.caption}
        placeholder="Words over the picture"
        onChange={(event) => onChange({ caption: event.target.value }, 'caption')}
      />
      {slide.caption.trim() !== '' && (
        <>
          <StylePicker value={look.style} onPick={(captionStyle) => onChange({ captionStyle }, null)} />
          <Labelled text="Place of the caption">
            <Segmented
              label="Place of the caption"
              choices={POSITIONS}
              value={position}
              onPick={(value) =>
                onChange(
                  { captionPosition: POSITIONS.find((one) => one.value === value)?.value ?? 'bottom' },
                  null
                )
              }
            />
          </Labelled>
          <Labelled text="Lines of the caption">
            <Segmented
              label="Lines of the caption"
              choices={ALIGNS}
              value={align}
              onPick={(value) =>
                onChange({ captionAlign: ALIGNS.find((one) => one.value === value)?.value ?? 'left' }, null)
              }
            />
          </Labelled>
          <CaptionColours {...props} look={look} />
          <Button
            tone="quiet"
            icon={<CopyCheck />}
            disabled={isOnly}
            className="self-start"
            onClick={() =>
              onEverySlide(Object.fromEntries(CAPTION_LOOK_FIELDS.map((field) => [field, slide[field]])))
            }
          >
            This look for all captions
          </Button>
        </>
      )}
    </>
  )
}

type CaptionColoursProps = Pick<CaptionFieldsProps, 'brandColours' | 'onChange'> & {
  readonly look: CaptionLook
}

function CaptionColours({ brandColours, onChange, look }: CaptionColoursProps) {
  const ground = STYLES.find((one) => one.value === look.style)?.ground
  return (
    <>
      <ColourPicker
        label="Colour of the letters"
        value={look.colour}
        brandColours={brandColours}
        onPick={(colour) => onChange({ captionColour: colour ?? undefined }, null)}
        onMix={(captionColour) => onChange({ captionColour }, 'caption colour')}
      />
      {ground !== undefined && (
        <ColourPicker
          label={`Colour of the ${ground}`}
          value={look.groundColour}
          brandColours={brandColours}
          onPick={(colour) => onChange({ captionGroundColour: colour ?? undefined }, null)}
          onMix={(captionGroundColour) => onChange({ captionGroundColour }, 'caption ground')}
        />
      )}
    </>
  )
}

interface StylePickerProps {
  readonly value: CaptionStyle
  readonly onPick: (style: CaptionStyle) => void
}

function StylePicker({ value, onPick }: StylePickerProps) {
  return (
    <Labelled text="Style of the caption">
      <ToggleGroup.Root
        type="single"
        aria-label="Style of the caption"
        value={value}
        onValueChange={(next) => {
          const style = STYLES.find((one) => one.value === next)
          if (style !== undefined) onPick(style.value)
        }}
        className="grid w-full grid-cols-5 gap-1.5"
      >
        {STYLES.map((style) => (
          <ToggleGroup.Item
            key={style.value}
            value={style.value}
            className="group flex flex-col items-center gap-1 rounded-md text-xs text-ink-soft transition-colors hover:text-ink data-[state=on]:text-ink"
          >
            <span
              aria-hidden
              className={classNames(
                'flex h-10 w-full items-center justify-center overflow-hidden rounded-md caption-sample',
                'ring-1 ring-line ring-inset group-data-[state=on]:ring-2 group-data-[state=on]:ring-accent'
              )}
            >
              <span className={classNames('font-semibold', style.look)}>Aa</span>
            </span>
            {style.label}
          </ToggleGroup.Item>
        ))}
      </ToggleGroup.Root>
    </Labelled>
  )
}
