import type { Fault } from '../kernel/faults.ts'
import { type Args, createArgs } from './args.ts'
import { METHODS } from './methods/index.ts'
import type { Method, World } from './methods/method.ts'
import type { RateLimits } from './rate-limits.ts'
import { SlackError } from './slack-error.ts'
import type { JsonObject } from './types.ts'

export interface CallOptions {
  world: World
  rateLimits: RateLimits
  botToken: string
  /** Undefined: the token may do everything. */
  scopes: readonly string[] | undefined
}

export interface Reply {
  status: number
  headers: Record<string, string>
  body: JsonObject
}

/** Decides the reply. A fault takes the place of the call, or of its answer only when the call shall take effect. */
export const call = (
  options: CallOptions,
  name: string,
  given: JsonObject | SlackError,
  fault: Fault | undefined,
): Reply => {
  const isFailing = fault !== undefined && (fault.error !== undefined || fault.drop === true)
  if (!isFailing) return perform(options, name, given)
  if (fault.afterEffect) perform(options, name, given)
  return failed(fault.error ?? 'dropped', fault.retryAfterSec)
}

/** A fault named by an HTTP status comes as that status, any other word as Slack's refusal. */
const failed = (error: string, retryAfterSec = 1): Reply => {
  if (error === 'ratelimited') return tooMany(retryAfterSec)
  if (/^[45]\d\d$/.test(error))
    return { status: Number(error), headers: {}, body: { ok: false, error: 'fatal_error' } }
  return { status: 200, headers: {}, body: { ok: false, error } }
}

const tooMany = (retryAfterSec: number): Reply => ({
  status: 429,
  headers: { 'retry-after': String(retryAfterSec) },
  body: { ok: false, error: 'ratelimited' },
})

const perform = (options: CallOptions, name: string, given: JsonObject | SlackError): Reply => {
  const { world, rateLimits, scopes } = options
  const headers = scopes ? { 'x-oauth-scopes': scopes.join(',') } : {}
  try {
    if (given instanceof SlackError) throw given
    const method = METHODS[name]
    if (!method) throw new SlackError('unknown_method', { req_method: name })
    if (name !== 'api.test') authorize(options, method, given)
    const args = createArgs(given)
    const retryAfterSec = rateLimits.retryAfterSec(name, method.tier, postsTo(name, args, world))
    if (retryAfterSec !== undefined) return tooMany(retryAfterSec)
    return { status: 200, headers, body: { ok: true, ...method.run(args, world) } }
  } catch (refusal) {
    if (!(refusal instanceof SlackError)) throw refusal
    return { status: 200, headers, body: { ok: false, error: refusal.code, ...refusal.more } }
  }
}

const authorize = ({ botToken, scopes }: CallOptions, method: Method, { token }: JsonObject): void => {
  if (token === undefined || token === '') throw new SlackError('not_authed')
  if (token !== botToken) throw new SlackError('invalid_auth')
  const isAllowed =
    !scopes || method.scopes.length === 0 || method.scopes.some(scope => scopes.includes(scope))
  if (!isAllowed)
    throw new SlackError('missing_scope', { needed: method.scopes.join(','), provided: scopes.join(',') })
}

/** The channel that a call writes into: replies count for it, and a person stands for the direct message with them. */
const postsTo = (name: string, args: Args, { workspace }: World): string | undefined => {
  const field = POSTING[name]
  const where = field && args.string(field)
  if (!where) return undefined
  const person = workspace.people.get(where)
  return person ? workspace.imWith(person).id : (workspace.channelByIdOrName(where)?.id ?? where)
}

const POSTING: Readonly<Record<string, string>> = {
  'chat.postMessage': 'channel',
  'chat.postEphemeral': 'channel',
  'files.completeUploadExternal': 'channel_id',
}
