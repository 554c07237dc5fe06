/** Verbs about the facts of one asset: asset show, edit, tag. */
import type { Command } from 'commander'
import { tagSchema } from '#shared/domain/asset.ts'
import { AppError } from '#shared/errors.ts'
import type { Services } from '../../services.ts'
import { listOf, usageError, wholeNumber } from '../options.ts'
import type { Session, VerbAnswer } from '../session.ts'
import { formatBytes } from '../table.ts'

export function addAssetFactVerbs(asset: Command, session: Session): void {
  asset
    .command('show <id>')
    .description('everything known of it: facts, rights, uses, versions, reads')
    .action((id: string) => session.run(async ({ services }) => await assetAnswer(services, id)))
  asset
    .command('tag <ids...>')
    .description('put and take tags')
    .option('--add <tag>', 'tag to put (repeatable)', listOf(tagSchema))
    .option('--remove <tag>', 'tag to take (repeatable)', listOf(tagSchema))
    .action((ids: readonly string[], { add = [], remove = [] }: TagOptions) =>
      session.run(async ({ services }) => {
        if (add.length + remove.length === 0) throw usageError('Give --add or --remove.')
        for (const id of ids) services.catalog.get(id)
        const changed = services.catalog.tag(ids, add, remove)
        return { json: { changed }, text: `${changed} changed.` }
      })
    )
  asset
    .command('edit <id>')
    .description('change its words, rating and rights; what is not given stays')
    .option('--title <text>', 'title')
    .option('--caption <text>', 'caption')
    .option('--alt-text <text>', 'alternative text')
    .option('--rating <n>', '0 to 5 stars', wholeNumber(0, 5))
    .option('--licence <text>', 'under which licence it may be used')
    .option('--owner <text>', 'whose it is')
    .option('--consent <text>', 'whose consent is on file')
    .option('--expires <date>', 'last day it may be used, such as 2027-01-31, or never')
    .option('--original <id>', 'the asset it is a version of, or none')
    .action((id: string, options: EditOptions) =>
      session.run(async ({ services }) => {
        const { title, caption, altText, rating } = options
        services.catalog.update(id, { title, caption, altText, rating })
        saveRights(services, id, options)
        if (options.original !== undefined)
          services.library.setOriginal(id, options.original === 'none' ? null : options.original)
        return await assetAnswer(services, id)
      })
    )
}

interface TagOptions {
  readonly add?: readonly string[]
  readonly remove?: readonly string[]
}

interface EditOptions {
  readonly title?: string
  readonly caption?: string
  readonly altText?: string
  readonly rating?: number
  readonly licence?: string
  readonly owner?: string
  readonly consent?: string
  readonly expires?: string
  readonly original?: string
}

function saveRights(services: Services, id: string, options: EditOptions): void {
  const { licence, owner, consent, expires } = options
  if ([licence, owner, consent, expires].every((value) => value === undefined)) return
  const kept = services.library.rightsOf(id)
  services.library.saveRights(id, {
    licence: licence ?? kept.licence,
    owner: owner ?? kept.owner,
    consent: consent ?? kept.consent,
    expiresAt: expires === undefined ? kept.expiresAt : endOfDay(expires)
  })
}

/** The asset may be used through the whole of that day here. */
function endOfDay(text: string): number | null {
  if (text === 'never') return null
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T23:59:59.999`) : Number.NaN
  if (Number.isNaN(at)) throw new AppError('INVALID_INPUT', 'Use a date such as 2027-01-31, or never.')
  return at
}

async function assetAnswer(services: Services, id: string): Promise<VerbAnswer> {
  const { catalog, library, whereUsed } = services
  const asset = catalog.get(id)
  const rights = library.rightsOf(id)
  const uses = await whereUsed.of([id])
  const versions = library.versionsOf(id).map((version) => version.id)
  const access = library.accessOf(id)
  const isExpired = rights.expiresAt !== null && rights.expiresAt < services.clock.now()
  const lines = [
    `${asset.name}  ${asset.kind}, ${formatBytes(asset.sizeBytes)}, ${asset.status}`,
    ...(asset.tags.length === 0 ? [] : [`Tags      ${asset.tags.join(', ')}`]),
    ...uses.map((use) => `Used in   ${use.label}`),
    ...(versions.length < 2 ? [] : [`Versions  ${versions.length}`]),
    ...(rights.licence === '' ? [] : [`Licence   ${rights.licence}`]),
    ...(rights.expiresAt === null
      ? []
      : [
          `${isExpired ? 'Expired  ' : 'Until    '} ${new Date(rights.expiresAt).toISOString().slice(0, 10)}`
        ]),
    `Read      ${access.reads} times, ${access.failovers} failovers`
  ]
  return {
    json: { ...asset, rights: { ...rights, isExpired }, uses, versions, access },
    text: lines.join('\n')
  }
}
