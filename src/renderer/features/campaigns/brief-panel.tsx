/** The brief beside the plan: every field editable, with photos and documents at its foot. */
import { FilePlus2, ImagePlus, Palette } from 'lucide-react'
import { useRef } from 'react'
import type { BriefPatch, Campaign } from '#shared/domain/campaign.ts'
import { AssetImage } from '../../ui/asset-image.tsx'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { BriefColours, BriefList, BriefText } from './brief-field.tsx'
import type { CampaignState } from './campaign-state.ts'
import { DOCUMENT_ENDINGS } from './campaigns-page.tsx'

export interface BriefPanelProps {
  readonly campaign: Campaign
  readonly save: CampaignState['save']
  readonly photoIds: readonly string[]
  readonly onEdit: (patch: BriefPatch) => void
  readonly onDone: () => void
  readonly onDocuments: (files: readonly File[]) => void
  readonly onPhotos: (files: readonly File[]) => void
  readonly onBrand: () => void
  /** Opens a photo, to set what crops keep in view. */
  readonly onPhoto: (assetId: string) => void
  /** In a narrow window the brief leaves its place to the details of a selected picture. */
  readonly givesWay: boolean
  /** In a window too narrow for both the plan is alone. */
  readonly isPlanFirst: boolean
}

export function BriefPanel(props: BriefPanelProps) {
  const {
    campaign,
    save,
    photoIds,
    onEdit,
    onDone,
    onDocuments,
    onPhotos,
    onBrand,
    onPhoto,
    givesWay,
    isPlanFirst
  } = props
  const { brief } = campaign
  const shared = { sources: brief.sources, onDone }
  return (
    <section
      aria-label="Brief"
      data-undo="campaign"
      className={classNames(
        'flex w-80 shrink-0 flex-col border-r border-line @max-3xl:w-full @max-3xl:border-r-0 @max-3xl:border-b',
        givesWay && 'max-[1440px]:hidden',
        isPlanFirst && '@max-3xl:hidden'
      )}
    >
      <div className="flex h-10 items-center px-5">
        <h2 className="flex-1 text-base font-semibold">Brief</h2>
        <span role="status" className="text-xs text-ink-faint">
          {saveText(save)}
        </span>
      </div>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-5 pb-6 @max-3xl:flex-none @max-3xl:overflow-visible">
        <BriefText
          {...shared}
          label="Product"
          field="productName"
          value={brief.productName}
          maxLength={200}
          placeholder="What is it called?"
          onChange={(productName) => onEdit({ productName })}
        />
        <BriefText
          {...shared}
          label="Tagline"
          field="tagline"
          value={brief.tagline}
          maxLength={300}
          placeholder="One line to remember"
          onChange={(tagline) => onEdit({ tagline })}
        />
        <BriefList
          {...shared}
          label="Benefits"
          itemLabel="Benefit"
          field="benefit"
          values={brief.benefits}
          maxItems={30}
          maxLength={300}
          placeholder="What it does for people"
          onChange={(benefits) => onEdit({ benefits: [...benefits] })}
        />
        <BriefText
          {...shared}
          label="Audience"
          field="audience"
          value={brief.audience}
          maxLength={500}
          placeholder="Who is it for?"
          onChange={(audience) => onEdit({ audience })}
        />
        <BriefList
          {...shared}
          label="Calls to action"
          itemLabel="Call to action"
          field="callToAction"
          values={brief.callsToAction}
          maxItems={20}
          maxLength={200}
          placeholder="What should they do?"
          onChange={(callsToAction) => onEdit({ callsToAction: [...callsToAction] })}
        />
        <BriefText
          {...shared}
          label="Price"
          field="price"
          value={brief.price}
          maxLength={100}
          placeholder="Shown as written"
          onChange={(price) => onEdit({ price })}
        />
        <BriefText
          {...shared}
          label="Tone"
          field="tone"
          value={brief.tone}
          maxLength={200}
          placeholder="Friendly, plain, expert…"
          onChange={(tone) => onEdit({ tone })}
        />
        <BriefColours
          colours={brief.brandColours}
          onChange={(brandColours) => onEdit({ brandColours: [...brandColours] })}
        />
        <Button tone="quiet" icon={<Palette />} className="-mt-2 -ml-3 self-start" onClick={onBrand}>
          Brand kit of all campaigns
        </Button>
        <Photos photoIds={photoIds} onPhoto={onPhoto} />
        <div className="flex flex-wrap gap-2">
          <ChooseFiles label="Add photos" accept="image/*" icon="photo" onFiles={onPhotos} />
          <ChooseFiles
            label="Add documents"
            accept={DOCUMENT_ENDINGS}
            icon="document"
            onFiles={onDocuments}
          />
        </div>
      </div>
    </section>
  )
}

function saveText(save: CampaignState['save']): string {
  if (save === 'saved') return 'Saved'
  return save === 'saving' ? 'Saving…' : `Not saved: ${save.failure.message}`
}

interface PhotosProps {
  readonly photoIds: readonly string[]
  readonly onPhoto: (assetId: string) => void
}

function Photos({ photoIds, onPhoto }: PhotosProps) {
  if (photoIds.length === 0) return null
  return (
    <section aria-label="Photos for backgrounds">
      <h3 className="mb-1.5 text-xs font-medium text-ink-soft">Photos for backgrounds</h3>
      <ul className="grid grid-cols-4 gap-1.5">
        {photoIds.slice(0, 12).map((id, index) => (
          <li key={id}>
            <button
              type="button"
              title="Set what crops of this photo keep in view"
              className="block aspect-square w-full overflow-hidden rounded-sm hover:opacity-90"
              onClick={() => onPhoto(id)}
            >
              <AssetImage
                id={id}
                kind="image"
                variant="thumb-256"
                alt={`Photo ${index + 1}, set its focal point`}
              />
            </button>
          </li>
        ))}
      </ul>
      {photoIds.length > 12 && (
        <p className="mt-1 text-xs text-ink-faint">{photoIds.length - 12} more are used too.</p>
      )}
    </section>
  )
}

interface ChooseFilesProps {
  readonly label: string
  readonly accept: string
  readonly icon: 'photo' | 'document'
  readonly onFiles: (files: readonly File[]) => void
}

function ChooseFiles({ label, accept, icon, onFiles }: ChooseFilesProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button icon={icon === 'photo' ? <ImagePlus /> : <FilePlus2 />} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        accept={accept}
        hidden
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </>
  )
}
