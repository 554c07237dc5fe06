/** Turns a route's name and raw input into a reply: look up, parse, run, parse again. Never throws. */
import { AppError, toAppError, toSerializedError } from '#shared/errors.ts'
import type { Reply } from '#shared/ipc/contract.ts'
import type { Handlers, RouteDefinition } from '#shared/ipc/route.ts'

export type Dispatch<Context> = (name: string, raw: unknown, context: Context) => Promise<Reply<unknown>>

export interface RouterOptions {
  /** Told of every failure with its cause, which never crosses to the window. */
  readonly onFailure: (route: string, error: AppError) => void
}

/**
 * Electron drops codes of thrown errors on the way to the window, so failures are answers.
 * Answers are parsed too: unknown fields fall away, so no secret column can leak.
 */
export function createRouter<Routes extends Record<string, RouteDefinition>, Context>(
  routes: Routes,
  handlers: Handlers<Routes, Context>,
  options: RouterOptions
): Dispatch<Context> {
  return async function dispatch(name, raw, context) {
    try {
      const definition = Object.hasOwn(routes, name) ? routes[name] : undefined
      if (definition === undefined)
        throw new AppError('ROUTE_NOT_FOUND', `Unknown request: ${name.slice(0, 80)}`)
      const input = definition.input.safeParse(raw)
      if (!input.success) throw new AppError('INVALID_INPUT', firstIssue(name, input.error))
      // The mapped type proved the pairing of route and handler; the union over all names hides it here.
      const run = handlers[name] as (input: unknown, context: Context) => unknown
      const output = definition.output.safeParse(await run(input.data, context))
      if (!output.success)
        throw new AppError('INTERNAL', `${name} gave an unexpected answer.`, { cause: output.error })
      return { ok: true, data: output.data }
    } catch (thrown) {
      const error = toAppError(thrown)
      options.onFailure(name, error)
      return { ok: false, error: toSerializedError(error) }
    }
  }
}

interface Issues {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]
}

function firstIssue(name: string, error: Issues): string {
  const issue = error.issues[0]
  const where =
    issue === undefined || issue.path.length === 0 ? name : `${name} ${issue.path.map(String).join('.')}`
  return `${where}: ${issue?.message ?? 'does not fit'}`
}
