import * as v from 'valibot'
import type { Ask, AskOf } from '../domain/ask.ts'
import type { Log } from '../ports.ts'
import { id, keyOf, parseJson } from './payload.ts'

/** The envelope of the Events API. https://docs.slack.dev/apis/events-api#callback-field */
const CALLBACK = v.object({
  type: v.literal('event_callback'),
  team_id: v.optional(v.nullable(id)),
  enterprise_id: v.optional(v.nullable(id)),
  api_app_id: id,
  /** The same for each delivery of an event. */
  event_id: v.pipe(v.string(), v.minLength(1)),
  event: v.variant('type', [
    v.object({ type: v.literal('app_home_opened'), user: id, channel: id, tab: v.string() }),
    v.object({ type: v.literal('member_joined_channel'), user: id, channel: id }),
  ]),
})

type EventAsk = AskOf<'home'> | AskOf<'joined'>

/**
 * Reads an event that the app subscribes to.
 *
 * @returns undefined for all other events, and for tabs of the app that amiops does not draw
 */
export const parseEventCallback = (body: unknown, nowMs: number): EventAsk | undefined => {
  const parsed = v.safeParse(CALLBACK, body)
  if (!parsed.success) return undefined
  const { team_id, enterprise_id, api_app_id, event_id, event } = parsed.output
  const isHome = event.type === 'app_home_opened'
  if (isHome && event.tab !== 'home') return undefined
  return {
    kind: isHome ? 'home' : 'joined',
    key: keyOf(event_id),
    // The envelope names the workspace of the app, not the person's own.
    person: { userId: event.user, workspaceId: '' },
    place: { channelId: event.channel, isPrivate: isHome },
    workspaceId: team_id ?? enterprise_id ?? '',
    ...(enterprise_id && { organizationId: enterprise_id }),
    appId: api_app_id,
    askedAtMs: nowMs,
  }
}

interface Needs {
  enqueue: (ask: Ask) => Promise<void>
  nowMs: () => number
  log: Log
}

interface HttpAnswer {
  statusCode: number
  body: string
}

/**
 * Takes Slack's events, without Bolt: Bolt acknowledges an event before its listener runs, so that one which could not be queued would be
 * lost. Anything but 2xx makes Slack deliver it again: at once, after a minute and after five.
 * https://docs.slack.dev/apis/events-api#retries
 *
 * @returns undefined for a request that is no event
 */
export const createEventTaker =
  ({ enqueue, nowMs, log }: Needs) =>
  async (body: string, contentType: string): Promise<HttpAnswer | undefined> => {
    const json = contentType === 'application/json' ? parseJson(body) : undefined
    const isEvent =
      typeof json === 'object' && json !== null && 'type' in json && json.type === 'event_callback'
    if (!isEvent) return undefined
    const ask = parseEventCallback(json, nowMs())
    if (!ask) return { statusCode: 200, body: '' }
    try {
      await enqueue(ask)
      return { statusCode: 200, body: '' }
    } catch (error) {
      log.error('An event from Slack could not be queued; Slack delivers it again.', {
        request: ask.key,
        why: error instanceof Error ? error.message : 'unknown',
      })
      return { statusCode: 503, body: '' }
    }
  }
