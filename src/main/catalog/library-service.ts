/** What a person does with a library beyond finding: saved searches, rights, versions, near duplicates, soundness. */
import type { Asset } from '#shared/domain/asset.ts'
import type { Extraction } from '#shared/domain/document.ts'
import {
  type AssetAccess,
  type AssetRights,
  type AssetUse,
  type DuplicateGroup,
  INTEGRITY_PROBLEMS,
  type IntegrityFix,
  type IntegrityProblem,
  type IntegrityReport,
  type SmartFolder
} from '#shared/domain/library.ts'
import { AppError, toAppError } from '#shared/errors.ts'
import { throwIfCancelled } from '../core/cancel.ts'
import type { Clock } from '../core/clock.ts'
import type { JobContext } from '../core/job-entry.ts'
import type { Db } from '../db/connection.ts'
import type { CatalogService } from './catalog-service.ts'
import { createDuplicateReview, type DuplicateDecision } from './duplicate-review.ts'
import { createIntegrityRepository } from './integrity-repository.ts'
import { createLibraryRepository } from './library-repository.ts'
import { createPictureRepository } from './picture-repository.ts'
import type { SearchClient } from './search-client.ts'

/** What the library needs of the reader of files, to mend what is missing. */
export interface ContentReader {
  /** Text of a document on disk. */
  extract(filePath: string, signal?: AbortSignal): Promise<Extraction>
  record(assetId: string, extraction: Extraction): void
  /** Size and look of a picture on disk. */
  lookAt(
    filePath: string,
    signal?: AbortSignal
  ): Promise<{ readonly widthPx: number; readonly heightPx: number; readonly perceptualHash: string }>
}

export interface LibraryDeps {
  readonly db: Db
  readonly clock: Clock
  readonly catalog: Pick<CatalogService, 'get' | 'find' | 'openCopy' | 'tag' | 'update' | 'trash'>
  readonly search: Pick<SearchClient, 'ask'>
  readonly reader: ContentReader
}

export interface LibraryService {
  listFolders(): readonly SmartFolder[]
  /** CONFLICT when another folder has the name. */
  saveFolder(folder: { readonly id?: string; readonly name: string; readonly query: string }): SmartFolder
  /** NOT_FOUND for an unknown id. */
  deleteFolder(id: string): void
  /** Blank rights where nothing was said. NOT_FOUND for an unknown asset. */
  rightsOf(assetId: string): AssetRights
  saveRights(assetId: string, rights: AssetRights): AssetRights
  /** Assets whose rights end within so many days or ended already, the earliest first. */
  listExpiring(withinDays: number): readonly { readonly asset: Asset; readonly expiresAt: number }[]
  /** Where these assets are used; empty when deleting them breaks nothing. */
  usesOf(assetIds: readonly string[]): readonly AssetUse[]
  /** Every use of one kind whose user's id starts with these letters. */
  usesFor(usedBy: AssetUse['usedBy'], userIdPrefix: string): readonly AssetUse[]
  /** Reads and failovers of an asset's content. NOT_FOUND for an unknown id. */
  accessOf(assetId: string): AssetAccess
  /** Says what a post or slideshow uses now. */
  replaceUses(user: Pick<AssetUse, 'usedBy' | 'userId' | 'label'>, assetIds: readonly string[]): void
  /** Ids of what was made from this asset itself, without those in the trash. */
  childrenOf(assetId: string): readonly string[]
  /** The original and everything made from it, oldest first. */
  versionsOf(assetId: string): readonly Asset[]
  /** Links a version to its original; null unlinks. CONFLICT when that would make a circle. */
  setOriginal(assetId: string, originalId: string | null): void
  /** Groups of pictures that look alike, largest first. Pictures not yet looked at are read first, with progress. */
  findDuplicates(context: JobContext): Promise<readonly DuplicateGroup[]>
  /** Keeps one asset with the union of tags, uses and the best rating; the others go into the trash. */
  resolveDuplicates(decision: DuplicateDecision): Asset
  /** These are not duplicates of each other and are not shown again. NOT_FOUND for an unknown id. */
  keepApart(assetIds: readonly string[]): void
  checkIntegrity(): IntegrityReport
  /**
   * Mends every asset with the problem, however many: documents are read again, pictures looked at again.
   * INVALID_INPUT for problems that another page mends (copies: repair; rights: a person).
   */
  fixIntegrity(problem: IntegrityProblem, context: JobContext): Promise<IntegrityFix>
}

const DAY_MS = 86_400_000
const MAX_LISTED = 1000
const PAGE = 200
const SAMPLE = 20

