import { describe, expect, it } from 'vitest'
import { createMinimax } from '#main/slideshow/video-providers/minimax.ts'
import { createPika } from '#main/slideshow/video-providers/pika.ts'
import { createRunway } from '#main/slideshow/video-providers/runway.ts'
import { createStableVideo } from '#main/slideshow/video-providers/stable-video.ts'
import { aClipOrder, describeVideoProvider } from './video-provider.suite.ts'

describeVideoProvider({ name: 'runway', make: createRunway, imageField: 'promptImage', hasBalance: true })
describeVideoProvider({ name: 'pika', make: createPika, imageField: 'image_url', hasBalance: false })
describeVideoProvider({
  name: 'minimax',
  make: createMinimax,
  imageField: 'first_frame_image',
  hasBalance: false
})

describe('stable video', () => {
  it('says since when it is gone instead of trying', async () => {
    const provider = createStableVideo()
    expect(provider.facts.discontinuedOn).toBe('2025-07-24')
    await expect(provider.submit(aClipOrder())).rejects.toMatchObject({
      code: 'VENDOR_REJECTED',
      details: { reason: 'discontinued' }
    })
  })
})
