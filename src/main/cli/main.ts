/** Entry of the command line: one verb, one answer, one exit status. */
import { homedir } from 'node:os'
import { runCommandLine } from './run.ts'

const exitCode = await runCommandLine(process.argv.slice(2), {
  environment: process.env,
  homeFolder: homedir(),
  platform: process.platform,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  onInterrupt: (listener) => {
    process.on('SIGINT', listener)
    process.on('SIGTERM', listener)
  }
})
process.exitCode = exitCode
