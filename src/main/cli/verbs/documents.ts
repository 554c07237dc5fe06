/** Verbs about documents: document show, document preview. */
import type { Command } from 'commander'
import type { Session } from '../session.ts'

export function addDocumentVerbs(program: Command, session: Session): void {
  const document = program.command('document').description('one document')
  document
    .command('show <id>')
    .description('its text, pages and words')
    .action((id: string) =>
      session.run(async ({ services }) => {
        const detail = services.documents.get(id)
        return { json: detail, text: detail.text }
      })
    )
  document
    .command('preview <id>')
    .description('a picture of its first page')
    .requiredOption('--out <file>', 'where to, a PNG')
    .action((id: string, options: { out: string }) =>
      session.run(async ({ services, resolvePath, context }) => {
        const out = resolvePath(options.out)
        const preview = await services.outputs.guard(out, () =>
          services.documents.preview(id, out, context.signal)
        )
        return { json: preview, text: `${preview.path}  ${preview.widthPx} × ${preview.heightPx}` }
      })
    )
}
