/** The sound of the preview: its player, a switch for silence, and what keeps it from being heard. */
import { AudioLines, Volume2, VolumeOff, VolumeX } from 'lucide-react'
import { type RefObject, useState } from 'react'
import { useStore } from 'zustand'
import type { Failure } from '../../ipc/load.ts'
import { IconButton } from '../../ui/button.tsx'
import type { Draft } from './draft.ts'
import { NO_SOUND, type PreviewSoundStore, soundKeyOf } from './preview-sound-store.ts'

export interface SoundSwitchProps {
  readonly draft: Draft
  readonly sounds: PreviewSoundStore
  readonly audio: RefObject<HTMLAudioElement | null>
}

/** The sound that the video will have; without music and voice there is no switch. */
export function SoundSwitch({ draft, sounds, audio }: SoundSwitchProps) {
  const { isMixing, address, failure } = useStore(sounds)
  const [isMuted, setIsMuted] = useState(false)
  const [badAddress, setBadAddress] = useState<string | null>(null)
  const isUnplayable = address !== null && badAddress === address
  const words = wordsOf({ isMixing, isUnplayable, failure })
  return (
    <>
      {soundKeyOf(draft) !== NO_SOUND && (
        <Switch
          {...{ words, isMixing, isMuted }}
          onSwitch={() => setIsMuted(!isMuted)}
          onRetry={failure === null ? null : () => sounds.getState().retry(draft)}
        />
      )}
      <span role="status" className="sr-only">
        {words}
      </span>
      {/* The words of the slides are on screen. */}
      <audio ref={audio} hidden preload="auto" muted={isMuted} onError={() => setBadAddress(address)} />
    </>
  )
}

interface SwitchProps {
  /** What keeps the sound from being heard; empty when nothing does. */
  readonly words: string
  readonly isMixing: boolean
  readonly isMuted: boolean
  readonly onSwitch: () => void
  readonly onRetry: (() => void) | null
}

function Switch({ words, isMixing, isMuted, onSwitch, onRetry }: SwitchProps) {
  if (onRetry !== null) {
    const label = `${words}. Try again`
    return <IconButton label={label} icon={<VolumeOff />} className="text-warn" onClick={onRetry} />
  }
  const label = [isMuted ? 'Sound on' : 'Sound off', words].filter(Boolean).join('. ')
  if (isMuted) return <IconButton label={label} icon={<VolumeX />} onClick={onSwitch} />
  const icon = isMixing ? <AudioLines className="animate-pulse" /> : <Volume2 />
  return <IconButton label={label} icon={icon} onClick={onSwitch} />
}

interface SoundFacts {
  readonly isMixing: boolean
  readonly isUnplayable: boolean
  readonly failure: Failure | null
}

function wordsOf({ isMixing, isUnplayable, failure }: SoundFacts): string {
  if (isMixing) return 'Mixing the sound'
  if (failure?.code === 'FFMPEG_MISSING') return 'No sound without ffmpeg'
  if (failure?.code === 'FILE_DAMAGED') return 'A sound file cannot be read'
  if (failure !== null) return 'The sound could not be mixed'
  return isUnplayable ? 'This sound plays in the video only' : ''
}
