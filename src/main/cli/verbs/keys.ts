/** Verbs about keys. Values come from standard input and are never printed. */
import { type Command, InvalidArgumentError } from 'commander'
import { SECRET_ALIASES, SECRET_NAMES, type SecretName } from '#shared/domain/settings.ts'
import type { Session } from '../session.ts'
import { formatTable } from '../table.ts'

/** The contract's name of a key, also from one of its aliases. */
function secretName(text: string): SecretName {
  const name = SECRET_NAMES.find((each) => each === text || SECRET_ALIASES[each]?.includes(text) === true)
  if (name === undefined) throw new InvalidArgumentError(`Known names: ${SECRET_NAMES.join(', ')}`)
  return name
}

export function addKeyVerbs(program: Command, session: Session): void {
  const key = program.command('key').description('keys of vendors, kept in the keychain of this computer')
  key
    .command('set')
    .argument('<name>', 'which key', secretName)
    .description('store a key; its value is read from standard input')
    .action((name: SecretName) =>
      session.run(async ({ services, readInput }) => {
        await services.secrets.set(name, await readInput())
        return { json: { name, configured: true }, text: `${name} is stored in the keychain.` }
      })
    )
  key
    .command('list')
    .description('which keys are there')
    .action(() =>
      session.run(async ({ services }) => {
        const keys = await services.secrets.list()
        const rows = keys.map((each) => [each.name, each.configured ? 'configured' : '–', each.source ?? ''])
        return { json: { keys }, text: formatTable(rows) }
      })
    )
  key
    .command('delete')
    .argument('<name>', 'which key', secretName)
    .description('remove a key from the keychain')
    .action((name: SecretName) =>
      session.run(async ({ services }) => {
        await services.secrets.delete(name)
        return { json: { name, configured: false }, text: `${name} is removed from the keychain.` }
      })
    )
  key
    .command('import-env')
    .description('copy keys from the environment into the keychain')
    .action(() =>
      session.run(async ({ services }) => {
        const names = await services.secrets.importEnvironment()
        return {
          json: { names },
          text: names.length === 0 ? 'No keys in the environment.' : names.join('\n')
        }
      })
    )
}
