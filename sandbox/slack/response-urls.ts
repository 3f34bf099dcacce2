import { randomBytes } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { Faults } from '../kernel/faults.ts'
import type { Timeline } from '../kernel/timeline.ts'
import { readBody } from './args.ts'
import { TEAM } from './defaults.ts'
import { hangUp } from './hang-up.ts'
import { redact } from './redact.ts'
import { type ResponseTarget, respond } from './respond.ts'
import { SlackError } from './slack-error.ts'
import type { JsonObject } from './types.ts'
import type { Workspace } from './workspace.ts'

/** An address that was given out, and how often it may still be used. */
export interface IssuedUrl {
  path: string
  target: ResponseTarget
  usesLeft: number
  expiresAtMs: number
}

export interface ResponseUrls {
  issue(target: ResponseTarget): string
  /** Those that can still be used. */
  issued(): IssuedUrl[]
  /** Takes back what `issued` gave, as after a new start. */
  reissue(urls: readonly IssuedUrl[]): void
  readonly app: Hono<{ Bindings: HttpBindings }>
}

const USES = 5
const LIVES_MS = 30 * 60_000

export const createResponseUrls = (
  workspace: Workspace,
  faults: Faults,
  timeline: Timeline,
  baseUrl: () => string,
): ResponseUrls => {
  const issued = new Map<string, IssuedUrl>()

  const use = (path: string): ResponseTarget => {
    const found = issued.get(path)
    if (!found || workspace.clock.nowMs() > found.expiresAtMs) throw new SlackError('expired_url')
    if (found.usesLeft === 0) throw new SlackError('used_url')
    found.usesLeft -= 1
    return found.target
  }

  /** Slack's word for how it went. */
  const answer = (path: string, body: JsonObject): string => {
    try {
      respond(workspace, use(path), body)
      return 'ok'
    } catch (refusal) {
      if (refusal instanceof SlackError) return refusal.code
      throw refusal
    }
  }

  const app = new Hono<{ Bindings: HttpBindings }>()
  app.post('/:kind/:team/:secret', async c => {
    const { kind, team, secret } = c.req.param()
    const fault = faults.take('slack', 'response_url')
    if (fault?.delayMs) await workspace.clock.sleep(fault.delayMs, { isCall: true })
    const isFailing = fault !== undefined && (fault.drop === true || fault.error !== undefined)
    const body = await readJson(c.req.raw)
    const outcome = isFailing && !fault.afterEffect ? 'failed' : answer(`${kind}/${team}/${secret}`, body)
    const shown = fault?.drop ? 'dropped' : (fault?.error ?? outcome)
    timeline.record('slack', `response_url -> ${shown}`, redact(body))
    if (fault?.drop) return hangUp(c)
    return Response.json(shown === 'ok' ? { ok: true } : { ok: false, error: shown }, {
      status: statusOf(shown),
      headers: shown === 'ratelimited' ? { 'retry-after': String(fault?.retryAfterSec ?? 1) } : {},
    })
  })

  return {
    app,
    issue(target) {
      const path = `${target.kind}/${TEAM.id}/${randomBytes(18).toString('base64url')}`
      const expiresAtMs = workspace.clock.nowMs() + LIVES_MS
      issued.set(path, { path, target, usesLeft: USES, expiresAtMs })
      return `${baseUrl()}/slack/response/${path}`
    },
    issued: () =>
      [...issued.values()].filter(url => url.usesLeft > 0 && url.expiresAtMs >= workspace.clock.nowMs()),
    reissue(urls) {
      issued.clear()
      for (const url of urls) issued.set(url.path, { ...url })
    },
  }
}

const GONE = new Set(['expired_url', 'used_url', 'message_not_found', 'channel_not_found'])

const statusOf = (outcome: string): number => {
  if (outcome === 'ok') return 200
  if (outcome === 'ratelimited') return 429
  if (/^[45]\d\d$/.test(outcome)) return Number(outcome)
  return GONE.has(outcome) ? 404 : 400
}

/** A body that cannot be read says nothing, which is refused as `no_text`. */
const readJson = async (request: Request): Promise<JsonObject> => {
  try {
    return await readBody(request)
  } catch (refusal) {
    if (refusal instanceof SlackError) return {}
    throw refusal
  }
}
