/** Names of keys as their owners' sites call them. */
import type { ImageProviderId } from '#shared/domain/provider.ts'
import type { SecretName } from '#shared/domain/settings.ts'

const LABELS: Readonly<Record<SecretName, string>> = {
  STABILITY_API_KEY: 'Stability AI key',
  REPLICATE_API_TOKEN: 'Replicate token',
  TOGETHER_API_KEY: 'Together AI key',
  OPENAI_API_KEY: 'OpenAI key',
  FAL_KEY: 'fal key',
  GEMINI_API_KEY: 'Gemini key',
  RUNWAYML_API_SECRET: 'Runway secret',
  MINIMAX_API_KEY: 'MiniMax key',
  R2_ACCESS_KEY_ID: 'R2 access key id',
  R2_SECRET_ACCESS_KEY: 'R2 secret key',
  B2_ACCESS_KEY_ID: 'B2 key id',
  B2_SECRET_ACCESS_KEY: 'B2 application key',
  S3_PRIMARY_ACCESS_KEY_ID: 'S3 primary key id',
  S3_PRIMARY_SECRET_ACCESS_KEY: 'S3 primary secret',
  S3_BACKUP_ACCESS_KEY_ID: 'S3 backup key id',
  S3_BACKUP_SECRET_ACCESS_KEY: 'S3 backup secret'
}

export function keyLabel(name: SecretName): string {
  return LABELS[name]
}

/** Keys of image and video providers; the others belong to stores. */
export function isProviderKey(name: SecretName): boolean {
  return !/^(R2|B2|S3)_/.test(name)
}

const PROVIDERS: Readonly<Partial<Record<SecretName, ImageProviderId>>> = {
  STABILITY_API_KEY: 'stability',
  REPLICATE_API_TOKEN: 'replicate',
  TOGETHER_API_KEY: 'together',
  OPENAI_API_KEY: 'openai',
  FAL_KEY: 'fal',
  GEMINI_API_KEY: 'gemini'
}

/** The image provider that a key opens; null for keys of stores and of video providers. */
export function providerOfKey(name: SecretName): ImageProviderId | null {
  return PROVIDERS[name] ?? null
}
