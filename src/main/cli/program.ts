/** The grammar of the command line: global options, verbs, and usage errors as data. */
import { Command, CommanderError } from 'commander'
import { AppError } from '#shared/errors.ts'
import type { Session, Surroundings } from './session.ts'
import { addAssetVerbs } from './verbs/assets.ts'
import { addCampaignVerbs } from './verbs/campaigns.ts'
import { addCostVerbs } from './verbs/costs.ts'
import { addDemoVerb } from './verbs/demo.ts'
import { addDocumentVerbs } from './verbs/documents.ts'
import { addGenerationVerbs } from './verbs/generate.ts'
import { addKeyVerbs } from './verbs/keys.ts'
import { addLibraryVerbs } from './verbs/library.ts'
import { addSettingsVerbs } from './verbs/settings.ts'
import { addSlideshowVerbs } from './verbs/slideshows.ts'
import { addStorageVerbs } from './verbs/storage.ts'

export interface ProgramOptions {
  readonly isJson: boolean
  readonly surroundings: Surroundings
}

/** Every verb of the contract. Usage errors are thrown, never printed here and never end the process. */
export function createProgram(session: Session, options: ProgramOptions): Command {
  const program = new Command('campaignforge')
    .description(
      'Campaign images at the lowest honest cost, two copies of everything, slideshow videos offline.'
    )
    .option('--data <folder>', 'data folder (or CAMPAIGNFORGE_DATA)')
    .option('--json', 'print exactly one JSON value on standard output')
    .hook('preAction', (command) => {
      const folder: unknown = command.opts()['data']
      if (typeof folder === 'string') session.setDataFolder(folder)
    })
  addDemoVerb(program, session)
  addCampaignVerbs(program, session)
  addGenerationVerbs(program, session)
  addAssetVerbs(program, session)
  addLibraryVerbs(program, session)
  addDocumentVerbs(program, session)
  addStorageVerbs(program, session)
  addSlideshowVerbs(program, session)
  addCostVerbs(program, session)
  addKeyVerbs(program, session)
  addSettingsVerbs(program, session)
  for (const command of withSubcommands(program)) prepare(command, options)
  return program
}

function withSubcommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)]
}

/** Every verb also takes the global options, so that `--json` may stand anywhere. */
function prepare(command: Command, { isJson, surroundings }: ProgramOptions): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => void surroundings.stdout.write(text),
    writeErr: (text) => void (isJson ? '' : surroundings.stderr.write(text)),
    outputError: () => undefined
  })
}

/** A wrong command line; ends with status 2. */
export interface UsageError {
  toAppError(): AppError
}

/** True for what commander refuses: unknown verbs and options, missing arguments, values that do not fit. */
export function isUsageError(thrown: unknown): thrown is CommanderError & UsageError {
  if (!(thrown instanceof CommanderError)) return false
  const isBare = thrown.code === 'commander.help'
  const message = isBare ? 'Name a verb; --help lists them.' : thrown.message.replace(/^error: /, '')
  Object.assign(thrown, { toAppError: () => new AppError('INVALID_INPUT', message, { cause: thrown }) })
  return true
}
