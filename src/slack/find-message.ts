import { WebAPIPlatformError, type WebClient } from '@slack/web-api'
import type { Payload, Search, SearchResult } from '../ports.ts'
import { deliveryOf } from './delivery.ts'

const PAGE = 200
/** More pages of a channel are not read for one message. */
const PAGES = 5

interface Shown {
  ts?: string
  app_id?: string
  metadata?: { event_payload?: object }
}

const toSec = (ms: number): string => (Math.max(0, ms) / 1000).toFixed(6)

/** Reads a channel's (or a thread's) messages of that time, and finds ours by the key in its metadata.
 * https://docs.slack.dev/reference/methods/conversations.history */
export const findMessage = async (
  web: WebClient,
  channelId: string,
  { key, fromMs, toMs, threadTs }: Search,
  appId?: string,
): Promise<SearchResult> => {
  let cursor: string | undefined
  for (let page = 0; page < PAGES; page++) {
    const range = {
      channel: channelId,
      oldest: toSec(fromMs),
      latest: toSec(toMs),
      inclusive: true,
      include_all_metadata: true,
      limit: PAGE,
      ...(cursor && { cursor }),
    }
    const answer =
      threadTs === undefined
        ? await web.conversations.history(range)
        : await web.conversations.replies({ ...range, ts: threadTs })
    for (const { ts, app_id, metadata } of (answer.messages ?? []) as Shown[]) {
      if (appId !== undefined && app_id !== appId) continue
      const payload = textsOf(metadata?.event_payload)
      if (ts !== undefined && payload.key === key) return { kind: 'found', channelId, ts, payload }
    }
    cursor = answer.response_metadata?.next_cursor
    if (!cursor) return { kind: 'absent' }
  }
  return { kind: 'unreadable', code: 'too_many_messages' }
}

const textsOf = (payload: object = {}): Payload =>
  Object.fromEntries(
    Object.entries(payload).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  )

/** The result of a search that ended with an error; a deleted thread has no message. */
export const findingOf = (error: unknown): SearchResult => {
  if (error instanceof WebAPIPlatformError && error.data.error === 'missing_scope')
    return { kind: 'unreadable', code: 'missing_scope' }
  const delivery = deliveryOf(error)
  switch (delivery.kind) {
    case 'busy':
      return { kind: 'busy', retryAfterSec: delivery.retryAfterSec }
    case 'unusable':
    case 'rejected':
      return { kind: 'unreadable', code: delivery.code }
    case 'gone':
    case 'delivered':
      return { kind: 'absent' }
  }
}
