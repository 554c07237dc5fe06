/** Whether pictures are made smaller before they are stored, and how. */
import type { Settings } from '#shared/domain/settings.ts'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Card } from '../../ui/page.tsx'
import type { SettingsState } from './settings-store.ts'
import { ToggleLine } from './toggle.tsx'

const FORMATS = [
  { value: 'keep', label: 'As it is' },
  { value: 'jpeg', label: 'JPEG' },
  { value: 'webp', label: 'WebP' },
  { value: 'avif', label: 'AVIF' },
  { value: 'png', label: 'PNG' }
] as const

export interface ImageSettingsProps {
  readonly images: Settings['images']
  readonly onSet: SettingsState['set']
}

export function ImageSettings({ images, onSet }: ImageSettingsProps) {
  return (
    <Card title="Pictures before they are stored">
      <div className="flex flex-col gap-4">
        <ToggleLine
          label="Make pictures smaller"
          hint="Applies to what is added from now on. Colours and transparency stay right."
          isOn={images.optimise}
          onChange={(isOn) => void onSet('images.optimise', isOn)}
        />
        {images.optimise && (
          <>
            <div className="grid max-w-2xl grid-cols-[repeat(auto-fit,minmax(10rem,1fr))] gap-4">
              <NumberField
                label="Longest side, in pixels"
                value={images.maxSidePx}
                least={256}
                most={20_000}
                onSave={(value) => void onSet('images.maxSidePx', value)}
              />
              <NumberField
                label="Quality, 1 to 100"
                value={images.quality}
                least={1}
                most={100}
                onSave={(value) => void onSet('images.quality', value)}
              />
              <SelectField
                label="Format"
                value={images.format}
                options={FORMATS}
                onPick={(value) => void onSet('images.format', value)}
              />
            </div>
            <ToggleLine
              label="Keep the original too"
              hint="The untouched file is stored beside the smaller one."
              isOn={images.keepOriginal}
              onChange={(isOn) => void onSet('images.keepOriginal', isOn)}
            />
          </>
        )}
      </div>
    </Card>
  )
}

interface NumberFieldProps {
  readonly label: string
  readonly value: number
  readonly least: number
  readonly most: number
  readonly onSave: (value: number) => void
}

function NumberField({ label, value, least, most, onSave }: NumberFieldProps) {
  return (
    <TextField
      key={value}
      label={label}
      type="number"
      min={least}
      max={most}
      defaultValue={value}
      onBlur={(event) => {
        const next = Math.round(Number(event.target.value))
        if (Number.isFinite(next) && next !== value) onSave(Math.min(most, Math.max(least, next)))
      }}
    />
  )
}
