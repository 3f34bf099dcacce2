import type { Digest } from '../../domain/digest.ts'
import type { ChangeGroup } from '../../domain/digest-streams.ts'
import type { Mute } from '../../domain/mute.ts'
import type { RecordedEvent } from '../../domain/recorded-event.ts'
import type { Route } from '../../domain/route.ts'

export interface PlannedEvent extends RecordedEvent {
  route: Route
  /** Something newer is known of the image: no card is opened for it. */
  superseded: boolean
  /** It mentions nobody. */
  quiet: boolean
}

/** Events for one digest. */
export interface DigestPlan extends ChangeGroup<PlannedEvent> {
  /** The channel's digests of that kind, in the order of `streamsOf`. */
  known: readonly (Digest | undefined)[]
}

export interface MutedEvent {
  one: PlannedEvent
  mute: Mute
}

/** How the events of one channel are announced. */
export interface ChannelPlan {
  channel: string
  cards: readonly PlannedEvent[]
  digests: readonly DigestPlan[]
  /** Counted in a digest of the channel already, by a batch that did not finish; by the digest's key. */
  counted: ReadonlyMap<string, readonly PlannedEvent[]>
  /** What a mute of the channel keeps out of it. */
  muted: readonly MutedEvent[]
  /** How many of the cards are exceptions from a digest: a burst has room for a few. */
  alone: number
  /** How many digests of the channel are open, new ones included: they take turns. */
  pace: number
}

export const isFailed = ({ event }: PlannedEvent): boolean => event.state === 'failed'

/** A change of a plan with more images than may have cards. The plan's card describes it, so a digest is enough. */
export const isOfLargePlan = ({ event, record }: PlannedEvent, above: number): boolean =>
  record.lastEvent?.eventId === event.id &&
  record.request?.state === 'confirmed' &&
  (record.request.plan?.images ?? 0) > above

/** A failure, or an event that mentions somebody. */
export const isUrgent = (one: PlannedEvent): boolean =>
  (isFailed(one) && !one.quiet) || one.route.mention.length > 0
