/** Types of the launcher for the specs, which are TypeScript. */
import type { Browser, Page } from '@playwright/test'
import type * as Electron from 'electron'

export type Evaluate = <Result, Argument = undefined>(
  run: (electron: typeof Electron, argument: Argument) => Result | Promise<Result>,
  argument?: Argument
) => Promise<Result>

/** What a running app offers to a test, whichever host runs it. */
export interface RunningApp {
  readonly problems: readonly string[]
  readonly blocked: readonly string[]
  readonly output: readonly string[]
  firstWindow(): Promise<Page>
  /** Runs a function in the main process; it sees only its argument and the electron module. */
  readonly evaluate: Evaluate
  /** Makes the paths of these files known to the window before they are dropped. */
  registerFiles(page: Page, paths: readonly string[]): Promise<void>
  /** Calls of Electron worth asserting on, in order; empty on Electron itself. */
  ledger(): Promise<readonly LedgerEntry[]>
  close(): Promise<unknown>
  kill(): Promise<void>
}

export interface LedgerEntry {
  readonly what: string
  readonly detail: unknown
}

export interface StandInApp extends RunningApp {
  readonly pid: number
  readonly exited: Promise<number | string>
  windows(): Page[]
}

export interface LaunchOptions {
  readonly appDir: string
  readonly userData: string
  readonly browser: Browser
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly colorScheme?: 'light' | 'dark'
  /** On the app's command line. */
  readonly words?: readonly string[]
}

export function findChromium(): string | null
export function launchChromium(options?: {
  readonly headless?: boolean
  readonly args?: readonly string[]
}): Promise<Browser>
export function launchStandIn(options: LaunchOptions): Promise<StandInApp>
