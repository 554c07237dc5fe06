/** The window's requests about slideshows and clips, one line per route. */
import type { Routes } from '#shared/ipc/contract.ts'
import type { Handlers } from '#shared/ipc/route.ts'
import type { Services } from '../services.ts'

/** Storyboards as files and from documents are answered with the plans. */
type SlideshowRoute = Exclude<
  Extract<keyof Routes, `slideshow.${string}` | `clip.${string}`>,
  'slideshow.fromDocument' | 'slideshow.importStoryboard' | 'slideshow.exportStoryboard'
>

export function slideshowHandlers({
  slideshows,
  storyboards,
  clips,
  jobs
}: Services): Pick<Handlers<Routes, unknown>, SlideshowRoute> {
  const never = (): AbortSignal => new AbortController().signal
  return {
    'slideshow.plan': ({ storyboard }) => slideshows.plan(storyboard),
    'slideshow.previewFrame': (request) => slideshows.previews.draw(request),
    'slideshow.previewSound': ({ storyboard }) => slideshows.sounds.make(storyboard),
    'slideshow.fromCampaign': (request) => slideshows.storyboardOf(request),
    'slideshow.readSound': (request) => slideshows.readSound(request, never()),
    'slideshow.snapToBeats': ({ storyboard }) => slideshows.snapToBeats(storyboard, never()),
    'slideshow.captions': ({ storyboard }) => slideshows.captions(storyboard),
    'slideshow.save': (board) => storyboards.save(board),
    'slideshow.list': ({ campaignId }) => ({ storyboards: storyboards.list(campaignId) }),
    'slideshow.open': ({ id }) => storyboards.get(id),
    'slideshow.remove': ({ id }) => {
      storyboards.remove(id)
      return {}
    },
    'slideshow.render': (request) =>
      jobs.start({
        kind: 'slideshow.render',
        title: request.name,
        ...subjectOf(request.storyboardId ?? request.campaignId),
        resume: { route: 'slideshow.render', input: request },
        run: (context) => slideshows.renderToLibrary(request, context)
      }),
    'slideshow.renderSet': (request) =>
      jobs.start({
        kind: 'slideshow.render',
        title: `${request.name}, ${request.presets.length} shapes`,
        ...subjectOf(request.storyboardId ?? request.campaignId),
        resume: { route: 'slideshow.renderSet', input: request },
        run: (context) => slideshows.renderSet(request, context)
      }),
    'clip.providers': async () => ({ providers: await clips.list() }),
    'clip.estimate': ({ provider, seconds }) => ({ costMicroUsd: clips.estimate(provider, seconds) }),
    'clip.make': (request) =>
      jobs.start({
        kind: 'video.generate',
        title: request.prompt.slice(0, 80),
        ...subjectOf(request.campaignId),
        run: (context) => clips.make(request, context)
      })
  }
}

function subjectOf(subjectId: string | null): { readonly subjectId?: string } {
  return subjectId === null ? {} : { subjectId }
}
