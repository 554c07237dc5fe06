/** A readable report of an unexpected end, without secrets, in the log folder. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { redact } from '../core/log.ts'

export interface CrashFacts {
  readonly version: string
  readonly at: number
  readonly origin: string
  readonly thrown: unknown
}

/** The report's text: what, when, where; keys and signed addresses taken out. */
export function crashText({ version, at, origin, thrown }: CrashFacts): string {
  const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  return redact(
    [
      `CampaignForge ${version} ended unexpectedly.`,
      `Time: ${new Date(at).toISOString()}`,
      `System: ${process.platform} ${process.arch}, Node ${process.versions.node}`,
      `Where: ${origin}`,
      '',
      detail,
      ''
    ].join('\n')
  )
}

/** Writes the report; its path, or null when the disk refused. */
export function tryWriteCrashReport(folder: string, facts: CrashFacts): string | null {
  try {
    mkdirSync(folder, { recursive: true })
    const file = path.join(folder, `crash-${facts.at}.txt`)
    writeFileSync(file, crashText(facts))
    return file
  } catch {
    return null
  }
}
