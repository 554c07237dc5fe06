/** Messages between main and the search thread. */
import type { AssetFilter, AssetKind, AssetPage } from '#shared/domain/asset.ts'
import type { SearchHit } from '#shared/domain/document.ts'
import type { SerializedAppError } from '#shared/errors.ts'
import type { PageRequest } from './asset-repository.ts'
import type { NearTurn } from './near-scan.ts'

export interface SearchPaths {
  readonly indexPath: string
  readonly catalogPath: string
}

/** What a search is narrowed to. */
export interface SearchFilter {
  readonly kind?: AssetKind
}

/** Each question by name, with what it takes and what it gives. */
export interface SearchCalls {
  search: {
    readonly input: SearchFilter & { readonly query: string; readonly limit: number }
    readonly output: readonly SearchHit[]
  }
  page: {
    readonly input: { readonly filter: AssetFilter; readonly request: PageRequest }
    readonly output: AssetPage
  }
  idsOf: {
    readonly input: { readonly filter: AssetFilter; readonly limit: number }
    readonly output: readonly string[]
  }
  nearPairs: { readonly input: { readonly from: number; readonly maxMs: number }; readonly output: NearTurn }
  catchUp: {
    readonly input: { readonly maxMs: number }
    readonly output: { readonly isCurrent: boolean; readonly lastChangeId: number }
  }
}
export type SearchCallName = keyof SearchCalls

export type SearchRequest = {
  readonly [Name in SearchCallName]: {
    readonly id: number
    readonly call: Name
    readonly input: SearchCalls[Name]['input']
  }
}[SearchCallName]

export type SearchReply =
  | { readonly id: number; readonly ok: true; readonly output: unknown }
  | { readonly id: number; readonly ok: false; readonly error: SerializedAppError }
