/** Runs one command line: parses, opens services, runs the verb, prints the answer, gives the exit status. */
import { CommanderError } from 'commander'
import { type AppError, toAppError } from '#shared/errors.ts'
import { createConsole } from './console.ts'
import { createProgram, isUsageError } from './program.ts'
import { openSession, type Surroundings } from './session.ts'

export const EXIT = { done: 0, failed: 1, usage: 2, cancelled: 130 } as const

/** Side effects: the verb's; standard output carries exactly one JSON value with --json. Never throws. */
export async function runCommandLine(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const isJson = asksForJson(argv)
  const console = createConsole({ isJson, stdout: surroundings.stdout, stderr: surroundings.stderr })
  const session = openSession({ surroundings, console })
  const program = createProgram(session, { isJson, surroundings })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return session.exitCode()
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return EXIT.done
    const error = toError(thrown)
    console.fail(error)
    return exitCodeOf(error, thrown)
  } finally {
    await session.close()
  }
}

/** Everything after a bare `--` is an argument, not an option. */
function asksForJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return argv.slice(0, end === -1 ? argv.length : end).includes('--json')
}

function toError(thrown: unknown): AppError {
  return isUsageError(thrown) ? thrown.toAppError() : toAppError(thrown)
}

function exitCodeOf(error: AppError, thrown: unknown): number {
  if (isUsageError(thrown)) return EXIT.usage
  return error.code === 'CANCELLED' ? EXIT.cancelled : EXIT.failed
}
