/** A valid image asset in two places; override what matters. */
import type { Asset } from '#shared/domain/asset.ts'

export function anAsset(change: Partial<Asset> = {}): Asset {
  return {
    id: 'asset-1',
    kind: 'image',
    origin: 'generated',
    name: 'post.png',
    title: null,
    mediaType: 'image/png',
    sizeBytes: 1000,
    sha256: 'a'.repeat(64),
    objectKey: 'images/local/general/x.png',
    status: 'fully_synced',
    campaignId: null,
    platform: null,
    post: null,
    provider: 'composer',
    model: 'layouts-1',
    prompt: null,
    seed: null,
    costMicroUsd: 0,
    widthPx: 1024,
    heightPx: 1024,
    durationMs: null,
    caption: null,
    altText: null,
    focalPoint: null,
    rating: 0,
    tags: [],
    createdAt: 1,
    deletedAt: null,
    ...change
  }
}
