/** The window's client without main: answers given per route, events sent by hand, every call written down. */

import { type Client, createClient } from '#renderer/ipc/client.ts'
import type { JobSnapshot } from '#shared/domain/job.ts'
import { jobIdSchema } from '#shared/domain/job.ts'
import { AppError, toSerializedError } from '#shared/errors.ts'
import type { Bridge } from '#shared/ipc/bridge.ts'
import type { RouteInput, RouteName, RouteOutput } from '#shared/ipc/contract.ts'
import type { EventName, EventPayloads } from '#shared/ipc/events.ts'

export type FakeAnswers = {
  readonly [Name in RouteName]?: (
    input: RouteInput<Name>
  ) => RouteOutput<Name> | Promise<RouteOutput<Name>> | AppError
}

export interface FakeMain {
  readonly client: Client
  /** Routes asked so far, in order. */
  readonly asked: readonly { readonly route: string; readonly input: unknown }[]
  emit<Name extends EventName>(name: Name, payload: EventPayloads[Name]): void
  /** How many listeners are registered; 0 proves that nothing leaks. */
  listenerCount(): number
}

/** A real client over a bridge whose other side is `answers`. A route without an answer fails with NOT_FOUND. */
export function createFakeMain(answers: FakeAnswers): FakeMain {
  const asked: { route: string; input: unknown }[] = []
  const listeners = new Set<{ readonly event: string; readonly listener: (payload: unknown) => void }>()
  const bridge: Bridge = {
    async invoke(route, input) {
      asked.push({ route, input })
      const known: Readonly<Record<string, unknown>> = answers
      const answer = known[route]
      if (typeof answer !== 'function') return refusal(new AppError('NOT_FOUND', `No answer for ${route}`))
      const data: unknown = await answer(input)
      return data instanceof AppError ? refusal(data) : { ok: true, data }
    },
    on(event, listener) {
      const entry = { event, listener }
      listeners.add(entry)
      return () => listeners.delete(entry)
    },
    pathOf: (file) => (file instanceof File && !file.name.startsWith('unsaved') ? `/files/${file.name}` : '')
  }
  return {
    client: createClient(bridge),
    asked,
    emit(name, payload) {
      for (const entry of [...listeners]) if (entry.event === name) entry.listener(payload)
    },
    listenerCount: () => listeners.size
  }
}

function refusal(error: AppError) {
  return { ok: false, error: toSerializedError(error) }
}

/** A snapshot of a running job; override what matters. */
export function aJob(change: Partial<Omit<JobSnapshot, 'id'>> & { readonly id?: string } = {}): JobSnapshot {
  const { id, ...rest } = change
  return {
    id: jobIdSchema.parse(id ?? 'job-1'),
    kind: 'campaign.generate',
    title: 'Spring',
    state: 'running',
    done: 0,
    total: 0,
    stage: '',
    startedAt: 1000,
    endedAt: null,
    ...rest
  }
}
