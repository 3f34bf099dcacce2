import * as v from 'valibot'
import type { Log } from '../../ports.ts'
import { createJsonCall, defaultEndpoint, type Signing } from './json-call.ts'

const ANSWER = v.object({ Parameters: v.array(v.object({ Name: v.string(), Value: v.string() })) })

/** A secret itself, or the name of the SSM parameter that holds it. */
export type Secret = { value: string } | { parameter: string }

/** A rotated secret is taken up within this time. */
const KEPT_MS = 60_000
/** While SSM does not answer, the last good values are used for this time. */
const USED_AT_MOST_MS = 60 * 60_000
/** While SSM does not answer, it is asked again after this time, not by every message. */
const ASKED_AGAIN_MS = 15_000
/** Early enough to be fixed before the hour ends. */
const ALARM_AFTER_MS = 15 * 60_000

/** SSM answered that the parameter does not exist: that is no outage. */
class MissingParameter extends Error {
  constructor(parameter: string) {
    super(`The SSM parameter ${parameter} does not exist or may not be read.`)
  }
}

/**
 * Reads secrets: from the environment as they are, or from SSM, all of them in one call (which takes ten names), kept for a minute.
 * Callers at the same time share that call. If SSM does not answer, or refuses, the last good values are used for an hour; not if it says
 * that a parameter does not exist.
 *
 * @returns rejects if there are no values that may be used; a failure is not kept
 */
export const createSecretsReader = <Name extends string>(
  secrets: Readonly<Record<Name, Secret>>,
  signing: Signing,
  endpoint: string | undefined,
  nowMs: () => number,
  log: Log,
): (() => Promise<Readonly<Record<Name, string>>>) => {
  const named = Object.entries<Secret>(secrets)
  const parameters = [...new Set(named.flatMap(([, s]) => ('parameter' in s ? [s.parameter] : [])))]
  const call = createJsonCall(signing, {
    service: 'ssm',
    target: 'AmazonSSM',
    version: '1.1',
    endpoint: endpoint ?? defaultEndpoint('ssm', signing.region),
  })

  const readAll = async (): Promise<Readonly<Record<Name, string>>> => {
    const answer =
      parameters.length > 0
        ? v.parse(ANSWER, await call('GetParameters', { Names: parameters, WithDecryption: true }))
        : { Parameters: [] }
    const wordOf = (secret: Secret): string => {
      if ('value' in secret) return secret.value
      const value = answer.Parameters.find(p => p.Name === secret.parameter)?.Value
      if (!value) throw new MissingParameter(secret.parameter)
      return value
    }
    return Object.fromEntries(named.map(([name, secret]) => [name, wordOf(secret)])) as Record<Name, string>
  }

  type Values = Readonly<Record<Name, string>>
  let kept: { values: Promise<Values>; untilMs: number } | undefined
  let good: { values: Values; readAtMs: number } | undefined
  const read = async (): Promise<Values> => {
    try {
      good = { values: await readAll(), readAtMs: nowMs() }
      return good.values
    } catch (error) {
      const ageMs = good ? nowMs() - good.readAtMs : Number.POSITIVE_INFINITY
      if (!good || ageMs > USED_AT_MOST_MS || error instanceof MissingParameter) throw error
      const say = ageMs < ALARM_AFTER_MS ? log.warn : log.error
      say('The secrets could not be read from SSM; the last ones are used for an hour.', {
        ageMinutes: Math.floor(ageMs / 60_000),
        why: String(error),
      })
      kept = { values: Promise.resolve(good.values), untilMs: nowMs() + ASKED_AGAIN_MS }
      return good.values
    }
  }
  return () => {
    if (kept && kept.untilMs > nowMs()) return kept.values
    const reading = { values: read(), untilMs: nowMs() + KEPT_MS }
    kept = reading
    reading.values.catch(() => {
      if (kept === reading) kept = undefined
    })
    return reading.values
  }
}
