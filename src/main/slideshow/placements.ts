/**
 * What platforms accept as a video, and whether a finished file fits. Pure.
 * Limits for uploads by programs, collected 2026-11 from the platforms' pages and independent integrators.
 */
import type { VideoPlacement } from '#shared/domain/slideshow.ts'
import type { Mp4Facts } from './mp4/mp4-facts.ts'

interface PlacementLimits {
  readonly id: string
  readonly label: string
  readonly seconds: readonly [number, number]
  readonly maxBytes: number
  readonly framesPerSecond: readonly [number, number]
  /** Width divided by height. */
  readonly ratio: readonly [number, number]
  readonly sidePx: readonly [number, number]
  readonly maxBitsPerSecond: number
  readonly needsNoEditList: boolean
}

const ANY = {
  maxBytes: Number.POSITIVE_INFINITY,
  framesPerSecond: [1, 60] as const,
  ratio: [0, 100] as const,
  sidePx: [1, 8192] as const,
  maxBitsPerSecond: Number.POSITIVE_INFINITY,
  needsNoEditList: false
}

const PLACEMENTS: readonly PlacementLimits[] = [
  {
    ...ANY,
    id: 'instagram-reel',
    label: 'Instagram reel',
    seconds: [3, 900],
    maxBytes: 300_000_000,
    framesPerSecond: [23, 60],
    sidePx: [320, 1920],
    maxBitsPerSecond: 25_000_000,
    needsNoEditList: true
  },
  {
    ...ANY,
    id: 'instagram-story',
    label: 'Instagram story',
    seconds: [3, 60],
    ratio: [0.5, 0.6],
    framesPerSecond: [23, 60],
    needsNoEditList: true
  },
  {
    ...ANY,
    id: 'facebook-reel',
    label: 'Facebook reel',
    seconds: [3, 90],
    framesPerSecond: [24, 60],
    ratio: [0.5, 0.6],
    sidePx: [540, 8192]
  },
  {
    ...ANY,
    id: 'tiktok',
    label: 'TikTok',
    seconds: [3, 600],
    maxBytes: 4_000_000_000,
    framesPerSecond: [23, 60],
    sidePx: [360, 4096]
  },
  {
    ...ANY,
    id: 'linkedin',
    label: 'LinkedIn',
    seconds: [3, 1800],
    maxBytes: 500_000_000,
    ratio: [0.4167, 2.4]
  },
  { ...ANY, id: 'x', label: 'X', seconds: [0.5, 140], maxBytes: 512_000_000, ratio: [0.333, 3] },
  {
    ...ANY,
    id: 'pinterest',
    label: 'Pinterest',
    seconds: [4, 900],
    maxBytes: 2_000_000_000,
    ratio: [0.5, 1.91]
  },
  { ...ANY, id: 'youtube-short', label: 'YouTube Short', seconds: [0, 180], ratio: [0, 1] }
]

/** One line per placement; problems are empty where the file fits. */
export function checkPlacements(facts: Mp4Facts): readonly VideoPlacement[] {
  return PLACEMENTS.map((limits) => {
    const problems = problemsOf(limits, facts)
    return { id: limits.id, label: limits.label, fits: problems.length === 0, problems: [...problems] }
  })
}

function problemsOf(limits: PlacementLimits, facts: Mp4Facts): readonly string[] {
  const { seconds, sizeBytes, framesPerSecond, widthPx, heightPx } = facts
  const [shortest, longest] = limits.seconds
  const [slowest, fastest] = limits.framesPerSecond
  const [narrowest, widest] = limits.ratio
  const [smallest, largest] = limits.sidePx
  const ratio = widthPx / heightPx
  const bitsPerSecond = (sizeBytes * 8) / Math.max(seconds, 0.001)
  const checks: readonly (readonly [boolean, string])[] = [
    [seconds < shortest, `shorter than ${shortest} s`],
    [seconds > longest, `longer than ${longest} s`],
    [sizeBytes > limits.maxBytes, `larger than ${Math.round(limits.maxBytes / 1e6)} MB`],
    [
      framesPerSecond < slowest || framesPerSecond > fastest,
      `not between ${slowest} and ${fastest} frames a second`
    ],
    [ratio < narrowest || ratio > widest, `shape not between ${narrowest} and ${widest} (width by height)`],
    [
      Math.min(widthPx, heightPx) < smallest || Math.max(widthPx, heightPx) > largest,
      `sides not between ${smallest} and ${largest} px`
    ],
    [bitsPerSecond > limits.maxBitsPerSecond, `more than ${limits.maxBitsPerSecond / 1e6} Mbit/s`],
    [facts.videoCodec !== 'avc1', 'not H.264'],
    [facts.audioCodec !== null && facts.audioCodec !== 'mp4a', 'sound is not AAC'],
    [!facts.isIndexFirst, 'index is not at the start'],
    [limits.needsNoEditList && facts.hasEditList, 'has an edit list']
  ]
  return checks.filter(([isBroken]) => isBroken).map(([, problem]) => problem)
}
