/** What the editor is told before a render: places in frames, characters without a font, shortened transitions. */
import { describe, expect, it } from 'vitest'
import { planStoryboard } from '#main/slideshow/plan.ts'
import { createTextPainter } from '#main/slideshow/text.ts'
import { storyboardSchema } from '#shared/domain/slideshow.ts'
import { FONTS_FOLDER } from '#test/harness/slideshow-lab.ts'

const painter = createTextPainter(FONTS_FOLDER)
const slide = { path: '/a.jpg', seconds: 2 }

describe('planStoryboard', () => {
  it('gives the places of slides, the motion of those that move and the poster frame', async () => {
    const slides = [slide, { ...slide, motion: 'kenburns' as const }]
    const plan = await planStoryboard(painter, storyboardSchema.parse({ slides, posterSeconds: 1 }))
    expect(plan).toMatchObject({
      frames: 105,
      durationSeconds: 3.5,
      widthPx: 1920,
      posterFrame: 30,
      warnings: []
    })
    expect(
      plan.slides.map(({ firstFrame, inFrames, motion }) => [firstFrame, inFrames, motion !== null])
    ).toEqual([
      [0, 0, false],
      [45, 15, true]
    ])
  })

  it('warns of a caption whose chosen colours read badly, and of no other', async () => {
    const caption = 'Fresh today'
    const slides = [
      { ...slide, caption },
      { ...slide, caption, captionColour: '#ffd54f', captionGroundColour: '#ffffff' },
      { ...slide, caption, captionColour: '#6b7280' },
      { ...slide, caption, captionStyle: 'headline' as const, captionColour: '#808080' },
      { ...slide, caption: ' ', captionColour: '#ffd54f', captionGroundColour: '#ffffff' },
      { ...slide, caption, captionGroundColour: '#ffd54f' }
    ]
    const { warnings } = await planStoryboard(painter, storyboardSchema.parse({ slides }))
    expect(warnings.map(({ kind, slide: at }) => [kind, at])).toEqual([
      ['contrast', 1],
      ['contrast', 2]
    ])
    expect(warnings[0]?.message).toContain('1.4 : 1')
  })

  it('warns of characters that would be drawn as boxes, once each, on captions and cards', async () => {
    const card = { kind: 'opening' as const, title: 'Plan \u{10fffd}' }
    const slides = [
      { ...slide, caption: 'Fine: Ünï 100 % – “ok” 🎉👍🏽' },
      { ...slide, caption: 'a\u0378b\u0378' },
      { ...slide, card }
    ]
    const { warnings } = await planStoryboard(painter, storyboardSchema.parse({ slides }))
    expect(warnings.map(({ kind, slide: at, characters }) => [kind, at, characters])).toEqual([
      ['characters', 1, ['\u0378']],
      ['characters', 2, ['\u{10fffd}']]
    ])
  })

  it('warns where a slide is too short for its transition', async () => {
    const slides = [slide, { ...slide, seconds: 0.2 }, slide]
    const { warnings } = await planStoryboard(painter, storyboardSchema.parse({ slides, fadeSeconds: 1 }))
    expect(warnings.map(({ kind, slide: at }) => [kind, at])).toEqual([
      ['transition', 1],
      ['transition', 2]
    ])
  })
})
