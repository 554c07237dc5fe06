/** The offline composer: post images from the brief's words, the brand's colours and the campaign's photo. No network, no cost. */

import { toAppError } from '#shared/errors.ts'
import { throwIfCancelled } from '../../core/cancel.ts'
import { createMissingCharacters } from '../../core/missing-characters.ts'
import { createTurns } from '../../core/turns.ts'
import { composePost } from '../composer/compose-post.ts'
import { createTypesetter } from '../composer/typesetter.ts'
import type { ImageProvider, ProviderFacts } from '../image-provider.ts'

const FACTS: ProviderFacts = {
  id: 'composer',
  label: 'Offline composer',
  keyName: null,
  defaultBaseUrl: null,
  defaultModel: 'layouts-1',
  sizing: { kind: 'exact' },
  hasNegativePrompt: false,
  hasSeed: false,
  isOffline: true,
  isLocal: true,
  isEmergency: false,
  composesCopy: true,
  maxConcurrent: 2,
  maxPromptChars: 10_000
}

export function createComposer({ fontsFolder }: { readonly fontsFolder: string }): ImageProvider {
  const turns = createTurns()
  const findMissing = createMissingCharacters()
  return {
    facts: FACTS,
    model: () => FACTS.defaultModel,
    async draw(request) {
      throwIfCancelled(request.signal)
      const { composition, size, platform } = request
      // A typesetter of its own for each post keeps the remembered measurements small.
      const typesetter = createTypesetter({ fontsFolder })
      const post = { ...composition, ...size, platform }
      const bytes = await composePost(typesetter, post, turns).catch((thrown: unknown) => {
        // A photo that cannot be read leaves a post of type alone rather than none.
        if (toAppError(thrown).code !== 'FILE_DAMAGED') throw thrown
        return composePost(typesetter, { ...post, photo: null, colourPhotoPath: null }, turns)
      })
      throwIfCancelled(request.signal)
      return {
        ...size,
        bytes,
        mediaType: 'image/jpeg',
        costMicroUsd: 0,
        seed: null,
        vendorRequestId: null,
        model: FACTS.defaultModel,
        missingCharacters: await findMissing(Object.values(composition.copy).join('\n'))
      }
    },
    async check() {
      return { balanceMicroUsd: 0, warning: null }
    }
  }
}
