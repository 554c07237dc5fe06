/** One request from the window to main: the schema of what goes in and of what comes back. */
import type { z } from 'zod'

export interface RouteDefinition<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly input: Input
  readonly output: Output
}

/** Identity at run time; keeps both schema types at compile time. Inputs are strict objects with bounds. */
export function route<Input extends z.ZodType, Output extends z.ZodType>(
  input: Input,
  output: Output
): RouteDefinition<Input, Output> {
  return { input, output }
}

/** The handler map of a contract: a missing route, an extra route or a wrong answer does not compile. */
export type Handlers<Routes extends Record<string, RouteDefinition>, Context> = {
  readonly [Name in keyof Routes]: (
    input: z.output<Routes[Name]['input']>,
    context: Context
  ) => Promise<z.input<Routes[Name]['output']>> | z.input<Routes[Name]['output']>
}
