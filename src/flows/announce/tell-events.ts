import { mentionWords } from '../../../blocks/mention.ts'
import { type Digest, isOver } from '../../domain/digest.ts'
import { lineOf } from '../../domain/digest-line.ts'
import { isCounted } from '../../domain/digest-runs.ts'
import { groupBy } from '../../domain/group-by.ts'
import { imageKey } from '../../domain/image.ts'
import { Later } from '../../domain/later.ts'
import { type ImageRecord, needsBin } from '../../domain/record.ts'
import { decideRoute, type Route } from '../../domain/route.ts'
import { inParallel } from '../../in-parallel.ts'
import { showRecord } from '../cards/show.ts'
import { type ComeAgain, tellDigest, tendDigest } from '../digest/tell-digest.ts'
import { circuitsOf } from '../steps/circuit.ts'
import { noteBin } from '../steps/note-bin.ts'
import { createTurns } from '../steps/turns.ts'
import { afterEvent } from './after-event.ts'
import type { AnnounceNeeds } from './needs.ts'
import type { Known } from './record-events.ts'
import { cardKey, lineKey, tell } from './tell.ts'

/** How many images get their cards at the same time. */
const CARDS_AT_ONCE = 4
/** What was not told by then comes again: a function that outlives its time settles nothing. */
const TELL_FOR_MS = 25_000
const COMES_AGAIN_SEC = 2

interface Telling extends Known {
  route: Route
  /** Something newer is known of the image: no card is opened for it. */
  superseded: boolean
  /** Nobody is called for it. */
  quiet: boolean
}

/** How the events of one channel are told. */
interface Plan {
  channel: string
  cards: readonly Telling[]
  digest: readonly Telling[]
  /** Already in the channel's digest, by a batch that did not come to its end. */
  counted: readonly Telling[]
  /** Of the cards, those that a burst has room for only now and then. */
  alone: number
  known: Digest | undefined
}

/**
 * Tells events in their channels: a few as cards and lines in their threads, many as one digest for each channel.
 *
 * @param faults gets the events that could not be told everywhere
 * @returns the events that are to come again to see to a digest
 */
export const tellEvents = async (
  needs: AnnounceNeeds,
  run: string,
  known: readonly Known[],
  faults: Map<string, unknown>,
): Promise<ComeAgain[]> => {
  // The last one of an image has the record as it is now.
  const toldNow = new Map(known.map(({ event, record }) => [imageKey(event), record.told?.eventId]))
  const tellings = known
    .filter(({ reading }) => reading !== 'echo')
    .map((one): Telling => {
      const { event, reading, delayed } = one
      const superseded = reading === 'old' || toldNow.get(imageKey(event)) !== event.id
      // A failure stays one, whatever became of the image before it could be told.
      const isNews = !superseded || (event.state === 'failed' && (reading !== 'old' || delayed === true))
      const route = decideRoute(needs.config, event, one.record.facts)
      return { ...one, superseded, quiet: !isNews, route: isNews ? route : { ...route, mention: [] } }
    })
  const plans = await planChannels(needs, tellings)
  await tellByCards(needs, tellings, plans, faults)
  const again: ComeAgain[] = []
  for (const plan of plans) again.push(...(await tellByDigest(needs, run, plan, faults)))
  return again
}

