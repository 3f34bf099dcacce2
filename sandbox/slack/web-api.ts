import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import type { Timeline } from '../kernel/timeline.ts'
import { readBody } from './args.ts'
import { type CallOptions, call } from './call.ts'
import { hangUp } from './hang-up.ts'
import type { World } from './methods/method.ts'
import { redact } from './redact.ts'
import { SlackError } from './slack-error.ts'
import type { JsonObject } from './types.ts'

/** Slack's Web API: `POST /<method>`, a form or JSON in, `{ok, ...}` out. */
export const createWebApi = (
  options: CallOptions & { timeline: Timeline },
): Hono<{ Bindings: HttpBindings }> => {
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
    if (fault?.delayMs) await world.workspace.clock.sleep(fault.delayMs, { isCall: true })
    const reply = call(options, name, given, fault)
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
    const { token, ...body } = await readBody(c.req.raw)
    const bearer = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
    // Slack reads a token from the header or a form field; never from JSON, no longer from the address.
    const isJson = c.req.header('content-type')?.startsWith('application/json') ?? false
    return { ...withoutToken(c.req.query()), ...body, token: bearer ?? (isJson ? '' : (token ?? '')) }
  } catch (refusal) {
    if (refusal instanceof SlackError) return refusal
    throw refusal
  }
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
