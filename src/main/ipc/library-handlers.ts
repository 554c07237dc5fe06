/** The window's requests about the library's own facts, one line per route. */
import type { Routes } from '#shared/ipc/contract.ts'
import type { Handlers } from '#shared/ipc/route.ts'
import type { Services } from '../services.ts'

type LibraryRoute = Exclude<Extract<keyof Routes, `library.${string}`>, 'library.search'>

export function libraryHandlers({
  catalog,
  library,
  whereUsed,
  jobs
}: Services): Pick<Handlers<Routes, unknown>, LibraryRoute> {
  return {
    'library.ids': async ({ filter, limit }) => ({ ids: [...(await catalog.listIds(filter, limit))] }),
    'library.tags': () => ({ tags: [...catalog.listTags()] }),
    'library.renameTag': ({ from, to }) => {
      catalog.renameTag(from, to)
      return {}
    },
    'library.folders': () => ({ folders: [...library.listFolders()] }),
    'library.saveFolder': ({ id, ...folder }) =>
      library.saveFolder(id === undefined ? folder : { id, ...folder }),
    'library.deleteFolder': ({ id }) => {
      library.deleteFolder(id)
      return {}
    },
    'library.rights': ({ id }) => library.rightsOf(id),
    'library.saveRights': ({ id, rights }) => library.saveRights(id, rights),
    'library.expiring': ({ withinDays }) => ({ assets: [...library.listExpiring(withinDays)] }),
    'library.uses': async ({ ids }) => ({ uses: [...(await whereUsed.of(ids))] }),
    'library.access': ({ id }) => library.accessOf(id),
    'library.versions': ({ id }) => ({ assets: [...library.versionsOf(id)] }),
    'library.findDuplicates': () =>
      jobs.start({
        kind: 'library.duplicates',
        title: 'Look for pictures that are alike',
        run: async (context) => ({ groups: await library.findDuplicates(context) })
      }),
    'library.resolveDuplicates': (decision) => whereUsed.resolveDuplicates(decision),
    'library.keepApart': ({ ids }) => {
      library.keepApart(ids)
      return {}
    },
    'library.check': () => library.checkIntegrity(),
    'library.fix': ({ problem }) =>
      jobs.start({
        kind: 'library.fix',
        title: 'Mend the library',
        run: (context) => library.fixIntegrity(problem, context)
      })
  }
}
