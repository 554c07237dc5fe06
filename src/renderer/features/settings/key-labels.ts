/** Names of keys as their owners' sites call them. */
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
