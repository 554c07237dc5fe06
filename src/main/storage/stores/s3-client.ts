/** One client per bucket, with every default that is wrong for R2, B2 or our promises set in code. */
import { S3Client } from '@aws-sdk/client-s3'
import type { SecretReader } from '#main/secrets/secret-store.ts'
import { AppError } from '#shared/errors.ts'
import type { BucketAddress, KeyNames } from '../vendors.ts'
import type { Keys } from './signed-http.ts'
import type { TransferLimits } from './transfer-limits.ts'

export interface S3ClientOptions {
  readonly address: BucketAddress
  readonly keyNames: KeyNames
  readonly secrets: Pick<SecretReader, 'read'>
  readonly limits: TransferLimits
  readonly maxSockets: number
}

/** No request yet; keys are read at the first one. Throws STORAGE_NOT_CONFIGURED from calls when keys are missing. */
export function createS3Client({
  address,
  keyNames,
  secrets,
  limits,
  maxSockets
}: S3ClientOptions): S3Client {
  return new S3Client({
    endpoint: address.endpoint,
    region: address.region,
    forcePathStyle: true,
    credentials: async () => await readBucketKeys(keyNames, secrets),
    // Retrying belongs to withRetry and the queue; the SDK's own budget runs dry in an outage.
    maxAttempts: 1,
    // R2 and B2 refuse the default CRC32 headers; the user's ~/.aws/config must not change that.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // Expect: 100-continue opens a new connection for each upload of 2 MB and more.
    expectContinueHeader: false,
    requestHandler: {
      connectionTimeout: limits.connectMs,
      socketTimeout: limits.idleMs,
      httpAgent: { keepAlive: true, maxSockets },
      httpsAgent: { keepAlive: true, maxSockets }
    }
  })
}

/** Throws STORAGE_NOT_CONFIGURED naming the keys to set. */
export async function readBucketKeys(names: KeyNames, secrets: Pick<SecretReader, 'read'>): Promise<Keys> {
  const accessKeyId = await secrets.read(names.keyId)
  const secretAccessKey = await secrets.read(names.secret)
  if (accessKeyId === null || secretAccessKey === null) {
    throw new AppError(
      'STORAGE_NOT_CONFIGURED',
      `Keys are missing. Set ${names.keyId} and ${names.secret}.`,
      {
        details: { missing: [names.keyId, names.secret] }
      }
    )
  }
  return { accessKeyId, secretAccessKey }
}
