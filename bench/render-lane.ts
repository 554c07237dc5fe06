// Renders the bench's work once, in a process of its own so that its time and memory can be measured.
// node bench/render-lane.ts FOLDER OUT SLIDES none|kenburns QUALITY
import { createProcessRunner } from '#main/core/process.ts'
import { createSlideshowService } from '#main/slideshow/slideshow-service.ts'
import { motionSchema, renderQualitySchema } from '#shared/domain/slideshow.ts'
import { FONTS_FOLDER, workStoryboard } from './render-work.ts'

const [, , folder = '', outPath = '', slides = '10', motion, quality] = process.argv
const service = createSlideshowService({
  ffmpegPlaces: () => ({ settingPath: null, packagedPath: null, searchPath: process.env['PATH'] ?? '' }),
  processes: createProcessRunner(),
  fontsFolder: FONTS_FOLDER,
  clock: { now: () => Date.now() }
})
const options = { slides: Number(slides), motion: motionSchema.parse(motion), hasMusic: true }
const storyboard = { ...workStoryboard(folder, options), quality: renderQualitySchema.parse(quality) }
await service.render(
  { storyboard, outPath },
  { signal: new AbortController().signal, report: () => undefined }
)
