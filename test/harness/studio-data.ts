/** A data folder as full as after some weeks of work: campaigns, hundreds of assets, music, spending, a damaged file. */
import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { openDatabase } from '#main/db/database.ts'
import { createAttemptRepository } from '#main/images/attempt-repository.ts'

const root = resolve(import.meta.dirname, '../..')
export const samplePath = (name: string): string => join(root, 'resources/sample', name)

const PHOTOS = [
  'evening-table',
  'flat-lay',
  'gift-box',
  'gift-set',
  'hand-poured-row',
  'reading-nook',
  'window-light',
  'workshop-shelf'
]
const photo = (name: string): string => samplePath(`${name}.jpg`)
const DAY_MS = 24 * 3600 * 1000

/** Fills `data` through the command line, as a person could; the campaign with the most to see comes last. */
export async function fillStudio(data: string): Promise<void> {
  await mkdir(data, { recursive: true })
  const loose = join(data, '..', 'loose')
  await mkdir(loose, { recursive: true })
  const evenings = await addCampaign(data, 'Open workshop evenings', [
    ...['--product', 'Pouring evenings', '--benefit', 'Six seats, one long table'],
    ...['--benefit', 'Take your own jar home', '--benefit', 'Wax, wick and scent included']
  ])
  await runVerb(data, ['import', ...PHOTOS.slice(4).map(photo), '--campaign', evenings, '--tag', 'workshop'])
  await runVerb(data, ['generate', '--campaign', evenings, '--posts', '3'])
  const gifts = await addCampaign(data, 'Gift sets for people who forget birthdays', [
    ...[
      '--brief',
      samplePath('product-sheet.pdf'),
      '--product',
      'The gift set',
      '--benefit',
      'Wrapped and ready'
    ],
    ...['--benefit', 'A card written by hand', '--benefit', 'Delivered on the day']
  ])
  await runVerb(data, ['import', ...PHOTOS.slice(2, 5).map(photo), '--campaign', gifts, '--tag', 'gifts'])
  await runVerb(data, ['generate', '--campaign', gifts, '--posts', '6'])
  await runVerb(data, ['import', ...(await makeVariants(loose, 25)), '--tag', 'archive'])
  const launch = await addCampaign(data, 'Evenglow spring launch', [
    '--brief',
    samplePath('product-sheet.docx')
  ])
  const music = join(loose, 'slow-afternoon.wav')
  await writeFile(music, makeMusic(16))
  const files = [...PHOTOS.map(photo), samplePath('price-list.txt'), music]
  await runVerb(data, ['import', ...files, '--campaign', launch, '--tag', 'studio'])
  await runVerb(data, ['generate', '--campaign', launch, '--posts', '3'])
  await addSpending(data, [evenings, gifts, launch])
}

async function addCampaign(data: string, name: string, options: readonly string[]): Promise<string> {
  const made: unknown = JSON.parse(await runVerb(data, ['campaign', 'create', '--name', name, ...options]))
  if (typeof made !== 'object' || made === null || !('id' in made)) throw new Error('No campaign was made.')
  return String(made.id)
}

async function runVerb(data: string, words: readonly string[]): Promise<string> {
  const program = join(root, 'src/main/cli/main.ts')
  const given = [program, '--data', data, '--json', ...words]
  const { stdout } = await promisify(execFile)(process.execPath, given, { maxBuffer: 1 << 26 })
  return stdout
}

/** Crops of the sample photos, each its own picture. */
async function makeVariants(folder: string, perPhoto: number): Promise<readonly string[]> {
  const paths: string[] = []
  for (const name of PHOTOS) {
    const whole = await sharp(photo(name))
      .resize(1400, 1400, { fit: 'inside' })
      .toBuffer({ resolveWithObject: true })
    for (let index = 0; index < perPhoto; index += 1) {
      const width = 420 + ((index * 97) % 380)
      const height = 360 + ((index * 61) % 300)
      const area = {
        left: (index * 53) % Math.max(1, whole.info.width - width),
        top: (index * 37) % Math.max(1, whole.info.height - height),
        width,
        height
      }
      const path = join(folder, `${name}-${String(index + 1).padStart(3, '0')}.jpg`)
      await sharp(whole.data)
        .extract(area)
        .modulate({ hue: index * 3 })
        .jpeg({ quality: 78 })
        .toFile(path)
      paths.push(path)
    }
  }
  return paths
}

const SAMPLES_A_SECOND = 22_050

