/** The library's housekeeping: smart folders, all tags, look-alikes, soundness, rights that end. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { JobSnapshot } from '#shared/domain/job.ts'
import type {
  DuplicateGroup,
  IntegrityFix,
  IntegrityProblem,
  IntegrityReport,
  SmartFolder,
  TagCount
} from '#shared/domain/library.ts'
import type { RouteOutput } from '#shared/ipc/contract.ts'
import type { Client } from '../../ipc/client.ts'
import { type Failure, failureOf } from '../../ipc/load.ts'

export type Tool = 'save-folder' | 'folders' | 'tags' | 'duplicates' | 'integrity'

export interface LibraryToolsState {
  /** The dialog that is open. */
  readonly tool: Tool | null
  readonly folders: readonly SmartFolder[]
  readonly tags: readonly TagCount[]
  /** Null until looked for. */
  readonly groups: readonly DuplicateGroup[] | null
  readonly integrity: IntegrityReport | null
  readonly expiring: RouteOutput<'library.expiring'>['assets']
  readonly lastFix: IntegrityFix | null
  /** Long work of the open dialog; null when none runs. */
  readonly job: JobSnapshot | null
  readonly isBusy: boolean
  readonly failure: Failure | null
  openTool(tool: Tool): void
  /** Long work that still runs is cancelled. */
  closeTool(): void
  loadFolders(): Promise<void>
  loadTags(): Promise<void>
  saveFolder(folder: {
    readonly id?: string
    readonly name: string
    readonly query: string
  }): Promise<boolean>
  deleteFolder(id: string): Promise<void>
  /** Joins both when the new name exists. */
  renameTag(from: string, to: string): Promise<boolean>
  findDuplicates(): Promise<void>
  /** Keeps one, with everything known of the others; those go to the trash. */
  keepOne(keepId: string, dropIds: readonly string[]): Promise<boolean>
  keepApart(ids: readonly string[]): Promise<void>
  checkIntegrity(): Promise<void>
  fix(problem: IntegrityProblem): Promise<void>
}
export type LibraryToolsStore = StoreApi<LibraryToolsState>

/** Rights that end within so many days are named before they do. */
export const WARN_DAYS = 30

export function createLibraryToolsStore(client: Client): LibraryToolsStore {
  return createStore<LibraryToolsState>()((set, get) => {
    let running: AbortController | null = null

    async function attempt<Result>(run: () => Promise<Result>): Promise<Result | null> {
      set({ isBusy: true, failure: null })
      try {
        return await run()
      } catch (thrown) {
        const failure = failureOf(thrown)
        if (failure.code !== 'CANCELLED') set({ failure })
        return null
      } finally {
        set({ isBusy: false, job: null })
      }
    }

    function jobOptions() {
      running = new AbortController()
      return { signal: running.signal, onProgress: (job: JobSnapshot) => set({ job }) }
    }

    function withoutGroup(ids: readonly string[]): void {
      const gone = new Set(ids)
      const groups = (get().groups ?? [])
        .map((group) => ({ ...group, assets: group.assets.filter((asset) => !gone.has(asset.id)) }))
        .filter((group) => group.assets.length > 1)
      set({ groups })
    }

    async function loadFolders(): Promise<void> {
      const answer = await attempt(() => client.call('library.folders', {}))
      if (answer !== null) set({ folders: answer.folders })
    }

    async function loadTags(): Promise<void> {
      const answer = await attempt(() => client.call('library.tags', {}))
      if (answer !== null) set({ tags: answer.tags })
    }

    async function checkIntegrity(): Promise<void> {
      const report = await attempt(() => client.call('library.check', {}))
      if (report !== null) set({ integrity: report })
      const ending = await attempt(() => client.call('library.expiring', { withinDays: WARN_DAYS }))
      if (ending !== null) set({ expiring: ending.assets })
    }

    return {
      tool: null,
      folders: [],
      tags: [],
      groups: null,
      integrity: null,
      expiring: [],
      lastFix: null,
      job: null,
      isBusy: false,
      failure: null,
      loadFolders,
      loadTags,
      checkIntegrity,
      openTool(tool) {
        set({ tool, failure: null, lastFix: null })
        if (tool === 'tags') void loadTags()
        if (tool === 'integrity') void checkIntegrity()
        if (tool === 'duplicates') void get().findDuplicates()
      },
      closeTool() {
        running?.abort()
        running = null
        set({ tool: null, groups: null, integrity: null })
      },
      async saveFolder(folder) {
        const saved = await attempt(() => client.call('library.saveFolder', folder))
        if (saved === null) return false
        await loadFolders()
        return true
      },
      async deleteFolder(id) {
        const done = await attempt(() => client.call('library.deleteFolder', { id }))
        if (done !== null) await loadFolders()
      },
      async renameTag(from, to) {
        const done = await attempt(() => client.call('library.renameTag', { from, to }))
        if (done === null) return false
        await loadTags()
        return true
      },
      async findDuplicates() {
        set({ groups: null })
        const found = await attempt(() => client.runJob('library.findDuplicates', {}, jobOptions()))
        // The route promises { groups } as this job's result.
        if (found !== null) set({ groups: (found as { groups: readonly DuplicateGroup[] }).groups })
      },
      async keepOne(keepId, dropIds) {
        const done = await attempt(() =>
          client.call('library.resolveDuplicates', { keepId, dropIds: [...dropIds] })
        )
        if (done === null) return false
        withoutGroup([keepId, ...dropIds])
        return true
      },
      async keepApart(ids) {
        const done = await attempt(() => client.call('library.keepApart', { ids: [...ids] }))
        if (done !== null) withoutGroup(ids)
      },
      async fix(problem) {
        set({ lastFix: null })
        const fixed = await attempt(() => client.runJob('library.fix', { problem }, jobOptions()))
        // The route promises an IntegrityFix as this job's result.
        if (fixed !== null) set({ lastFix: fixed as IntegrityFix })
        await checkIntegrity()
      }
    }
  })
}
