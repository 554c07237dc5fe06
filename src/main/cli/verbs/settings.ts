/** Verbs about settings and figures: settings get/set, metrics. */
import type { Command } from 'commander'
import { formatUsd } from '#shared/money.ts'
import type { Session } from '../session.ts'
import { formatBytes, formatTable } from '../table.ts'

export function addSettingsVerbs(program: Command, session: Session): void {
  const settings = program.command('settings').description('settings, by dotted path')
  settings
    .command('get [key]')
    .description('one setting or all')
    .action((key: string | undefined) =>
      session.run(async ({ services }) => {
        const value = services.settings.getAt(key ?? null) ?? null
        const json = key === undefined ? value : { key, value }
        return { json, text: JSON.stringify(value, null, 2) }
      })
    )
  settings
    .command('set <key> <value>')
    .description('change one setting; the value is JSON or a word')
    .action((key: string, text: string) =>
      session.run(async ({ services }) => {
        await services.settings.setText(key, text)
        const value = services.settings.getAt(key) ?? null
        return { json: { key, value }, text: `${key} = ${JSON.stringify(value)}` }
      })
    )
  program
    .command('metrics')
    .description('cost, performance and usage figures')
    .action(() =>
      session.run(async ({ services }) => {
        const metrics = await services.metrics.summary()
        const rows = [
          ['Spent', formatUsd(metrics.cost.totalMicroUsd)],
          [
            'Saved',
            `${formatUsd(metrics.cost.savingsMicroUsd)} (${metrics.cost.savingsPercent.toFixed(0)} %)`
          ],
          ['Images', String(metrics.usage.images)],
          ['Documents', String(metrics.usage.documents)],
          ['Videos', String(metrics.usage.videos)],
          ['In two places', `${metrics.usage.fullySynced}`],
          ['Stored', formatBytes(metrics.usage.storageBytes)]
        ]
        return { json: metrics, text: formatTable(rows) }
      })
    )
}
