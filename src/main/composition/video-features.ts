/** Everything about videos that services are made of: slideshows, saved storyboards, clips of vendors. */
import { createStoryboardRepository } from '../slideshow/storyboards/storyboard-repository.ts'
import {
  createStoryboardService,
  type StoryboardService
} from '../slideshow/storyboards/storyboard-service.ts'
import { type Clips, type ClipsDeps, createClips } from './clips.ts'
import { createSlideshows, type Slideshows, type SlideshowsDeps } from './slideshows.ts'

export interface VideoFeatures {
  readonly slideshows: Slideshows
  readonly storyboards: StoryboardService
  readonly clips: Clips
}

/** Opens nothing; disk and network only when asked. */
export function createVideoFeatures(deps: SlideshowsDeps & ClipsDeps): VideoFeatures {
  return {
    slideshows: createSlideshows(deps),
    storyboards: createStoryboardService({
      repository: createStoryboardRepository(deps.db),
      clock: deps.clock
    }),
    clips: createClips(deps)
  }
}
