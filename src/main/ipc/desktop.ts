/** What request handlers know of who asks and what they need of the desktop shell. */

/** Who asks. */
export interface RequestContext {
  readonly windowId: number
}

/** What only the desktop shell can do; tests pass their own. */
export interface Desktop {
  /** Opens with the system's program; false when none would. */
  openPath(filePath: string): Promise<boolean>
  /** Null when the dialog was dismissed. */
  chooseSavePath(suggestedName: string, windowId: number): Promise<string | null>
  /** Null when the dialog was dismissed. */
  chooseFolder(title: string, windowId: number): Promise<string | null>
  showInFolder(filePath: string): void
  /** Files the system handed over since the last time. */
  takeOpenedFiles(): readonly string[]
  /** False when the window is gone. */
  startDrag(filePaths: readonly string[], windowId: number): boolean
  /** Files of the bundled sample. */
  readonly sampleFolder: string
  /** Ends the app the usual way. */
  quit(): void
  about(): { readonly version: string; readonly logFolder: string }
}
