/** Everything about making images that services are made of: the image service with its joins, and its prices. */
import path from 'node:path'
import { createImageService, type ImageService, type ImageServiceDeps } from '../images/image-service.ts'
import { createPriceService, type PriceService } from '../images/price-service.ts'

export interface ImageFeatures {
  readonly images: ImageService
  readonly prices: PriceService
}

/** Opens nothing; disk and network only when asked. Keeps its files in the data folder's `images`. */
export function createImageFeatures(
  deps: Omit<ImageServiceDeps, 'workFolder'> & { readonly dataFolder: string }
): ImageFeatures {
  const workFolder = path.join(deps.dataFolder, 'images')
  const images = createImageService({ ...deps, workFolder })
  return {
    images,
    prices: createPriceService({
      filePath: path.join(workFolder, 'prices.json'),
      now: deps.clock.now,
      models: async () => new Map((await images.listProviders()).map(({ id, model }) => [id, model]))
    })
  }
}
