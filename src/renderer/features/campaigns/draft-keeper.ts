/** Where the window keeps what must survive a crash before main has it; the page's local storage in the app. */
export interface DraftKeeper {
  /** Null when nothing is kept under this name. */
  read(name: string): string | null
  /** Null forgets it. */
  write(name: string, text: string | null): void
}

/** Keeps nothing. */
export const NO_DRAFTS: DraftKeeper = { read: () => null, write: () => undefined }

export const unsavedName = (campaignId: string): string => `unsaved ${campaignId}`
