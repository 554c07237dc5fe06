/** Everything about videos that services are made of: slideshows, saved storyboards, clips of vendors. */
import { createStoryboardRepository } from '../slideshow/storyboards/storyboard-repository.ts'
import {
  createStoryboardService,
  type StoryboardService
} from '../slideshow/storyboards/storyboard-service.ts'
import { type Clips, type ClipsDeps, createClips } from './clips.ts'
import { assetIdsOf } from './opened-storyboard.ts'
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
    storyboards: withUses(
      createStoryboardService({ repository: createStoryboardRepository(deps.db), clock: deps.clock }),
      deps
    ),
    clips: createClips(deps)
  }
}

/** A saved storyboard uses its assets for as long as it is there; its campaign has to exist. */
function withUses(
  storyboards: StoryboardService,
  { library, campaigns }: Pick<SlideshowsDeps, 'library' | 'campaigns'>
): StoryboardService {
  return {
    ...storyboards,
    save(board) {
      if (board.campaignId !== null) campaigns.get(board.campaignId)
      const saved = storyboards.save(board)
      const user = { usedBy: 'slideshow', userId: saved.id, label: saved.name } as const
      library.replaceUses(user, assetIdsOf(board.storyboard))
      return saved
    },
    remove(id) {
      storyboards.remove(id)
      library.replaceUses({ usedBy: 'slideshow', userId: id, label: '' }, [])
    }
  }
}
