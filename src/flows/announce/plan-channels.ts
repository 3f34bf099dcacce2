import { type Digest, isOver } from '../../domain/digest.ts'
import { isCounted } from '../../domain/digest-batches.ts'
import { groupBy } from '../../domain/group-by.ts'
import type { RecordedEvent } from '../../domain/recorded-event.ts'
import type { Route } from '../../domain/route.ts'
import { cardKey, lineKey } from './deliver.ts'
import type { AnnounceNeeds } from './needs.ts'

export interface PlannedEvent extends RecordedEvent {
  route: Route
  /** Something newer is known of the image: no card is opened for it. */
  superseded: boolean
  /** Nobody is called for it. */
  quiet: boolean
}

/** How the events of one channel are announced. */
export interface Plan {
  channel: string
  cards: readonly PlannedEvent[]
  digest: readonly PlannedEvent[]
  /** Already in the channel's digest, by a batch that did not come to its end. */
  counted: readonly PlannedEvent[]
  /** Of the cards, those that a burst has room for only now and then. */
  alone: number
  known: Digest | undefined
}

const isFailed = ({ event }: PlannedEvent): boolean => event.state === 'failed'

/** Failed, or calls somebody. */
export const isUrgent = (one: PlannedEvent): boolean =>
  (isFailed(one) && !one.quiet) || one.route.mention.length > 0

/** Decides for each channel which events become cards and which one digest. Writes nothing. */
export const planChannels = async (
  needs: AnnounceNeeds,
  planned: readonly PlannedEvent[],
): Promise<Plan[]> => {
  const byChannel = groupBy(
    planned.flatMap(telling => telling.route.channels.map(channel => ({ channel, telling }))),
    ({ channel }) => channel,
  )
  if (byChannel.size === 0) return []
  const digests = await needs.ledger.readDigests([...byChannel.keys()])
  const plans: Plan[] = []
  for (const [channel, list] of byChannel)
    plans.push(
      await planChannel(
        needs,
        channel,
        list.map(({ telling }) => telling),
        digests.get(channel),
      ),
    )
  return plans
}

const planChannel = async (
  needs: AnnounceNeeds,
  channel: string,
  list: readonly PlannedEvent[],
  known: Digest | undefined,
): Promise<Plan> => {
  const { config, clock } = needs
  const { above } = config.digest
  const alreadyCounted = await readCounted(needs, channel, list, known)
  const counted = list.filter(({ event }) => alreadyCounted.has(event.id))
  const rest = list.filter(({ event }) => !alreadyCounted.has(event.id))
  const goesOn = known !== undefined && !isOver(known, clock.nowMs())
  if (rest.length <= above && !goesOn) return { channel, cards: rest, digest: [], counted, alone: 0, known }

  // An event that has, or may have, a card or a line already keeps it.
  const begun = await readBegun(needs, channel, rest)
  const open = rest.filter(({ event, ended }) => !begun.has(event.id) && ended === undefined)
  const room = Math.max(0, above - (goesOn ? known.cards : 0))
  const alone = takeAlone(open, room, goesOn ? known.called : [])
  const own = new Set(alone)
  const digest = open.filter(one => !own.has(one))
  const inDigest = new Set(digest)
  return {
    channel,
    cards: rest.filter(one => !inDigest.has(one)),
    digest,
    counted,
    alone: alone.length,
    known,
  }
}

/**
 * Of many events, those that keep cards of their own: failures first, then what a rule keeps apart; then what calls somebody
 * whom the digest has not called yet, where that is not a burst itself: the digest calls them once.
 */
const takeAlone = (
  open: readonly PlannedEvent[],
  room: number,
  called: readonly string[],
): PlannedEvent[] => {
  const news = open.filter(({ superseded }) => !superseded)
  const alone = news
    .filter(({ route }) => route.alone)
    .sort((a, b) => Number(isFailed(b)) - Number(isFailed(a)))
  const calling = news.filter(({ route }) => !route.alone && route.mention.some(who => !called.includes(who)))
  return alone.length + calling.length <= room ? [...alone, ...calling] : alone.slice(0, room)
}

/** The events that a batch had counted before it came to its end. */
const readCounted = async (
  { ledger }: AnnounceNeeds,
  channel: string,
  list: readonly PlannedEvent[],
  digest: Digest | undefined,
): Promise<ReadonlySet<string>> => {
  const counted = new Set<string>()
  const earlier = new Set(list.flatMap(({ earlierBatchIds }) => earlierBatchIds))
  const isOnPage =
    digest?.pages && [...earlier].some(batchId => !isCounted(digest, batchId))
      ? await ledger.readDigestBatches(
          channel,
          digest.pages.map(({ name }) => name),
        )
      : []
  const all = { batches: [...isOnPage, ...(digest?.batches ?? [])] }
  const batchIds = [...earlier].filter(batchId => isCounted(all, batchId))
  for (const batchId of batchIds)
    for (const { eventId } of await ledger.readDigestLines(channel, batchId)) counted.add(eventId)
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
  const keysOf = ({ event, record }: PlannedEvent) => [lineKey(event, channel), cardKey(record, channel)]
  const posts = await ledger.readPosts(before.flatMap(keysOf))
  return new Set(before.filter(one => keysOf(one).some(key => posts.has(key))).map(({ event }) => event.id))
}
