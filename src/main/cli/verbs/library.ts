/** Verbs about the library's own facts: tags, soundness, look-alikes, rights that end, saved searches. */
import type { Command } from 'commander'
import { tagSchema } from '#shared/domain/asset.ts'
import { INTEGRITY_PROBLEMS, type IntegrityProblem, integrityProblemSchema } from '#shared/domain/library.ts'
import { oneOf, usageError, wholeNumber } from '../options.ts'
import type { Session } from '../session.ts'
import { formatTable } from '../table.ts'

export function addLibraryVerbs(program: Command, session: Session): void {
  addTagVerbs(program, session)
  const library = program.command('library').description('soundness, look-alikes, rights, saved searches')
  addSoundnessVerbs(library, session)
  addLookAlikeVerbs(library, session)
  library
    .command('expiring')
    .description('assets whose rights end soon or have ended')
    .option('--days <n>', 'within so many days', wholeNumber(0, 3650), 30)
    .action(({ days }: { days: number }) =>
      session.run(async ({ services }) => {
        const assets = services.library
          .listExpiring(days)
          .map(({ asset, expiresAt }) => ({ assetId: asset.id, name: asset.name, expiresAt }))
        const rows = assets.map(({ assetId, name, expiresAt }) => [
          new Date(expiresAt).toISOString().slice(0, 10),
          assetId,
          name
        ])
        return { json: { assets }, text: rows.length === 0 ? 'No rights end.' : formatTable(rows) }
      })
    )
  addFolderVerbs(library, session)
}

function addTagVerbs(program: Command, session: Session): void {
  const tag = program.command('tag').description('tags of the library')
  tag
    .command('list')
    .description('all tags with the number of their assets')
    .action(() =>
      session.run(async ({ services }) => {
        const tags = services.catalog.listTags()
        const rows = tags.map(({ name, assets }) => [name, String(assets)])
        return { json: { tags }, text: rows.length === 0 ? 'No tags yet.' : formatTable(rows) }
      })
    )
  tag
    .command('rename <from> <to>')
    .description('rename a tag; joins both when the new name exists')
    .action((from: string, to: string) =>
      session.run(async ({ services }) => {
        const name = oneOf(tagSchema)(to)
        services.catalog.renameTag(from, name)
        return { json: { from, to: name }, text: `${from} is ${name} now.` }
      })
    )
}

function addSoundnessVerbs(library: Command, session: Session): void {
  library
    .command('check')
    .description('what is missing or not safe')
    .action(() =>
      session.run(async ({ services }) => {
        const report = services.library.checkIntegrity()
        const rows = report.problems.map(({ problem, count }) => [problem, String(count)])
        return { json: report, text: `${formatTable(rows)}\n${report.checkedAssets} assets checked.` }
      })
    )
  library
    .command('fix <problem>')
    .description(`mend every asset with the problem: ${INTEGRITY_PROBLEMS.slice(0, 2).join(' or ')}`)
    .action((problem: string) =>
      session.run(async ({ services, context }) => {
        const known: IntegrityProblem | undefined = integrityProblemSchema.safeParse(problem).data
        if (known === undefined) throw usageError(`Use one of ${INTEGRITY_PROBLEMS.join(', ')}.`)
        const fix = await services.library.fixIntegrity(known, context)
        const rows = fix.failed.map(({ assetId, message }) => [assetId, message])
        const isAllFailed = fix.fixed === 0 && fix.failed.length > 0
        return {
          json: fix,
          text: [`${fix.fixed} mended.`, ...(rows.length === 0 ? [] : [formatTable(rows)])].join('\n'),
          exitCode: isAllFailed ? 1 : 0
        }
      })
    )
}

function addLookAlikeVerbs(library: Command, session: Session): void {
  library
    .command('duplicates')
    .description('groups of pictures that look alike')
    .action(() =>
      session.run(async ({ services, context }) => {
        const found = await services.library.findDuplicates(context)
        const groups = found.map(({ assets, distance }) => ({
          distance,
          assets: assets.map(({ id, name, widthPx, heightPx, tags }) => ({
            id,
            name,
            widthPx,
            heightPx,
            tags
          }))
        }))
        const text = groups.map(({ assets }, index) => {
          const rows = assets.map((asset) => [asset.id, `${asset.widthPx} × ${asset.heightPx}`, asset.name])
          return `Group ${index + 1}\n${formatTable(rows)}`
        })
        return { json: { groups }, text: text.length === 0 ? 'No pictures look alike.' : text.join('\n') }
      })
    )
  library
    .command('keep <id> <dropIds...>')
    .description('keep one of look-alikes with the tags and uses of all; the others go into the trash')
    .action((keepId: string, dropIds: readonly string[]) =>
      session.run(async ({ services }) => {
        const kept = await services.whereUsed.resolveDuplicates({ keepId, dropIds })
        return { json: { kept, droppedIds: dropIds }, text: `${kept.name} has ${kept.tags.length} tags.` }
      })
    )
}

function addFolderVerbs(library: Command, session: Session): void {
  library
    .command('folders')
    .description('saved searches')
    .action(() =>
      session.run(async ({ services }) => {
        const folders = services.library.listFolders()
        const rows = folders.map(({ id, name, query }) => [id, name, query])
        return { json: { folders }, text: rows.length === 0 ? 'No saved searches.' : formatTable(rows) }
      })
    )
  library
    .command('save-folder <name> <query>')
    .description('save a search under a name')
    .action((name: string, query: string) =>
      session.run(async ({ services }) => {
        if (name.trim() === '' || query.trim() === '') throw usageError('Give a name and a search.')
        const folder = services.library.saveFolder({ name: name.trim(), query: query.trim() })
        return { json: folder, text: `${folder.name}  ${folder.query}` }
      })
    )
}