const planChannels = async (needs: AnnounceNeeds, tellings: readonly Telling[]): Promise<Plan[]> => {
  const byChannel = groupBy(
    tellings.flatMap(telling => telling.route.channels.map(channel => ({ channel, telling }))),
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
  list: readonly Telling[],
  known: Digest | undefined,
): Promise<Plan> => {
  const { config, clock } = needs
  const { above } = config.digest
  const alreadyCounted = await readCounted(needs, channel, list, known)
  const counted = list.filter(({ event }) => alreadyCounted.has(event.id))
  const rest = list.filter(({ event }) => !alreadyCounted.has(event.id))
  const goesOn = known !== undefined && !isOver(known, clock.nowMs())
  if (rest.length <= above && !goesOn) return { channel, cards: rest, digest: [], counted, alone: 0, known }

  // Whatever stands in Slack already, or may, is told there to its end.
  const begun = await readBegun(needs, channel, rest)
  const isAnswer = ({ event, record }: Telling): boolean =>
    record.told?.eventId === event.id && record.told.by !== undefined
  const open = rest.filter(one => !begun.has(one.event.id) && !isAnswer(one))
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
const takeAlone = (open: readonly Telling[], room: number, called: readonly string[]): Telling[] => {
  const news = open.filter(({ superseded }) => !superseded)
  const alone = news
    .filter(({ route }) => route.alone)
    .sort((a, b) => Number(isFailed(b)) - Number(isFailed(a)))
  const calling = news.filter(({ route }) => !route.alone && route.mention.some(who => !called.includes(who)))
  return alone.length + calling.length <= room ? [...alone, ...calling] : alone.slice(0, room)
}

const isFailed = ({ event }: Telling): boolean => event.state === 'failed'
/** Failed, or calls somebody. */
const isUrgent = (one: Telling): boolean => (isFailed(one) && !one.quiet) || one.route.mention.length > 0

/** The events that a batch had counted before it came to its end. */
const readCounted = async (
  { ledger }: AnnounceNeeds,
  channel: string,
  list: readonly Telling[],
  digest: Digest | undefined,
): Promise<ReadonlySet<string>> => {
  const counted = new Set<string>()
  const earlier = new Set(list.flatMap(({ runs }) => runs))
  const isOnPage =
    digest?.pages && [...earlier].some(run => !isCounted(digest, run))
      ? await ledger.readDigestRuns(
          channel,
          digest.pages.map(({ name }) => name),
        )
      : []
  const all = { runs: [...isOnPage, ...(digest?.runs ?? [])] }
  const runs = [...earlier].filter(run => isCounted(all, run))
  for (const run of runs)
    for (const { eventId } of await ledger.readDigestLines(channel, run)) counted.add(eventId)
  return counted
}

/** The events of which a card or a line stands in the channel, or may stand there. */
const readBegun = async (
  { ledger }: AnnounceNeeds,
  channel: string,
  list: readonly Telling[],
): Promise<ReadonlySet<string>> => {
  const before = list.filter(({ runs }) => runs.length > 0)
  if (before.length === 0) return new Set()
  const keysOf = ({ event, record }: Telling) => [lineKey(event, channel), cardKey(record, channel)]
  const posts = await ledger.readPosts(before.flatMap(keysOf))
  return new Set(before.filter(one => keysOf(one).some(key => posts.has(key))).map(({ event }) => event.id))
}

/** The cards of an image are brought up to date, and its events told, what is urgent first; not where all of it went into a
 * digest. */
const tellByCards = async (
  needs: AnnounceNeeds,
  tellings: readonly Telling[],
  plans: readonly Plan[],
  faults: Map<string, unknown>,
): Promise<void> => {
  const { clock, log } = needs
  const untilMs = clock.nowMs() + TELL_FOR_MS
  const turns = createTurns()
  const images = { ...needs.images, recycled: circuitsOf(needs.images.recycled) }
  const channelsOf = new Map<Telling, string[]>()
  for (const { channel, cards } of plans)
    for (const one of cards) channelsOf.set(one, [...(channelsOf.get(one) ?? []), channel])
  const byImage = groupBy(
    tellings.filter(one => channelsOf.has(one) || one.route.channels.length === 0),
    ({ event }) => imageKey(event),
  )
  const urgentFirst = [...byImage.values()].sort(
    (a, b) => Number(b.some(isUrgent)) - Number(a.some(isUrgent)),
  )
  await inParallel(urgentFirst, CARDS_AT_ONCE, async list => {
    // What is superseded finds the card that the newer one opens.
    if (list.every(({ record }) => record.cards.length === 0))
      list.sort((a, b) => Number(a.superseded) - Number(b.superseded))
    let now = newestOf(list)
    for (const one of list) {
      const { event, record, reading, route, superseded, quiet } = one
      const news = { event, superseded, quiet, mention: mentionWords(route.mention) }
      const channels = channelsOf.get(one) ?? []
      try {
        if (clock.nowMs() >= untilMs)
          throw new Later(COMES_AGAIN_SEC, 'The other events of its batch took all of the time.')
        const isSeen = channels.length + record.cards.length > 0
        if (isSeen && record.told?.eventId === event.id && needsBin(now))
          now = await noteBin({ ...needs, images }, now)
        if (now.cards.length > 0) now = (await showRecord(needs, now)).record
        for (const channel of channels) now = await tell({ ...needs, turns }, now, channel, news)
        await afterEvent({ ...needs, turns }, event, record)
        log.info('An event was told.', {
          eventId: event.id,
          image: imageKey(event),
          state: event.state,
          reading,
          channels: route.channels,
        })
      } catch (error) {
        faults.set(event.id, error)
      }
    }
  })
}

/** The image's record after all of its events. */
const newestOf = ([first, ...others]: readonly Telling[]): ImageRecord => {
  if (!first) throw new Error('Expected the events of an image, got none.')
  return others.reduce(
    (newest, { record }) => (record.version > newest.version ? record : newest),
    first.record,
  )
}

const tellByDigest = async (
  needs: AnnounceNeeds,
  run: string,
  { channel, digest, counted, alone, known }: Plan,
  faults: Map<string, unknown>,
): Promise<ComeAgain[]> => {
  const again: ComeAgain[] = []
  const trying = async (
    list: readonly Telling[],
    work: () => Promise<ComeAgain | undefined>,
  ): Promise<void> => {
    if (list.length === 0) return
    try {
      const one = await work()
      if (one) again.push(one)
    } catch (error) {
      for (const { event } of list) faults.set(event.id, error)
    }
  }
  await trying(counted, () => tendDigest(needs, channel, new Set(counted.map(({ event }) => event.id))))
  await trying(digest, () => {
    const lines = digest.map(({ event, record, superseded }) => lineOf(event, record, superseded))
    const mention = [...new Set(digest.flatMap(({ route }) => route.mention))]
    return tellDigest(needs, { channel, run, lines, mention, cards: alone }, known)
  })
  return again
}
