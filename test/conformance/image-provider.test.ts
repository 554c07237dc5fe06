/** Every adapter against its fake, and the offline composer, keep what an image provider promises. */

import { expect, test } from 'vitest'
import { download } from '#main/core/download.ts'
import { createHttp } from '#main/core/http.ts'
import type { ImageProvider } from '#main/images/image-provider.ts'
import { PRICE_TABLE } from '#main/images/price-table-data.ts'
import { createProviderRegistry } from '#main/images/provider-registry.ts'
import { createA1111 } from '#main/images/providers/a1111.ts'
import { createComfyUi } from '#main/images/providers/comfyui.ts'
import { createComposer } from '#main/images/providers/composer.ts'
import { createFal } from '#main/images/providers/fal.ts'
import { createGemini } from '#main/images/providers/gemini.ts'
import { createOpenAi } from '#main/images/providers/openai.ts'
import { createReplicate } from '#main/images/providers/replicate.ts'
import { createStability } from '#main/images/providers/stability.ts'
import { createTogether } from '#main/images/providers/together.ts'
import type { VendorDeps } from '#main/images/vendor-call.ts'
import { IMAGE_PROVIDER_IDS, type ImageProviderId } from '#shared/domain/provider.ts'
import { settingsSchema } from '#shared/domain/settings.ts'
import { startFakeVendor, type VendorScript } from '#test/harness/fake-vendors/fake-vendor.ts'
import { vendorPrice } from '#test/harness/fake-vendors/prices.ts'
import { VENDOR_SCRIPTS } from '#test/harness/fake-vendors/vendor-scripts.ts'
import { FONTS_FOLDER } from '#test/harness/generation.ts'
import { createManualClock } from '#test/harness/manual-clock.ts'
import { describeImageProvider, type ProviderUnderTest } from './image-provider.suite.ts'

interface Vendor {
  readonly create: (deps: VendorDeps) => ImageProvider
  readonly answersWithUrl: boolean
  readonly hasFilteredAnswer: boolean
  readonly moderationStatus: number | null
  readonly maxLossRatio: number
}

/** Losses: step vendors hit 40:21 and 9:16 within a step; ratio vendors lose about 7 % of 1.91:1. */
const VENDORS: Readonly<Record<Exclude<ImageProviderId, 'composer'>, Vendor>> = {
  together: {
    create: createTogether,
    answersWithUrl: false,
    hasFilteredAnswer: false,
    moderationStatus: 422,
    maxLossRatio: 0.02
  },
  replicate: {
    create: createReplicate,
    answersWithUrl: true,
    hasFilteredAnswer: false,
    moderationStatus: null,
    maxLossRatio: 0.09
  },
  fal: {
    create: createFal,
    answersWithUrl: true,
    hasFilteredAnswer: true,
    moderationStatus: 422,
    maxLossRatio: 0.02
  },
  stability: {
    create: createStability,
    answersWithUrl: false,
    hasFilteredAnswer: true,
    moderationStatus: 403,
    maxLossRatio: 0.09
  },
  gemini: {
    create: createGemini,
    answersWithUrl: false,
    hasFilteredAnswer: true,
    moderationStatus: null,
    maxLossRatio: 0.09
  },
  a1111: {
    create: createA1111,
    answersWithUrl: false,
    hasFilteredAnswer: false,
    moderationStatus: null,
    maxLossRatio: 0.02
  },
  comfyui: {
    create: createComfyUi,
    answersWithUrl: false,
    hasFilteredAnswer: false,
    moderationStatus: null,
    maxLossRatio: 0.02
  },
  openai: {
    create: createOpenAi,
    answersWithUrl: false,
    hasFilteredAnswer: false,
    moderationStatus: 400,
    maxLossRatio: 0.02
  }
}

async function makeVendor(script: VendorScript, vendor: Vendor): Promise<ProviderUnderTest> {
  const priceOf = vendorPrice(script.id)
  const fake = await startFakeVendor(script, { priceOf })
  const provider: ImageProvider = vendor.create({
    http: createHttp(),
    download,
    clock: createManualClock({ autoAdvance: true }),
    readKey: async () => fake.key,
    baseUrl: () => fake.baseUrl,
    model: () => provider.facts.defaultModel,
    priceOf
  })
  return { provider, fake, close: fake.close }
}

describeImageProvider({
  name: 'composer',
  isVendor: false,
  hasKey: false,
  answersWithUrl: false,
  hasFilteredAnswer: false,
  moderationStatus: null,
  maxLossRatio: 0,
  make: async () => ({
    provider: createComposer({ fontsFolder: FONTS_FOLDER }),
    fake: null,
    close: async () => undefined
  })
})

for (const [id, vendor] of Object.entries(VENDORS)) {
  const script = VENDOR_SCRIPTS.find((each) => each.id === id)
  if (script === undefined) {
    test(`image provider: ${id} has a fake in VENDOR_SCRIPTS`, () => expect.fail('There is none.'))
    continue
  }
  describeImageProvider({
    name: id,
    isVendor: true,
    hasKey: script.keyHeader !== null,
    answersWithUrl: vendor.answersWithUrl,
    hasFilteredAnswer: vendor.hasFilteredAnswer,
    moderationStatus: vendor.moderationStatus,
    maxLossRatio: vendor.maxLossRatio,
    make: () => makeVendor(script, vendor)
  })
}

test('every provider of the closed list can be chosen', () => {
  const registry = createProviderRegistry({
    http: createHttp(),
    download,
    clock: createManualClock({ autoAdvance: true }),
    secrets: { read: async () => null, known: () => [] },
    settings: { get: () => settingsSchema.parse({}) },
    fontsFolder: FONTS_FOLDER,
    prices: () => PRICE_TABLE
  })
  expect(registry.all.map((provider) => provider.facts.id).toSorted()).toEqual(
    [...IMAGE_PROVIDER_IDS].toSorted()
  )
})
