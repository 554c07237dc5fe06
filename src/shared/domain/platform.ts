/**
 * The four default platforms with the exact pixels their post images are delivered in.
 * Sizes: the design document (2025); current platform limits: facts collected 2026-11, confidence B.
 */
import { z } from 'zod'

export const PLATFORM_IDS = ['instagram', 'facebook', 'tiktok', 'linkedin'] as const
export const platformIdSchema = z.enum(PLATFORM_IDS)
export type PlatformId = z.output<typeof platformIdSchema>

export interface Platform {
  readonly id: PlatformId
  readonly label: string
  /** Delivered pixels, exact. */
  readonly widthPx: number
  readonly heightPx: number
  /** Visual direction given to image providers and the offline composer. */
  readonly style: string
  readonly captionMaxChars: number
  /** Null where the platform has no alternative text. */
  readonly altTextMaxChars: number | null
}

export const PLATFORMS: Readonly<Record<PlatformId, Platform>> = {
  instagram: {
    id: 'instagram',
    label: 'Instagram',
    widthPx: 1024,
    heightPx: 1024,
    style: 'vibrant lifestyle photography, square composition, strong single subject',
    captionMaxChars: 2200,
    altTextMaxChars: 1000
  },
  facebook: {
    id: 'facebook',
    label: 'Facebook',
    widthPx: 1200,
    heightPx: 630,
    style: 'warm, friendly, story-telling scene, landscape composition',
    captionMaxChars: 63206,
    altTextMaxChars: 1000
  },
  tiktok: {
    id: 'tiktok',
    label: 'TikTok',
    widthPx: 1080,
    heightPx: 1920,
    style: 'bold, energetic, high contrast, vertical composition with room for captions',
    captionMaxChars: 2200,
    altTextMaxChars: null
  },
  linkedin: {
    id: 'linkedin',
    label: 'LinkedIn',
    widthPx: 1200,
    heightPx: 627,
    style: 'clean, professional, restrained colours, landscape composition',
    captionMaxChars: 3000,
    altTextMaxChars: 4086
  }
}
