/** Saved storyboards: the editor's last state, by campaign or without one. */
import type { Clock } from '#main/core/clock.ts'
import type { Storyboard } from '#shared/domain/slideshow.ts'
import type { OpenStoryboard, SavedStoryboard } from '#shared/domain/slideshow-plan.ts'
import { AppError } from '#shared/errors.ts'
import type { StoryboardRepository } from './storyboard-repository.ts'

export interface StoryboardService {
  /** Disk: one row. A new one without an id; NOT_FOUND for an id that is not there any more. */
  save(board: {
    readonly id?: string | undefined
    readonly campaignId: string | null
    readonly name: string
    readonly storyboard: Storyboard
  }): SavedStoryboard
  /** Newest change first; all campaigns' without one. */
  list(campaignId: string | null): readonly SavedStoryboard[]
  /** NOT_FOUND for unknown ids. */
  get(id: string): OpenStoryboard
  /** NOT_FOUND for unknown ids. */
  remove(id: string): void
}

export function createStoryboardService(deps: {
  readonly repository: StoryboardRepository
  readonly clock: Pick<Clock, 'now' | 'newId'>
}): StoryboardService {
  const { repository, clock } = deps
  const get = (id: string): OpenStoryboard => {
    const board = repository.find(id)
    if (board === null) throw new AppError('NOT_FOUND', 'This slideshow is not saved any more.')
    return board
  }
  return {
    get,
    list: repository.list,
    save({ id, ...board }) {
      if (id !== undefined) get(id)
      const key = id ?? clock.newId()
      repository.save({ ...board, id: key, updatedAt: clock.now() })
      const { storyboard: _, ...saved } = get(key)
      return saved
    },
    remove(id) {
      if (!repository.remove(id)) throw new AppError('NOT_FOUND', 'This slideshow is not saved any more.')
    }
  }
}
