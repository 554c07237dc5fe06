/** What platforms lay over a video, and the part that stays clear. Pure. */
import type { SlideshowPreset } from '#shared/domain/slideshow.ts'

export interface SafeZone {
  readonly id: string
  readonly label: string
  readonly presets: readonly SlideshowPreset[]
  /** Margins as fractions of the frame's height and width. */
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

const UPRIGHT: readonly SlideshowPreset[] = ['portrait']
const EVERY: readonly SlideshowPreset[] = ['landscape', 'portrait', 'square', 'feed']

/**
 * Upright videos: names, captions and buttons of the apps; several integrators agree within a few percent (seen
 * 2026-11, the platforms publish pictures, not numbers). The title margin is the usual one of broadcasting.
 */
export const SAFE_ZONES: readonly SafeZone[] = [
  { id: 'title', label: 'Title margin', presets: EVERY, top: 0.05, bottom: 0.05, left: 0.05, right: 0.05 },
  { id: 'reel', label: 'Instagram reel', presets: UPRIGHT, top: 0.14, bottom: 0.35, left: 0.06, right: 0.06 },
  {
    id: 'story',
    label: 'Instagram story',
    presets: UPRIGHT,
    top: 0.14,
    bottom: 0.2,
    left: 0.06,
    right: 0.06
  },
  { id: 'tiktok', label: 'TikTok', presets: UPRIGHT, top: 0.08, bottom: 0.21, left: 0.06, right: 0.13 },
  { id: 'short', label: 'YouTube Short', presets: UPRIGHT, top: 0.15, bottom: 0.25, left: 0.05, right: 0.12 },
  {
    id: 'facebook',
    label: 'Facebook reel',
    presets: UPRIGHT,
    top: 0.14,
    bottom: 0.35,
    left: 0.06,
    right: 0.06
  },
  {
    id: 'player',
    label: 'Feed player',
    presets: ['landscape', 'square', 'feed'],
    top: 0.03,
    bottom: 0.12,
    left: 0.03,
    right: 0.03
  }
]

export function safeZonesFor(preset: SlideshowPreset): readonly SafeZone[] {
  return SAFE_ZONES.filter((zone) => zone.presets.includes(preset))
}
