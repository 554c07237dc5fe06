import { expect, test } from 'vitest'
import {
  planImageStoryboard,
  type SlideshowRequest,
  withExtras
} from '#main/composition/slideshow-request.ts'

const request: SlideshowRequest = {
  outPath: '/out.mp4',
  campaignId: null,
  imagePaths: ['/a.jpg', '/b.jpg'],
  captions: ['first'],
  musicPath: null,
  preset: 'square',
  secondsPerSlide: 2,
  fadeSeconds: 0.25,
  transition: 'wipe',
  motion: 'none',
  quality: 'draft'
}

test('captions belong to pictures in order, later pictures stay blank', () => {
  const { slides, preset, fadeSeconds } = planImageStoryboard(request)
  expect(
    slides.map(({ path, caption, seconds, transition }) => ({ path, caption, seconds, transition }))
  ).toEqual([
    { path: '/a.jpg', caption: 'first', seconds: 2, transition: 'wipe' },
    { path: '/b.jpg', caption: '', seconds: 2, transition: 'wipe' }
  ])
  expect([preset, fadeSeconds]).toEqual(['square', 0.25])
})

test('more captions than pictures are refused rather than dropped', () => {
  expect(() => planImageStoryboard({ ...request, captions: ['1', '2', '3'] })).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT' })
  )
})

test('the look of captions is that of every picture, and cards keep their own', () => {
  const captionLook = {
    captionStyle: 'bar',
    captionPosition: 'top',
    captionAlign: 'right',
    captionColour: '#ffffff',
    captionGroundColour: '#0a5f38'
  } as const
  const asked = { ...request, captionLook, opening: { title: 'Hello', subtitle: '' } }
  const [card, ...pictures] = withExtras(planImageStoryboard(asked), asked).slides
  expect(card).not.toHaveProperty('captionStyle')
  expect(pictures).toEqual([expect.objectContaining(captionLook), expect.objectContaining(captionLook)])
  const plain = withExtras(planImageStoryboard(request), request).slides[0]
  expect(plain).not.toHaveProperty('captionStyle')
})
