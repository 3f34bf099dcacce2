import type { Moment } from './refusals.ts'
import { refusalOf } from './refusals.ts'

/**
 * How a call fails: with an error that the function can catch, with a crash that ends the function, or with the answer by which the
 * service refuses for now.
 */
export type Failure = 'error' | 'crash' | 'refusal'

export interface FailurePoint {
  /** Which call fails, the first being 1. */
  at: number
  /** Whether the call fails before or after it took effect. */
  moment: Moment
  failure: Failure
}

class InjectedError extends Error {
  override name = 'InjectedError'
}

/** Records the calls of the ports that it wraps, and fails one of them. */
export const createFailureInjection = (point?: FailurePoint) => {
  const called: string[] = []
  const effects: string[] = []
  let hasCrashed = false

  const fail = (failure: Failure, name: string, moment: Moment): unknown => {
    if (failure === 'refusal') return refusalOf(name, moment)
    if (failure === 'crash') hasCrashed = true
    throw new InjectedError(`The test fails ${name}.`)
  }

  const call = async (name: string, act: () => unknown): Promise<unknown> => {
    if (hasCrashed) throw new InjectedError('The function has crashed.')
    called.push(name)
    const at = called.length
    if (point?.at === at && point.moment === 'before') return fail(point.failure, name, point.moment)
    const result: unknown = await act()
    const isPast = point !== undefined && at > point.at
    if (!isPast && result !== false) effects.push(name)
    return point?.at === at && point.moment === 'after' ? fail(point.failure, name, point.moment) : result
  }

  return {
    /** The names of all calls, in order. */
    called,
    /** The names of the calls that took effect, up to the failure. */
    effects,
    hasCrashed: () => hasCrashed,
    hasFailed: () => point !== undefined && called.length >= point.at,
    wrap<Port extends object>(name: string, port: Port): Port {
      return new Proxy(port, {
        get(target, key, receiver) {
          const member: unknown = Reflect.get(target, key, receiver)
          if (typeof member !== 'function') return member
          return (...args: unknown[]) =>
            call(`${name}.${String(key)}`, () => Reflect.apply(member, target, args))
        },
      })
    },
    /** The same for an object of promises, each of which counts as one call. @param asked the parts that were requested; all by default */
    wrapParts<Parts extends object>(name: string, parts: Parts, asked?: readonly string[]): Parts {
      const wrapped = Object.entries(parts).map(([part, answer]) => [
        part,
        !asked || asked.includes(part) ? call(`${name}.${part}`, () => answer) : answer,
      ])
      return Object.fromEntries(wrapped)
    },
  }
}

/** Every error and crash in work that makes this many calls. */
export const everyFailurePoint = (calls: number): FailurePoint[] =>
  Array.from({ length: calls }, (_, i) => i + 1).flatMap(at =>
    (['before', 'after'] as const).flatMap(moment =>
      (['error', 'crash'] as const).map(failure => ({ at, moment, failure })),
    ),
  )

/**
 * The same, with every refusal that a call can answer with.
 * @param called the names of the calls of a run without a failure, in order
 */
export const everyFailure = (called: readonly string[]): FailurePoint[] => [
  ...everyFailurePoint(called.length),
  ...called.flatMap((name, i) =>
    (['before', 'after'] as const)
      .filter(moment => refusalOf(name, moment) !== undefined)
      .map((moment): FailurePoint => ({ at: i + 1, moment, failure: 'refusal' })),
  ),
]
