/** The program of the search thread: owns the index and answers one question after another. */
import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { toAppError, toSerializedError } from '#shared/errors.ts'
import { type AssetSearch, createAssetSearch } from './asset-search.ts'
import type { SearchReply, SearchRequest } from './search-protocol.ts'

const pathsSchema = z.object({ indexPath: z.string(), catalogPath: z.string() })

function answer(search: AssetSearch, request: SearchRequest): unknown {
  switch (request.call) {
    case 'search':
      return search.search(request.input)
    case 'page':
      return search.page(request.input.filter, request.input.request)
    case 'idsOf':
      return search.idsOf(request.input.filter, request.input.limit)
    case 'nearPairs':
      return search.nearPairs(request.input.from, request.input.maxMs)
    case 'catchUp':
      return search.catchUp(request.input.maxMs)
  }
}

function serve(): void {
  const port = parentPort
  if (port === null) return
  let search: AssetSearch | null = null
  port.on('message', (request: SearchRequest | 'close') => {
    if (request === 'close') {
      search?.close()
      port.close()
      return
    }
    port.postMessage(reply(request))
  })

  function reply(request: SearchRequest): SearchReply {
    try {
      search ??= createAssetSearch(pathsSchema.parse(workerData))
      return { id: request.id, ok: true, output: answer(search, request) }
    } catch (thrown) {
      return { id: request.id, ok: false, error: toSerializedError(toAppError(thrown)) }
    }
  }
}

serve()
