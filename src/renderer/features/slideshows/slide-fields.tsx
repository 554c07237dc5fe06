/** Settings of the selected slide: length, picture, motion, words, and the way into it. */
import { Copy, CopyCheck, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Asset } from '#shared/domain/asset.ts'
import { type Fit, type Motion, type Slide, TRANSITIONS } from '#shared/domain/slideshow.ts'
import { assetUrl } from '../../ui/asset-image.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField } from '../../ui/field.tsx'
import { FocalEditor } from '../../ui/focal-editor.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { CaptionFields } from './caption-fields.tsx'
import { CardFields } from './card-fields.tsx'
import type { Draft, DraftSlide } from './draft.ts'
import { Labelled } from './labelled.tsx'
import { MotionEditor, type MotionEditorProps } from './motion-editor.tsx'
import { NumberField } from './number-field.tsx'

export interface SlideFieldsProps {
  readonly draft: Draft
  readonly slide: DraftSlide
  readonly index: number
  readonly name: string
  /** The picture; null while it is not known, and for cards without one. */
  readonly asset: Asset | null
  readonly brandColours: readonly string[]
  readonly drawStill: MotionEditorProps['drawStill']
  readonly onChange: (change: Partial<Slide>, kind: string | null) => void
  /** The same change on every slide. */
  readonly onEverySlide: (change: Partial<Slide>) => void
  readonly onRemove: () => void
  readonly onCopy: () => void
}

const FITS: readonly { readonly value: Fit; readonly label: string }[] = [
  { value: 'cover', label: 'Fill' },
  { value: 'contain', label: 'Whole' },
  { value: 'blur', label: 'Blurred' }
]
const MOTIONS: readonly { readonly value: Motion; readonly label: string }[] = [
  { value: 'none', label: 'Still' },
  { value: 'kenburns', label: 'Ken Burns' }
]
const TRANSITION_OPTIONS = TRANSITIONS.map((name) => ({
  value: name,
  label: `${name.charAt(0).toUpperCase()}${name.slice(1)}`
}))

export function SlideFields(props: SlideFieldsProps) {
  const { draft, slide, index, name, onChange, onEverySlide, onRemove, onCopy } = props
  return (
    <section aria-label="Slide" className="flex flex-col gap-3">
      <div className="flex items-center gap-1">
        <h2 className="min-w-0 flex-1 truncate font-semibold" title={name}>
          {index + 1}. {name}
        </h2>
        <IconButton label="Double this slide" icon={<Copy />} onClick={onCopy} />
        <IconButton
          label="Remove this slide"
          icon={<Trash2 />}
          disabled={draft.slides.length <= 1}
          onClick={onRemove}
        />
      </div>
      <NumberField
        label="Length, seconds"
        value={slide.seconds}
        range={{ min: 0.5, max: 20, step: 0.1 }}
        onChange={(seconds) => onChange({ seconds }, 'seconds')}
      />
      {index > 0 && (
        <SelectField
          label="Transition into this slide"
          value={slide.transition}
          options={TRANSITION_OPTIONS}
          onPick={(value) =>
            onChange({ transition: TRANSITIONS.find((one) => one === value) ?? 'fade' }, null)
          }
        />
      )}
      {slide.card === undefined ? (
        <PictureFields {...props} />
      ) : (
        <CardFields card={slide.card} onChange={(card, kind) => onChange({ card }, kind)} />
      )}
      <div className="flex flex-col gap-1 border-t border-line pt-3">
        <Button
          icon={<CopyCheck />}
          disabled={draft.slides.length <= 1}
          onClick={() => {
            const { seconds, transition, fit, motion } = slide
            onEverySlide({ seconds, transition, fit, motion })
          }}
        >
          Use for all slides
        </Button>
        <p className="text-xs text-ink-faint">Length, transition, picture in the frame and motion.</p>
      </div>
    </section>
  )
}

function PictureFields(props: SlideFieldsProps) {
  const { draft, slide, index, asset, brandColours, drawStill, onChange, onEverySlide } = props
  return (
    <>
      <CaptionFields
        slide={slide}
        preset={draft.board.preset}
        isOnly={draft.slides.length <= 1}
        brandColours={brandColours}
        onChange={onChange}
        onEverySlide={onEverySlide}
      />
      <Labelled text="Picture in the frame">
        <Segmented
          label="Picture in the frame"
          choices={FITS}
          value={slide.fit}
          onPick={(value) =>
            onChange({ fit: FITS.find((fit) => fit.value === value)?.value ?? 'cover' }, null)
          }
        />
      </Labelled>
      {slide.fit === 'cover' && asset !== null && (
        <FocalButton asset={asset} slide={slide} onChange={onChange} />
      )}
      <Labelled text="Motion">
        <Segmented
          label="Motion"
          choices={MOTIONS}
          value={slide.motion}
          onPick={(value) =>
            onChange({ motion: MOTIONS.find((motion) => motion.value === value)?.value ?? 'none' }, null)
          }
        />
      </Labelled>
      {slide.motion === 'kenburns' && (
        <MotionEditor
          board={draft.board}
          slide={slide}
          index={index}
          drawStill={drawStill}
          onChange={onChange}
          onReset={() => onChange({ motionFrom: undefined, motionTo: undefined }, null)}
        />
      )}
    </>
  )
}

interface FocalButtonProps extends Pick<SlideFieldsProps, 'slide' | 'onChange'> {
  readonly asset: Asset
}

/** What stays in view when the frame crops the picture; for this slide alone. */
function FocalButton({ asset, slide, onChange }: FocalButtonProps) {
  const [isOpen, setIsOpen] = useState(false)
  const { widthPx, heightPx } = asset
  if (widthPx === null || heightPx === null) return null
  const point = slide.focalPoint ?? asset.focalPoint ?? null
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Choose what stays in view…</Button>
      <Dialog isOpen={isOpen} onClose={() => setIsOpen(false)} title="What stays in view" width="large">
        <FocalEditor
          src={assetUrl(asset.id, 'preview')}
          picture={{ widthPx, heightPx }}
          value={point}
          onChange={(next) => onChange({ focalPoint: next ?? undefined }, 'focal')}
          onCommit={(next) => onChange({ focalPoint: next ?? undefined }, 'focal')}
        />
      </Dialog>
    </>
  )
}
