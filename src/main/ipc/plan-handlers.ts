/** The window's requests about plans and storyboards as files, one line per route. */
import type { Routes } from '#shared/ipc/contract.ts'
import type { Handlers } from '#shared/ipc/route.ts'
import type { planRoutes } from '#shared/ipc/routes/plans.ts'
import type { Services } from '../services.ts'
import type { Desktop, RequestContext } from './desktop.ts'

export function planHandlers(
  { campaigns, generation, plans }: Services,
  desktop: Pick<Desktop, 'chooseSavePath'>
): Pick<Handlers<Routes, RequestContext>, keyof typeof planRoutes> {
  return {
    'campaign.posts': async ({ id }) => ({ posts: [...(await plans.postsOf(campaigns.get(id).id))] }),
    'campaign.savePosts': async ({ id, posts }) => ({ posts: [...(await plans.savePosts(id, posts))] }),
    'campaign.planShape': async ({ id }) => ({
      shape: campaigns.shapeOf(id),
      ...(await generation.extentOf(id))
    }),
    'campaign.savePlanShape': ({ id, shape }) => ({ shape: campaigns.saveShape(id, shape) }),
    'campaign.importPlan': ({ id, path }) => plans.importPosts(id, path),
    'campaign.exportPlan': async ({ id, format }, { windowId }) => {
      const outPath = await desktop.chooseSavePath(`${campaigns.get(id).name} plan.${format}`, windowId)
      if (outPath !== null) await plans.exportPosts({ campaignId: id, outPath, format })
      return { path: outPath }
    },
    'slideshow.fromDocument': (request) => plans.storyboardFromDocument(request),
    'slideshow.importStoryboard': ({ path }) => plans.importStoryboard(path),
    'slideshow.exportStoryboard': async ({ storyboard, name, format }, { windowId }) => {
      const outPath = await desktop.chooseSavePath(`${name}.${format}`, windowId)
      if (outPath !== null) await plans.exportStoryboard({ storyboard, outPath, format })
      return { path: outPath }
    }
  }
}
