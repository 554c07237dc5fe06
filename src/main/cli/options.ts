/** Values of options: parsed by the product's schemas, refused with a usage error that names what fits. */
import { CommanderError, InvalidArgumentError } from 'commander'
import type { z } from 'zod'
import { toAppError } from '#shared/errors.ts'
import { type MicroUsd, parseUsd } from '#shared/money.ts'

/** A parser for one value. */
export function oneOf<Schema extends z.ZodType>(schema: Schema): (text: string) => z.output<Schema> {
  return (text) => {
    const parsed = schema.safeParse(text)
    if (!parsed.success) throw new InvalidArgumentError(parsed.error.issues[0]?.message ?? 'does not fit')
    return parsed.data
  }
}

/** A parser for an option that may be repeated; each value may itself be a comma-separated list. */
export function listOf<Schema extends z.ZodType>(
  schema: Schema
): (text: string, before: readonly z.output<Schema>[] | undefined) => readonly z.output<Schema>[] {
  return (text, before = []) => [...before, ...text.split(',').map((part) => oneOf(schema)(part.trim()))]
}

/** A parser for free texts that may be repeated; commas are part of the text. */
export function textsOf(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text]
}

/** A whole number within bounds. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < min || value > max) {
      throw new InvalidArgumentError(`Use a whole number from ${min} to ${max}.`)
    }
    return value
  }
}

/** A number of seconds within bounds. */
export function seconds(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^\d+(\.\d+)?$/.test(text) || value < min || value > max) {
      throw new InvalidArgumentError(`Use seconds from ${min} to ${max}.`)
    }
    return value
  }
}

/** An amount in dollars. */
export function dollars(text: string): MicroUsd {
  try {
    return parseUsd(text)
  } catch (thrown) {
    throw new InvalidArgumentError(toAppError(thrown).message)
  }
}

/** For combinations of options that make no sense together; ends with status 2. */
export function usageError(message: string): CommanderError {
  return new CommanderError(2, 'campaignforge.usage', message)
}
