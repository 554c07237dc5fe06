/** Music and voice: chosen, trimmed on the waveform, faded, weighed, and the cuts moved to the beat. */
import { Mic, Music, Music2, X } from 'lucide-react'
import { useEffect } from 'react'
import type { Asset } from '#shared/domain/asset.ts'
import { type Music as MusicSettings, musicSchema } from '#shared/domain/slideshow.ts'
import type { SoundShape } from '#shared/domain/slideshow-plan.ts'
import type { Failure } from '../../ipc/load.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { Board, Draft } from './draft.ts'
import { Labelled } from './labelled.tsx'
import { NumberField } from './number-field.tsx'
import { Waveform } from './waveform.tsx'

export interface SoundFieldsProps {
  readonly draft: Draft
  readonly assets: ReadonlyMap<string, Asset>
  readonly sound: SoundShape | null
  readonly failure: Failure | null
  readonly onBoard: (change: Partial<Board>, kind: string | null) => void
  readonly onWithout: (names: readonly (keyof Board)[]) => void
  readonly onPick: (what: 'music' | 'voice') => void
  readonly onReadSound: (assetId: string | null) => void
  readonly onSnap: () => void
}

const DEFAULT_MUSIC: MusicSettings = musicSchema.parse({})

export function SoundFields(props: SoundFieldsProps) {
  const { draft, assets, onReadSound } = props
  const { musicAssetId, voiceAssetId } = draft.board
  const nameOf = (id: string): string => assets.get(id)?.title ?? assets.get(id)?.name ?? 'Sound'
  useEffect(() => onReadSound(musicAssetId ?? null), [musicAssetId, onReadSound])
  return (
    <section aria-label="Sound" className="flex flex-col gap-5">
      {musicAssetId === undefined ? (
        <Labelled text="Music">
          <Button icon={<Music />} onClick={() => props.onPick('music')}>
            Choose music
          </Button>
        </Labelled>
      ) : (
        <MusicFields {...props} name={nameOf(musicAssetId)} />
      )}
      {voiceAssetId === undefined ? (
        <Labelled text="Voice-over">
          <Button icon={<Mic />} onClick={() => props.onPick('voice')}>
            Choose a recording
          </Button>
        </Labelled>
      ) : (
        <VoiceFields {...props} name={nameOf(voiceAssetId)} />
      )}
    </section>
  )
}

interface NamedFieldsProps extends SoundFieldsProps {
  readonly name: string
}

function MusicFields({ draft, sound, failure, name, onBoard, onWithout, onPick, onSnap }: NamedFieldsProps) {
  const music = draft.board.music ?? DEFAULT_MUSIC
  const set = (change: Partial<MusicSettings>, kind: string | null): void =>
    onBoard({ music: { ...music, ...change } }, kind)
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1 text-xs font-medium text-ink-soft">Music</legend>
      <SoundName
        name={name}
        onOther={() => onPick('music')}
        onRemove={() => onWithout(['musicAssetId', 'musicPath', 'music'])}
        removeLabel="Remove music"
      />
      {failure !== null && <ErrorNotice failure={failure} />}
      {sound === null && failure === null && <Skeleton className="h-14" />}
      {sound !== null && (
        <Waveform
          sound={sound}
          startSeconds={music.startSeconds}
          endSeconds={music.endSeconds ?? sound.durationSeconds}
          onTrim={(startSeconds, end) =>
            set({ startSeconds, endSeconds: end >= sound.durationSeconds ? null : end }, 'trim')
          }
        />
      )}
      <NumberField
        label="Volume, dB"
        value={music.volumeDecibels}
        range={{ min: -40, max: 12, step: 1 }}
        onChange={(volumeDecibels) =>
          set({ volumeDecibels, targetLufs: volumeDecibels === 0 ? -14 : null }, 'volume')
        }
      />
      <NumberField
        label="Fade in, seconds"
        value={music.fadeInSeconds}
        range={{ min: 0, max: 10, step: 0.5 }}
        onChange={(fadeInSeconds) => set({ fadeInSeconds }, 'fade in')}
      />
      <NumberField
        label="Fade out, seconds"
        value={music.fadeOutSeconds}
        range={{ min: 0, max: 10, step: 0.5 }}
        onChange={(fadeOutSeconds) => set({ fadeOutSeconds }, 'fade out')}
      />
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          checked={music.loop}
          onChange={(event) => set({ loop: event.target.checked }, null)}
          className="size-4 accent-(--accent)"
        />
        Repeat until the video ends
      </label>
      <Button icon={<Music2 />} disabled={(sound?.beats.length ?? 0) === 0} onClick={onSnap}>
        Move cuts to the beat
      </Button>
    </fieldset>
  )
}

function VoiceFields({ draft, name, onBoard, onWithout, onPick }: NamedFieldsProps) {
  const { voiceStartSeconds = 0, voiceVolumeDecibels = 0 } = draft.board
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1 text-xs font-medium text-ink-soft">Voice-over, music gives way under it</legend>
      <SoundName
        name={name}
        onOther={() => onPick('voice')}
        onRemove={() => onWithout(['voiceAssetId', 'voicePath', 'voiceStartSeconds', 'voiceVolumeDecibels'])}
        removeLabel="Remove voice"
      />
      <NumberField
        label="Begins after, seconds"
        value={voiceStartSeconds}
        range={{ min: 0, max: 60, step: 0.5 }}
        onChange={(seconds) => onBoard({ voiceStartSeconds: seconds }, 'voice start')}
      />
      <NumberField
        label="Volume of the voice, dB"
        value={voiceVolumeDecibels}
        range={{ min: -40, max: 12, step: 1 }}
        onChange={(decibels) => onBoard({ voiceVolumeDecibels: decibels }, 'voice volume')}
      />
    </fieldset>
  )
}

interface SoundNameProps {
  readonly name: string
  readonly removeLabel: string
  readonly onOther: () => void
  readonly onRemove: () => void
}

function SoundName({ name, removeLabel, onOther, onRemove }: SoundNameProps) {
  return (
    <div className="flex items-center gap-1">
      <span className="min-w-0 flex-1 truncate" title={name}>
        {name}
      </span>
      <Button tone="quiet" className="h-7 px-2" onClick={onOther}>
        Another…
      </Button>
      <Button tone="quiet" className="h-7 px-2" icon={<X />} aria-label={removeLabel} onClick={onRemove} />
    </div>
  )
}
