/** The sound of the preview: its player, a switch for silence, and what keeps it from being heard. */
import { Volume2, VolumeX } from 'lucide-react'
import { type RefObject, useState } from 'react'
import { useStore } from 'zustand'
import type { Failure } from '../../ipc/load.ts'
import { IconButton } from '../../ui/button.tsx'
import type { Draft } from './draft.ts'
import type { PreviewSoundStore } from './preview-sound-store.ts'

export interface SoundSwitchProps {
  readonly draft: Draft
  readonly sounds: PreviewSoundStore
  readonly audio: RefObject<HTMLAudioElement | null>
}

/** The sound that the video will have, with a switch for silence; without music and voice there is nothing to see. */
export function SoundSwitch({ draft, sounds, audio }: SoundSwitchProps) {
  const { isMixing, address, failure } = useStore(sounds)
  const [isMuted, setIsMuted] = useState(false)
  const [badAddress, setBadAddress] = useState<string | null>(null)
  const isUnplayable = address !== null && badAddress === address
  const { musicAssetId, musicPath, voiceAssetId, voicePath } = draft.board
  const isSilent = [musicAssetId, musicPath, voiceAssetId, voicePath].every((one) => one === undefined)
  const words = wordsOf({ isMixing, isUnplayable, failure })
  return (
    <>
      {!isSilent && (
        <IconButton
          label={isMuted ? 'Sound on' : 'Sound off'}
          icon={isMuted ? <VolumeX /> : <Volume2 />}
          onClick={() => setIsMuted(!isMuted)}
        />
      )}
      <span role="status" title={failure?.message} className="max-w-48 truncate text-xs text-ink-soft">
        {words}
      </span>
      {/* The words of the slides are on screen. */}
      <audio ref={audio} hidden preload="auto" muted={isMuted} onError={() => setBadAddress(address)} />
    </>
  )
}

interface SoundFacts {
  readonly isMixing: boolean
  readonly isUnplayable: boolean
  readonly failure: Failure | null
}

function wordsOf({ isMixing, isUnplayable, failure }: SoundFacts): string {
  if (isMixing) return 'Mixing the sound'
  if (failure?.code === 'FFMPEG_MISSING') return 'No sound without ffmpeg'
  if (failure?.code === 'FILE_DAMAGED') return 'No sound: a sound file cannot be read'
  if (failure !== null) return `No sound: ${failure.message}`
  return isUnplayable ? 'This sound plays in the video only' : ''
}
