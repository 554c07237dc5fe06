/** What importing needs of its neighbours, in the shapes it uses them. */
import type { Asset, AssetKind, AssetOrigin } from '#shared/domain/asset.ts'
import type { DocumentKind, Extraction } from '#shared/domain/document.ts'

/** A file's real format; `extension` has the dot. */
export type FileFormat =
  | {
      readonly kind: 'document'
      readonly format: DocumentKind
      readonly extension: string
      readonly mediaType: string
    }
  | ImageFileFormat
  | {
      readonly kind: 'video' | 'audio'
      readonly format: string
      readonly extension: string
      readonly mediaType: string
    }

export interface ImageFileFormat {
  readonly kind: 'image'
  readonly format: 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'tiff' | 'svg'
  readonly extension: string
  readonly mediaType: string
}

export type FileContent = { readonly path: string } | { readonly bytes: Uint8Array }

export interface ImportedFacts {
  readonly kind: AssetKind
  readonly origin: AssetOrigin
  readonly name: string
  readonly mediaType: string
  readonly extension: string
  readonly widthPx?: number | null
  readonly heightPx?: number | null
  readonly durationMs?: number | null
  readonly metadata?: Readonly<Record<string, unknown>>
  /** How a picture looks, for finding near duplicates. */
  readonly perceptualHash?: string
  /** Hash of the file as handed in, where the kept content differs from it. */
  readonly sourceSha256?: string
  /** The asset this one was made from. */
  readonly parentId?: string | null
  /** Further rows of the same transaction. */
  readonly alsoRecord?: (assetId: string) => void
}

export interface PreparedAsset {
  readonly source: FileContent
  readonly facts: ImportedFacts
  /** Something the user should know of the content; null when all is well. */
  readonly note: string | null
}

export interface AssetCatalog {
  add(
    source: FileContent,
    facts: ImportedFacts & {
      readonly campaignId: string | null
      readonly tags: readonly string[]
      readonly sourcePath: string
    },
    signal?: AbortSignal
  ): Promise<{ readonly asset: Asset; readonly isDuplicate: boolean }>
  /** Live assets of this content. */
  findByHash(sha256: string): readonly Asset[]
  tag(ids: readonly string[], add: readonly string[], remove: readonly string[]): number
}

/** Reads foreign files safely; throws codes that say what is wrong with them. */
export interface FileReader {
  identify(filePath: string): Promise<FileFormat>
  extract(filePath: string, signal?: AbortSignal): Promise<Extraction>
  record(assetId: string, extraction: Extraction): void
  readImage(
    filePath: string,
    options: {
      readonly format: ImageFileFormat['format']
      readonly thumbnailPath: string | null
      readonly maxPx: number
      readonly signal?: AbortSignal | undefined
    }
  ): Promise<{
    readonly widthPx: number
    readonly heightPx: number
    readonly frames: number
    readonly isPartlyDamaged: boolean
    readonly perceptualHash: string
  }>
  /** The drawing without scripts and outside references. */
  cleanSvg(filePath: string): Promise<Uint8Array>
}

/** Where a picture's thumbnail belongs; the reader writes it while it has the pixels at hand. */
export interface ThumbnailPlace {
  /** Path without ending; its folder is made when needed. */
  pathFor(sha256: string): string
  readonly sizePx: number
}

/** Makes pictures smaller as the user's settings say. */
export interface PictureOptimiser {
  /** Null when the picture stays as it is. */
  optimise(
    filePath: string,
    sizeBytes: number,
    signal: AbortSignal
  ): Promise<{
    readonly path: string
    readonly mediaType: string
    readonly extension: string
    readonly widthPx: number
    readonly heightPx: number
    /** The picture as handed in is kept beside the smaller one. */
    readonly keepOriginal: boolean
    /** Removes the file. */
    release(): Promise<void>
  } | null>
}

/** Facts of films and sounds; nulls when no program is there to tell. FILE_DAMAGED when the file does not play. */
export interface MediaProbe {
  probe(
    filePath: string,
    signal?: AbortSignal
  ): Promise<{
    readonly widthPx: number | null
    readonly heightPx: number | null
    readonly durationMs: number | null
  }>
}
