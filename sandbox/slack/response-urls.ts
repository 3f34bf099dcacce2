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
import type { Workspace } from './workspace.ts'

export interface ResponseUrls {
  issue(target: ResponseTarget): string
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
  const issued = new Map<string, { target: ResponseTarget; usesLeft: number; expiresAtMs: number }>()

  const use = (path: string): ResponseTarget => {
    const found = issued.get(path)
    if (!found || workspace.clock.nowMs() > found.expiresAtMs) throw new SlackError('expired_url')
    if (found.usesLeft === 0) throw new SlackError('used_url')
    found.usesLeft -= 1
    return found.target
  }

  const app = new Hono<{ Bindings: HttpBindings }>()
  app.post('/:kind/:team/:secret', async c => {
    const { kind, team, secret } = c.req.param()
    const fault = faults.take('slack', 'response_url')
    if (fault?.delayMs) await workspace.clock.sleep(fault.delayMs)
    const isFailing = fault !== undefined && (fault.drop === true || fault.error !== undefined)
    let outcome = fault?.error ?? 'ok'
    const body = await readBody(c.req.raw)
    if (!isFailing || fault.afterEffect) {
      try {
        respond(workspace, use(`${kind}/${team}/${secret}`), body)
      } catch (refusal) {
        if (!(refusal instanceof SlackError)) throw refusal
        outcome = refusal.code
      }
    }
    timeline.record('slack', `response_url -> ${fault?.drop ? 'dropped' : outcome}`, redact(body))
    if (fault?.drop) return hangUp(c)
    if (outcome === 'ok') return c.json({ ok: true })
    if (outcome === 'ratelimited') return c.json({ ok: false, error: outcome }, 429, { 'retry-after': '1' })
    return c.json({ ok: false, error: outcome }, GONE.has(outcome) ? 404 : 400)
  })

  return {
    app,
    issue(target) {
      const path = `${target.kind}/${TEAM.id}/${randomBytes(18).toString('base64url')}`
      issued.set(path, { target, usesLeft: USES, expiresAtMs: workspace.clock.nowMs() + LIVES_MS })
      return `${baseUrl()}/slack/response/${path}`
    },
  }
}

const GONE = new Set(['expired_url', 'used_url', 'message_not_found', 'channel_not_found'])
