/** Where one side's copies live: a folder, or a bucket with its address. Saving asks the store at once. */
import { useState } from 'react'
import type { StoreConfig, StoreHealth, StoreKind, StoreSide } from '#shared/domain/storage.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { nextStepFor } from '../../ui/error-texts.ts'
import { SelectField, TextField } from '../../ui/field.tsx'

const KINDS: readonly { readonly value: StoreKind; readonly label: string }[] = [
  { value: 'folder', label: 'Folder' },
  { value: 'r2', label: 'Cloudflare R2' },
  { value: 'b2', label: 'Backblaze B2' },
  { value: 's3', label: 'Other S3' }
]

const ENDPOINT_HINTS: Readonly<Partial<Record<StoreKind, string>>> = {
  r2: 'May stay empty: it follows from the account id',
  b2: 'May stay empty: it follows from the region, such as us-west-004'
}

interface Draft {
  readonly kind: StoreKind
  readonly path: string
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  readonly accountId: string
  readonly publicUrl: string
}

export interface StoreFormProps {
  readonly side: StoreSide
  /** Null = the default folder inside the data folder. */
  readonly config: StoreConfig | null
  readonly onSave: (config: StoreConfig) => Promise<StoreHealth | null>
  /** Asks for a folder; null when dismissed. */
  readonly chooseFolder: (title: string) => Promise<string | null>
}

export function StoreForm({ side, config, onSave, chooseFolder }: StoreFormProps) {
  const [draft, setDraft] = useState(() => draftOf(config))
  const [health, setHealth] = useState<StoreHealth | 'saving' | null>(null)
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part })
  const wanted = configOf(draft)
  const name = side === 'primary' ? 'Primary' : 'Backup'
  const save = async (): Promise<void> => {
    if (wanted === null) return
    setHealth('saving')
    setHealth(await onSave(wanted))
  }
  return (
    <form
      aria-label={`${name} store`}
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <h3 className="font-medium">{name} store</h3>
      <SelectField
        label="Kind"
        value={draft.kind}
        options={KINDS}
        onPick={(value) => change({ kind: KINDS.find((kind) => kind.value === value)?.value ?? 'folder' })}
      />
      {draft.kind === 'folder' ? (
        <div className="grid grid-cols-[1fr_auto] items-end gap-2">
          <TextField
            label="Folder"
            value={draft.path}
            placeholder="The default folder is in use"
            onChange={(event) => change({ path: event.target.value })}
          />
          <Button
            aria-label={`Choose the folder of the ${side} store`}
            onClick={() =>
              void chooseFolder(`${name} store`).then((path) => path !== null && change({ path }))
            }
          >
            Choose
          </Button>
        </div>
      ) : (
        <BucketFields draft={draft} onChange={change} />
      )}
      <div className="flex items-center gap-3">
        <Button type="submit" disabled={wanted === null || health === 'saving'}>
          {health === 'saving' ? 'Asking…' : 'Save and ask'}
        </Button>
        {health !== null && health !== 'saving' && <HealthLine health={health} />}
      </div>
    </form>
  )
}

interface BucketFieldsProps {
  readonly draft: Draft
  readonly onChange: (part: Partial<Draft>) => void
}

function BucketFields({ draft, onChange }: BucketFieldsProps) {
  return (
    <>
      <TextField
        label="Bucket"
        value={draft.bucket}
        onChange={(event) => onChange({ bucket: event.target.value })}
      />
      {draft.kind === 'r2' && (
        <TextField
          label="Account id"
          value={draft.accountId}
          onChange={(event) => onChange({ accountId: event.target.value })}
        />
      )}
      <TextField
        label="Endpoint"
        hint={ENDPOINT_HINTS[draft.kind]}
        value={draft.endpoint}
        placeholder="https://"
        onChange={(event) => onChange({ endpoint: event.target.value })}
      />
      <TextField
        label="Region"
        value={draft.region}
        onChange={(event) => onChange({ region: event.target.value })}
      />
      <TextField
        label="Public address"
        hint="Where everyone may read the bucket; empty when nobody may"
        value={draft.publicUrl}
        placeholder="https://"
        onChange={(event) => onChange({ publicUrl: event.target.value })}
      />
    </>
  )
}

function HealthLine({ health }: { readonly health: StoreHealth }) {
  const isUp = health.status === 'up'
  return (
    <p role="status" className={classNames('text-xs', isUp ? 'text-ok' : 'text-bad')} data-selectable>
      {isUp
        ? `Reachable in ${health.ms} ms`
        : `${health.message ?? 'Not reachable.'} ${nextStepFor(health.code ?? '') ?? ''}`}
    </p>
  )
}

function draftOf(config: StoreConfig | null): Draft {
  const empty: Draft = {
    kind: 'folder',
    path: '',
    endpoint: '',
    region: 'auto',
    bucket: '',
    accountId: '',
    publicUrl: ''
  }
  if (config === null) return empty
  return config.kind === 'folder' ? { ...empty, path: config.path } : { ...empty, ...config }
}

/** What would be saved; null while something needed is missing. */
export function configOf(draft: Draft): StoreConfig | null {
  const { kind, path, endpoint, region, bucket, accountId, publicUrl } = draft
  if (kind === 'folder') return path.trim() === '' ? null : { kind, path: path.trim() }
  // R2's address follows from the account, B2's from the region.
  const follows = kind === 'r2' ? accountId.trim() !== '' : kind === 'b2' && !/^(auto)?$/.test(region.trim())
  const hasAddress = endpoint.trim() !== '' || follows
  if (bucket.trim() === '' || !hasAddress) return null
  return {
    kind,
    endpoint: endpoint.trim(),
    region: region.trim() === '' ? 'auto' : region.trim(),
    bucket: bucket.trim(),
    accountId: accountId.trim(),
    publicUrl: publicUrl.trim()
  }
}