export function createLibraryService(deps: LibraryDeps): LibraryService {
  const { db, clock, catalog } = deps
  const repository = createLibraryRepository(db)
  const integrity = createIntegrityRepository(db)
  const pictures = createPictureRepository(db)
  const review = createDuplicateReview({ catalog, repository, pictures, db, search: deps.search })

  async function mend(asset: Asset, signal: AbortSignal): Promise<void> {
    const copy = await catalog.openCopy(asset.id, signal)
    try {
      if (asset.kind === 'document')
        deps.reader.record(asset.id, await deps.reader.extract(copy.path, signal))
      else {
        const facts = await deps.reader.lookAt(copy.path, signal)
        integrity.saveSize(asset.id, facts)
        pictures.saveHash(asset.id, facts.perceptualHash)
      }
    } finally {
      await copy.release()
    }
  }

  async function fixIntegrity(problem: IntegrityProblem, context: JobContext): Promise<IntegrityFix> {
    if (problem !== 'documentWithoutText' && problem !== 'imageWithoutFacts') {
      throw new AppError(
        'INVALID_INPUT',
        'This is not mended here. Use Repair for copies; renew rights by hand.'
      )
    }
    const now = clock.now()
    const total = integrity.count(problem, now)
    const failed: IntegrityFix['failed'] = []
    let fixed = 0
    let after = ''
    for (;;) {
      const ids = integrity.page(problem, { after, limit: PAGE, now })
      for (const id of ids) {
        throwIfCancelled(context.signal)
        const error = await mend(catalog.get(id), context.signal).then(() => null, toAppError)
        if (error === null) fixed++
        else failed.push({ assetId: id, code: error.code, message: error.message })
        context.report(fixed + failed.length, total, 'assets')
      }
      const last = ids.at(-1)
      if (last === undefined) return { fixed, failed }
      after = last
    }
  }

  return {
    ...foldersOf(deps, repository),
    ...relationsOf(deps, repository),
    async findDuplicates(context) {
      await fixIntegrity('imageWithoutFacts', context)
      return await review.findGroups(context)
    },
    resolveDuplicates: (decision) => review.resolve(decision),
    keepApart: (assetIds) => review.keepApart(assetIds),
    checkIntegrity() {
      const now = clock.now()
      const problems = INTEGRITY_PROBLEMS.map((problem) => ({
        problem,
        count: integrity.count(problem, now),
        sampleIds: [...integrity.page(problem, { after: '', limit: SAMPLE, now })]
      }))
      return { checkedAssets: integrity.countAssets(), problems }
    },
    fixIntegrity
  }
}

type Repository = ReturnType<typeof createLibraryRepository>

function foldersOf(
  { clock }: LibraryDeps,
  repository: Repository
): Pick<LibraryService, 'listFolders' | 'saveFolder' | 'deleteFolder'> {
  return {
    listFolders: () => repository.listFolders(),
    saveFolder({ id, name, query }) {
      const known = repository.listFolders().find((folder) => folder.id === id)
      const folder = { id: id ?? clock.newId(), name, query, createdAt: known?.createdAt ?? clock.now() }
      if (!repository.saveFolder(folder)) {
        throw new AppError('CONFLICT', `There is a folder named ${name} already. Choose another name.`)
      }
      return folder
    },
    deleteFolder(id) {
      if (!repository.deleteFolder(id)) throw new AppError('NOT_FOUND', 'There is no such folder.')
    }
  }
}

function relationsOf(
  { clock, catalog }: LibraryDeps,
  repository: Repository
): Pick<
  LibraryService,
  | 'rightsOf'
  | 'saveRights'
  | 'listExpiring'
  | 'usesOf'
  | 'usesFor'
  | 'accessOf'
  | 'replaceUses'
  | 'versionsOf'
  | 'childrenOf'
  | 'setOriginal'
> {
  return {
    rightsOf(assetId) {
      const { id } = catalog.get(assetId)
      return repository.findRights(id) ?? { licence: '', owner: '', consent: '', expiresAt: null }
    },
    saveRights(assetId, rights) {
      repository.saveRights(catalog.get(assetId).id, rights)
      return rights
    },
    listExpiring: (withinDays) =>
      repository
        .listExpiring(clock.now() + withinDays * DAY_MS, MAX_LISTED)
        .map(({ assetId, expiresAt }) => ({ asset: catalog.get(assetId), expiresAt })),
    usesOf: (assetIds) => repository.usesOf(assetIds),
    usesFor: (usedBy, prefix) => repository.usesFor(usedBy, prefix),
    accessOf: (assetId) => repository.accessOf(catalog.get(assetId).id),
    replaceUses: (user, assetIds) => repository.replaceUses(user, assetIds),
    childrenOf: (assetId) => repository.childrenOf(assetId),
    versionsOf: (assetId) => repository.familyOf(catalog.get(assetId).id).map((id) => catalog.get(id)),
    setOriginal(assetId, originalId) {
      const { id } = catalog.get(assetId)
      if (originalId !== null && isAncestor(repository, id, catalog.get(originalId).id)) {
        throw new AppError('CONFLICT', 'An asset cannot be a version of itself or of its own versions.')
      }
      repository.setParent(id, originalId)
    }
  }
}

/** True when linking would close a circle: the new original is the asset or one of its descendants. */
function isAncestor(repository: Repository, assetId: string, originalId: string): boolean {
  return assetId === originalId || repository.descendantsOf(assetId).includes(originalId)
}
