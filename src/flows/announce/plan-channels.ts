import { type Digest, digestKey, isOver } from '../../domain/digest.ts'
import { batchOf, isCounted } from '../../domain/digest-batches.ts'
import { changedBy } from '../../domain/digest-line.ts'
import { groupChanges, pickStream, streamsOf, whoOf } from '../../domain/digest-streams.ts'
import type { EventState } from '../../domain/event.ts'
import { familyOf } from '../../domain/family.ts'
import { groupBy } from '../../domain/group-by.ts'
import { canBeMuted, type Mute, muteOf } from '../../domain/mute.ts'
import { readMutes } from '../mute/read-mutes.ts'
import { cardKeysOf } from './card-of-build.ts'
import { takeAlone, takeFew } from './cards-of-burst.ts'
import {
  type ChannelPlan,
  type DigestPlan,
  isOfLargePlan,
  type MutedEvent,
  type PlannedEvent,
} from './channel-plan.ts'
import type { AnnounceNeeds } from './needs.ts'
import { lineKey } from './post-line.ts'

/** Decides for each channel which events become cards, which go into a digest, and which a mute keeps out. Writes nothing. */
export const planChannels = async (
  needs: AnnounceNeeds,
  planned: readonly PlannedEvent[],
): Promise<ChannelPlan[]> => {
  const byChannel = groupBy(
    planned.flatMap(telling => telling.route.channels.map(channel => ({ channel, telling }))),
    ({ channel }) => channel,
  )
  if (byChannel.size === 0) return []
  const keysOf = (channel: string, list: readonly { telling: PlannedEvent }[]): string[] =>
    [...new Set(list.map(({ telling }) => telling.event.state))].flatMap(state =>
      streamsOf(state).map(stream => digestKey({ channel, stream })),
    )
  const digests = await needs.ledger.readDigests(
    [...byChannel].flatMap(([channel, list]) => keysOf(channel, list)),
  )
  const mutes = await readMutes(needs)
  const plans: ChannelPlan[] = []
  for (const [channel, list] of byChannel)
    plans.push(
      await planChannel(
        needs,
        channel,
        list.map(({ telling }) => telling),
        digests,
        mutes,
      ),
    )
  return plans
}

const planChannel = async (
  needs: AnnounceNeeds,
  channel: string,
  list: readonly PlannedEvent[],
  digests: ReadonlyMap<string, Digest>,
  mutes: readonly Mute[],
): Promise<ChannelPlan> => {
  const { config, clock } = needs
  const { above } = config.digest
  const nowMs = clock.nowMs()
  const own = [...digests.values()].filter(digest => digest.channel === channel)
  const going = own.filter(digest => !isOver(digest, nowMs))
  const countedIn = await readCounted(needs, channel, list, own)
  const counted = groupBy(
    list.filter(({ event }) => countedIn.has(event.id)),
    ({ event }) => countedIn.get(event.id) ?? '',
  )
  const uncounted = list.filter(({ event }) => !countedIn.has(event.id))
  const muted = await findMuted(needs, channel, uncounted, mutes)
  const isMuted = new Set(muted.map(({ one }) => one))
  const rest = uncounted.filter(one => !isMuted.has(one))
  const isOfPlan = (one: PlannedEvent): boolean => isOfLargePlan(one, above)
  if (rest.length <= above && going.length === 0 && !rest.some(isOfPlan))
    return { channel, cards: rest, digests: [], counted, muted, alone: 0, pace: 0 }

  // An event that has, or may have, a card or a line already keeps it.
  const begun = await readBegun(needs, channel, rest)
  const open = rest.filter(one => !begun.has(one.event.id) && (one.ended === undefined || isOfPlan(one)))
  const room = Math.max(0, above - going.reduce((sum, { cards }) => sum + cards, 0))
  const others = open.filter(one => !isOfPlan(one) || one.route.alone)
  const alone = takeAlone(others, room, going.flatMap(({ called }) => called)) // biome-ignore format: one a line
  const isAlone = new Set(alone)
  const knownOf = (state: EventState) =>
    streamsOf(state).map(stream => digests.get(digestKey({ channel, stream })))
  const groups = groupChanges(
    open.filter(one => !isAlone.has(one)),
    ({ event, record }) => ({ state: event.state, who: whoOf(changedBy(event, record)) }),
  ).map((group): DigestPlan => ({ ...group, known: knownOf(group.state) }))
  const ofPlans = groups.filter(({ items }) => items.some(isOfPlan))
  const { few, many: ofOthers } = takeFew(
    groups.filter(group => !ofPlans.includes(group)),
    room - alone.length,
    nowMs,
  )
  const many = [...ofPlans, ...ofOthers]
  const inDigests = new Set(many.flatMap(({ items }) => items))
  const begins = many.filter(({ known, who }) => !pickStream(known, who, nowMs).joins)
  return {
    channel,
    cards: rest.filter(one => !inDigests.has(one)),
    digests: many,
    counted,
    muted,
    alone: alone.length + few,
    pace: going.length + begins.length,
  }
}

