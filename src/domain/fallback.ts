import type { ImageEvent } from './event.ts'
import type { Route } from './route.ts'

/** How long Slack may take to accept an event before it is sent by e-mail. */
export const FALLBACK_AFTER_MS = 5 * 60_000

/** Whether an event may be sent by e-mail: it failed, or its rule says so. Events that a rule mutes are not sent. */
export const wantsFallback = (
  { state }: Pick<ImageEvent, 'state'>,
  { channels, sns }: Pick<Route, 'channels' | 'sns'>,
): boolean => channels.length > 0 && (state === 'failed' || sns === true)

/**
 * Decides whether an event that Slack has not accepted is sent by e-mail now.
 *
 * @param ageMs since amiops received it first: an event that AWS delivers late gets its five minutes, too
 */
export const isFallbackDue = (
  event: Pick<ImageEvent, 'state'>,
  ageMs: number,
  route: Pick<Route, 'channels' | 'sns'>,
): boolean => wantsFallback(event, route) && ageMs >= FALLBACK_AFTER_MS