/** Soft chords over a beat of 96 a minute, as a mono WAV file. */
export function makeMusic(seconds: number): Buffer {
  const count = seconds * SAMPLES_A_SECOND
  const data = Buffer.alloc(44 + count * 2)
  data.write('RIFF', 0)
  data.writeUInt32LE(36 + count * 2, 4)
  data.write('WAVEfmt ', 8)
  data.writeUInt32LE(16, 16)
  data.writeUInt16LE(1, 20)
  data.writeUInt16LE(1, 22)
  data.writeUInt32LE(SAMPLES_A_SECOND, 24)
  data.writeUInt32LE(SAMPLES_A_SECOND * 2, 28)
  data.writeUInt16LE(2, 32)
  data.writeUInt16LE(16, 34)
  data.write('data', 36)
  data.writeUInt32LE(count * 2, 40)
  for (let index = 0; index < count; index += 1) {
    data.writeInt16LE(Math.round(sampleAt(index / SAMPLES_A_SECOND) * 30_000), 44 + index * 2)
  }
  return data
}

const BEAT_SECONDS = 60 / 96
const CHORDS = [
  [220, 277.2, 329.6],
  [196, 246.9, 293.7],
  [174.6, 220, 261.6],
  [196, 246.9, 329.6]
]

function sampleAt(seconds: number): number {
  const chord = CHORDS[Math.floor(seconds / (BEAT_SECONDS * 4)) % CHORDS.length] ?? []
  const sinceBeat = seconds % BEAT_SECONDS
  const kick = Math.sin(2 * Math.PI * 70 * sinceBeat) * Math.exp(-sinceBeat * 18)
  const swell = 0.5 + 0.5 * Math.sin((seconds / (BEAT_SECONDS * 8)) * Math.PI)
  const tones = chord.reduce((sum, hertz) => sum + Math.sin(2 * Math.PI * hertz * seconds), 0) / 3
  return 0.6 * kick + 0.22 * swell * tones
}

const PAID = [
  { provider: 'together', model: 'black-forest-labs/FLUX.1-schnell', price: 2700, perDay: 9 },
  { provider: 'fal', model: 'fal-ai/flux/schnell', price: 3000, perDay: 4 },
  { provider: 'stability', model: 'stable-image-core', price: 30_000, perDay: 1 }
] as const

/** Three weeks of calls to vendors, some of them failed or refused: rows of the ledger, no network. */
async function addSpending(data: string, campaignIds: readonly string[]): Promise<void> {
  const db = openDatabase(join(data, 'catalog.db'))
  try {
    const attempts = createAttemptRepository(db)
    for (let day = 20; day >= 0; day -= 1) {
      for (const [place, paid] of PAID.entries()) {
        const calls = Math.round((paid.perDay * ((day * 7 + place * 3) % 5)) / 4)
        for (let call = 0; call < calls; call += 1) {
          const campaignId = campaignIds[(day + call) % campaignIds.length] ?? null
          await addAttempt(attempts, paid, { day, call, campaignId, id: `shown-${day}-${place}-${call}` })
        }
      }
    }
  } finally {
    db.close()
  }
}

interface Call {
  readonly id: string
  readonly day: number
  readonly call: number
  readonly campaignId: string | null
}

async function addAttempt(
  attempts: ReturnType<typeof createAttemptRepository>,
  { provider, model, price }: (typeof PAID)[number],
  { id, day, call, campaignId }: Call
): Promise<void> {
  const startedAt = Date.now() - day * DAY_MS - call * 600_000 - 3_600_000
  await attempts.start(
    {
      ...{ id, provider, model, startedAt, campaignId, estimateMicroUsd: price },
      ...{ runId: null, platform: 'instagram', post: (call % 6) + 1, variant: 1 },
      ...{ priceSource: 'price table', priceSeenOn: '2026-11-20', processId: process.pid },
      request: { prompt: 'A candle at dusk', negativePrompt: '', style: '', widthPx: 1024, heightPx: 1024 }
    },
    {
      monthMicroUsd: null,
      monthStartedAt: 0,
      campaignMicroUsd: null,
      providerMicroUsd: null,
      runMicroUsd: null
    }
  )
  const isBad = (day + call) % 11 === 0
  attempts.settle(id, {
    outcome: isBad ? 'failed' : 'succeeded',
    code: isBad ? 'PROVIDER_ERROR' : null,
    message: isBad ? 'The provider answered with an error. Another one was asked.' : null,
    costMicroUsd: isBad ? 0 : price,
    possiblyBilledMicroUsd: 0,
    durationMs: 1400 + ((call * 313) % 2600)
  })
}
