/** What a person can do next, per error code. The message itself comes from main. */

const NEXT_STEPS: Readonly<Record<string, string>> = {
  NETWORK: 'Check the internet connection, then try again. The offline composer works without it.',
  TIMEOUT: 'Try again; the other side did not answer in time.',
  RATE_LIMITED: 'Wait a little, then try again.',
  VENDOR_UNAVAILABLE: 'Try again later or choose another provider in Settings.',
  BAD_RESPONSE: 'Try again; if it happens again, choose another provider in Settings.',
  UNAUTHORIZED: 'Check the key in Settings.',
  NO_CREDIT: 'Add credit at the provider, or choose another one in Settings.',
  VENDOR_REJECTED: 'Change the brief or choose another provider.',
  CONTENT_BLOCKED: 'Change the wording of the brief, then try again.',
  BUDGET_EXCEEDED: 'Raise the budget in Settings or generate fewer images.',
  NO_PROVIDER_CONFIGURED: 'Add a key in Settings, or switch on the offline composer.',
  ALL_PROVIDERS_FAILED:
    'Every attempt stands in the ledger on the Costs page. Mend the cause, then try again.',
  STORAGE_NOT_CONFIGURED: 'Choose a folder or bucket in Settings.',
  OBJECT_MISSING: 'Run Verify on the Storage page.',
  OBJECT_CORRUPT: 'Run Repair on the Storage page.',
  BOTH_STORES_FAILED: 'Check both stores on the Storage page, then try again.',
  UNSUPPORTED_FORMAT: 'Use PNG, JPEG, WebP, PDF, Word, RTF or plain text.',
  FILE_TOO_LARGE: 'Use a smaller file.',
  FILE_DAMAGED: 'Open it in its own program and save it again.',
  FILE_ENCRYPTED: 'Remove the password in its own program, then add it again.',
  FFMPEG_MISSING: 'Install ffmpeg, or set its path in Settings.',
  FFMPEG_FAILED: 'Try again with quality “compatible”.',
  DISK_FULL: 'Free some space on the disk, then try again.',
  DATABASE_NEWER: 'Update CampaignForge to open this data folder.',
  KEYCHAIN_UNAVAILABLE: 'Unlock the keychain of this computer, or set the key as an environment variable.',
  NOT_FOUND: 'It may be in the trash. Go back and choose another one.',
  CONFLICT: 'Wait until the running work ends, then try again.'
}

/** The next step for a code; null when the message says all there is. */
export function nextStepFor(code: string): string | null {
  return NEXT_STEPS[code] ?? null
}
