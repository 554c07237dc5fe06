/** Which pictures each post of a campaign has, read in parts so that nobody waits long for main however many there are. */
import type { Asset } from '#shared/domain/asset.ts'
import type { PlatformId } from '#shared/domain/platform.ts'
import type { CatalogService } from '../catalog/catalog-service.ts'
import { createPause } from '../core/pause.ts'
import { type PostUses, postKey } from './post-uses.ts'

/** One post on one platform. */
export interface PlacedPost {
  readonly platform: PlatformId
  readonly post: number
}

/** A post's pictures that are not in the trash. */
export interface Shelf extends PlacedPost {
  /** The newest picture of each variant that has one; a kept look-alike goes before what was made. */
  readonly newest: ReadonlyMap<number, string>
  /** Look-alikes that were kept for the post, as if they had been made for it. */
  readonly adopted: readonly Asset[]
}

export interface ShelfDeps {
  readonly catalog: Pick<CatalogService, 'find' | 'postPictures'>
  readonly posts: Pick<PostUses, 'adopted'>
  readonly images: { variantOf(assetId: string): number }
}

/** A millisecond or two. */
const ROWS_AT_ONCE = 250

interface Finder {
  readonly catalog: Pick<CatalogService, 'find'>
}

/** By postKey, of posts that have a picture; of one post alone with `only`. */
export async function readShelves(
  deps: ShelfDeps,
  campaignId: string,
  only: PlacedPost | null = null
): Promise<ReadonlyMap<string, Shelf>> {
  const shelves = new Map<string, Shelf & { readonly newest: Map<number, string> }>()
  const shelfOf = ({ platform, post }: PlacedPost) => {
    const key = postKey({ platform, post })
    const shelf = shelves.get(key) ?? { platform, post, newest: new Map(), adopted: [] }
    shelves.set(key, shelf)
    return shelf
  }
  for await (const rows of pagesOf(deps, campaignId, only)) {
    // Oldest first: the last one of a variant stays.
    for (const row of rows) shelfOf(row).newest.set(row.variant, row.assetId)
  }
  // The first of several goes before the others.
  for (const asset of deps.posts.adopted(campaignId).toReversed()) {
    const { platform, post } = asset
    if (platform === null || post === null || !isAmong(only, { platform, post })) continue
    const shelf = shelfOf({ platform, post })
    shelf.newest.set(deps.images.variantOf(asset.id), asset.id)
    shelves.set(postKey(shelf), { ...shelf, adopted: [asset, ...shelf.adopted] })
  }
  return shelves
}

/** Every picture of a post, kept look-alikes first, then the newest first. */
export async function readPictures(
  deps: ShelfDeps,
  campaignId: string,
  at: PlacedPost
): Promise<readonly Asset[]> {
  const ids: string[] = []
  for await (const rows of pagesOf(deps, campaignId, at)) ids.push(...rows.map(({ assetId }) => assetId))
  const adopted = deps.posts.adopted(campaignId).filter((asset) => isOfPost(asset, at))
  return [...adopted, ...(await findAll(deps, ids.reverse())).filter((asset) => asset !== null)]
}

/** In the order asked; null for an asset that is not known. */
export async function findAll(
  { catalog }: Finder,
  ids: readonly (string | null)[]
): Promise<readonly (Asset | null)[]> {
  const found: (Asset | null)[] = []
  const pause = createPause()
  for (const id of ids) {
    await pause()
    found.push(id === null ? null : catalog.find(id))
  }
  return found
}

/** The picture with this id as one of the post's; null where it is none of them, or in the trash. */
export function pictureOn({ catalog }: Finder, shelf: Shelf, assetId: string): Asset | null {
  const adopted = shelf.adopted.find((asset) => asset.id === assetId)
  if (adopted !== undefined) return adopted
  const asset = catalog.find(assetId)
  const isLive = asset !== null && asset.deletedAt === null && asset.origin === 'generated'
  return isLive && isOfPost(asset, shelf) ? asset : null
}

/** The choice where its asset is still there, else the newest of the first variant that has one. */
export function pickedOn(deps: Finder, shelf: Shelf, chosenId: string | undefined): Asset | null {
  const chosen = chosenId === undefined ? null : pictureOn(deps, shelf, chosenId)
  if (chosen !== null) return chosen
  const first = shelf.newest.get(Math.min(...shelf.newest.keys()))
  return first === undefined ? null : pictureOn(deps, shelf, first)
}

export const isOfPost = (
  one: { readonly platform: PlatformId | null; readonly post: number | null },
  at: PlacedPost
): boolean => one.platform === at.platform && one.post === at.post

async function* pagesOf(
  { catalog }: Pick<ShelfDeps, 'catalog'>,
  campaignId: string,
  only: PlacedPost | null
) {
  const pause = createPause()
  let after: ReturnType<CatalogService['postPictures']>[number] | null = null
  for (;;) {
    const rows: ReturnType<CatalogService['postPictures']> = catalog.postPictures(campaignId, {
      only,
      after,
      limit: ROWS_AT_ONCE
    })
    yield rows
    after = rows.at(-1) ?? null
    if (rows.length < ROWS_AT_ONCE) return
    await pause()
  }
}

function isAmong(only: PlacedPost | null, at: PlacedPost): boolean {
  return only === null || isOfPost(only, at)
}
