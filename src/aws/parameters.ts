import * as v from 'valibot'
import { createJsonCall, defaultEndpoint, type Signing } from './json-call.ts'

const ANSWER = v.object({ Parameters: v.array(v.object({ Name: v.string(), Value: v.string() })) })

/** A secret itself, or the name of the SSM parameter that holds it. */
export type Secret = { value: string } | { parameter: string }

/** A rotated secret is taken up within this time. */
const KEPT_MS = 5 * 60_000

/** Reads a secret: from the environment as it is, or from SSM, kept for five minutes. A failure is not kept. */
export const createSecretReader = (
  secret: Secret,
  signing: Signing,
  endpoint: string | undefined,
  nowMs: () => number,
): (() => Promise<string>) => {
  if ('value' in secret) return async () => secret.value
  const call = createJsonCall(signing, {
    service: 'ssm',
    target: 'AmazonSSM',
    version: '1.1',
    endpoint: endpoint ?? defaultEndpoint('ssm', signing.region),
  })
  let kept: { value: string; untilMs: number } | undefined
  return async () => {
    if (kept && kept.untilMs > nowMs()) return kept.value
    const answer = v.parse(
      ANSWER,
      await call('GetParameters', { Names: [secret.parameter], WithDecryption: true }),
    )
    const value = answer.Parameters.find(p => p.Name === secret.parameter)?.Value
    if (!value) throw new Error(`The SSM parameter ${secret.parameter} does not exist or may not be read.`)
    kept = { value, untilMs: nowMs() + KEPT_MS }
    return value
  }
}
