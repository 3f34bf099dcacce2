import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import type { Fault } from '../kernel/faults.ts'
import type { Timeline } from '../kernel/timeline.ts'
import { type Args, createArgs, readBody } from './args.ts'
import { hangUp } from './hang-up.ts'
import { METHODS } from './methods/index.ts'
import type { Method, World } from './methods/method.ts'
import type { RateLimits } from './rate-limits.ts'
import { redact } from './redact.ts'
import { SlackError } from './slack-error.ts'
import type { JsonObject } from './types.ts'

export interface WebApiOptions {
  world: World
  timeline: Timeline
  rateLimits: RateLimits
  botToken: string
  /** Undefined: the token may do everything. */
  scopes: readonly string[] | undefined
}

interface Reply {
  status: number
  headers: Record<string, string>
  body: JsonObject
}

/** Slack's Web API: `POST /<method>`, a form or JSON in, `{ok, ...}` out. */
export const createWebApi = (options: WebApiOptions): Hono<{ Bindings: HttpBindings }> => {
  const { world, timeline } = options
  const app = new Hono<{ Bindings: HttpBindings }>()

  app.post('/_upload/:id', async c => {
    const bytes = await uploadedBytes(c.req.raw)
    if (!world.files.receive(c.req.param('id'), bytes)) return c.text('Bad upload', 400)
    return c.text(`OK - ${bytes.byteLength}`)
  })

  app.on(['GET', 'POST'], '/:method', async c => {
    const name = c.req.param('method')
    const given = await bodyOf(c)
    const fault = world.faults.take('slack', name)
    if (fault?.delayMs) await world.workspace.clock.sleep(fault.delayMs)
    const reply = answer(options, name, given, fault)
    const outcome = fault?.drop ? 'dropped' : reply.body.ok ? 'ok' : String(reply.body.error)
    const target = given instanceof SlackError ? '' : targetOf(world, given)
    timeline.record('slack', `${name}${target} -> ${outcome}`, {
      args: redact(given instanceof SlackError ? {} : withoutToken(given)),
      answer: redact(reply.body),
    })
    if (fault?.drop) return hangUp(c)
    return new Response(JSON.stringify(reply.body), {
      status: reply.status,
      headers: { 'content-type': 'application/json; charset=utf-8', ...reply.headers },
    })
  })
  return app
}

const bodyOf = async (c: Context<{ Bindings: HttpBindings }>): Promise<JsonObject | SlackError> => {
  try {
    const body = await readBody(c.req.raw)
    const bearer = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
    return { ...c.req.query(), ...body, ...(bearer ? { token: bearer } : {}) }
  } catch (refusal) {
    if (refusal instanceof SlackError) return refusal
    throw refusal
  }
}

/** Decides the reply. A fault takes the place of the call, or of its answer only when the call shall take effect. */
const answer = (
  options: WebApiOptions,
  name: string,
  given: JsonObject | SlackError,
  fault: Fault | undefined,
): Reply => {
  const isFailing = fault !== undefined && (fault.error !== undefined || fault.drop === true)
  if (!isFailing) return perform(options, name, given)
  if (fault.afterEffect) perform(options, name, given)
  return failed(fault.error ?? 'dropped')
}

/** A fault named by an HTTP status comes as that status, any other word as Slack's refusal. */
const failed = (error: string): Reply => {
  if (error === 'ratelimited') return tooMany(1)
  if (/^[45]\d\d$/.test(error))
    return { status: Number(error), headers: {}, body: { ok: false, error: 'fatal_error' } }
  return { status: 200, headers: {}, body: { ok: false, error } }
}

const tooMany = (retryAfterSec: number): Reply => ({
  status: 429,
  headers: { 'retry-after': String(retryAfterSec) },
  body: { ok: false, error: 'ratelimited' },
})

const perform = (options: WebApiOptions, name: string, given: JsonObject | SlackError): Reply => {
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

const authorize = ({ botToken, scopes }: WebApiOptions, method: Method, { token }: JsonObject): void => {
  if (token === undefined || token === '') throw new SlackError('not_authed')
  if (token !== botToken) throw new SlackError('invalid_auth')
  const isAllowed =
    !scopes || method.scopes.length === 0 || method.scopes.some(scope => scopes.includes(scope))
  if (!isAllowed)
    throw new SlackError('missing_scope', { needed: method.scopes.join(','), provided: scopes.join(',') })
}

const postsTo = (name: string, args: Args, { workspace }: World): string | undefined => {
  if (name !== 'chat.postMessage' && name !== 'chat.postEphemeral') return undefined
  const channel = args.string('channel') ?? ''
  return workspace.channelByIdOrName(channel)?.id ?? channel
}

/** For the timeline: what the call is about. */
const targetOf = ({ workspace }: World, given: JsonObject): string => {
  const channel = workspace.channelByIdOrName(String(given.channel ?? given.channel_id ?? ''))
  const person = workspace.people.get(String(given.user ?? given.user_id ?? ''))
  const group = workspace.userGroups.get(String(given.usergroup ?? ''))
  return [
    channel && (channel.imWith ? ` @${channel.name}` : ` #${channel.name}`),
    person && ` @${person.name}`,
    group && ` @${group.handle}`,
  ]
    .filter(part => part !== undefined)
    .join('')
}

const withoutToken = ({ token: _secret, ...rest }: JsonObject): JsonObject => rest

const uploadedBytes = async (request: Request): Promise<Uint8Array> => {
  if (!request.headers.get('content-type')?.startsWith('multipart/form-data')) {
    return new Uint8Array(await request.arrayBuffer())
  }
  const entries = [...(await request.formData()).values()]
  const file = entries.find(entry => typeof entry !== 'string')
  if (file === undefined || typeof file === 'string')
    return new TextEncoder().encode(String(entries[0] ?? ''))
  return new Uint8Array(await file.arrayBuffer())
}