/** The events that a mute keeps out of the channel. Events that have, or may have, a card or a line there already are not among them. */
const findMuted = async (
  needs: AnnounceNeeds,
  channel: string,
  list: readonly PlannedEvent[],
  mutes: readonly Mute[],
): Promise<MutedEvent[]> => {
  const { config, clock } = needs
  const found = list.flatMap((one): MutedEvent | [] => {
    const { event, record, route } = one
    const family = familyOf(record.facts ?? {}, config)
    const about = { image: event, ...(family !== undefined && { family }), atMs: event.atMs }
    const mute = canBeMuted(route) ? muteOf(mutes, channel, about, clock.nowMs()) : undefined
    return mute ? { one, mute } : []
  })
  if (found.length === 0) return []
  const begun = await readBegun(needs, channel, found.map(({ one }) => one)) // biome-ignore format: one a line
  return found.filter(({ one }) => !begun.has(one.event.id))
}

/** The events that an earlier batch had counted before it came to its end, and the keys of their digests. */
const readCounted = async (
  { ledger }: AnnounceNeeds,
  channel: string,
  list: readonly PlannedEvent[],
  digests: readonly Digest[],
): Promise<ReadonlyMap<string, string>> => {
  const counted = new Map<string, string>()
  const earlier = new Set(list.flatMap(({ earlierBatchIds }) => earlierBatchIds))
  if (earlier.size === 0) return counted
  const isOnPage = [...earlier].some(batchId => !digests.some(digest => isCounted(digest, batchId)))
  for (const digest of digests) {
    const key = digestKey(digest)
    const pages = isOnPage ? (digest.pages ?? []).map(({ name }) => name) : []
    const batches = [
      ...digest.batches,
      ...(pages.length > 0 ? await ledger.readDigestBatches(key, pages) : []),
    ]
    for (const { batchId } of batches.filter(({ batchId }) => earlier.has(batchOf(batchId))))
      for (const { eventId } of await ledger.readDigestLines(channel, batchId)) counted.set(eventId, key)
  }
  return counted
}

/** The events that have, or may have, a card or a line in the channel. */
const readBegun = async (
  { ledger }: AnnounceNeeds,
  channel: string,
  list: readonly PlannedEvent[],
): Promise<ReadonlySet<string>> => {
  const before = list.filter(({ earlierBatchIds }) => earlierBatchIds.length > 0)
  if (before.length === 0) return new Set()
  const keysOf = ({ event, record }: PlannedEvent) => [
    lineKey(event, channel),
    ...cardKeysOf(record, channel),
  ]
  const posts = await ledger.readPosts(before.flatMap(keysOf))
  return new Set(before.filter(one => keysOf(one).some(key => posts.has(key))).map(({ event }) => event.id))
}
