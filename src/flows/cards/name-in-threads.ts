import { renderThreadLine } from '../../../blocks/thread-line.ts'
import { withPrincipal } from '../../domain/cloud-trail-call.ts'
import type { Config } from '../../domain/config.ts'
import type { ImageEvent } from '../../domain/event.ts'
import { placeName } from '../../domain/fleet.ts'
import type { EventEntry } from '../../domain/history.ts'
import type { CardMention, ImageRecord, LastEvent } from '../../domain/record.ts'
import { hasCard } from '../../domain/record-cards.ts'
import { decideRoute } from '../../domain/route.ts'
import type { Histories, ImageRecords, Messenger, Payload } from '../../ports.ts'
import { lineKey } from '../announce/post-line.ts'
import { type PostOnceNeeds, postOnce } from '../steps/post-once.ts'
import { readStandingCards, type StandingCard } from './standing-cards.ts'

export interface NameInThreadsNeeds extends PostOnceNeeds {
  ledger: PostOnceNeeds['ledger'] & ImageRecords & Pick<Histories, 'readHistory'>
  messenger: PostOnceNeeds['messenger'] & Pick<Messenger, 'update'>
  config: Config
}

/** The newest entries of the history that are searched for the events of an image's calls. */
const LOOK_BACK = 20

/**
 * Names the actor of a change outside Slack in the lines of the threads, if CloudTrail named them after the lines were posted. Each line
 * is edited once.
 *
 * @returns the seconds after which Slack has room, if it has none now
 * @throws {RetryLater} while another function is posting a line
 */
export const nameInThreads = async (
  needs: NameInThreadsNeeds,
  record: ImageRecord,
): Promise<number | undefined> => {
  const { ledger } = needs
  const { calls = [] } = record
  if (calls.length === 0 || !hasCard(record)) return undefined
  const cards = await readStandingCards(ledger, record)
  const entries = await ledger.readHistory(record, LOOK_BACK)
  const lines = entries
    .flatMap(entry => (entry.kind === 'event' ? namedEvent(record, entry) : []))
    .flatMap(own => cards.map(card => ({ own, card, key: lineKey({ id: own.eventId }, card.channel) })))
  const standing = await ledger.readPosts(lines.map(({ key }) => key))
  for (const line of lines) {
    if (!standing.has(line.key)) continue
    const retryAfterSec = await nameInLine(needs, record, line)
    if (retryAfterSec !== undefined) return retryAfterSec
  }
  return undefined
}

/** An event with the caller that CloudTrail names; undefined if its line does not say that the change came from outside. */
const namedEvent = ({ lastEvent, calls = [] }: ImageRecord, entry: EventEntry): LastEvent[] => {
  const { id, state, atMs, cause, seenLate } = entry
  if (entry.by || entry.outOfOrder || state === 'failed') return []
  const known =
    lastEvent?.eventId === id
      ? lastEvent
      : { eventId: id, state, atMs, ...(cause && { cause }), ...(seenLate && { seenLate }) }
  const named = withPrincipal(known, calls)
  return named.principal ? [named] : []
}

interface Line {
  own: LastEvent
  card: StandingCard
  key: string
}

const nameInLine = async (
  needs: NameInThreadsNeeds,
  record: ImageRecord,
  { own, card: { channelId, ts, owner }, key }: Line,
): Promise<number | undefined> => {
  const { ledger, messenger, config, log } = needs
  const { account, region, imageId } = record
  const { eventId: id, state, atMs, seenLate, replayName } = own
  const event: ImageEvent = {
    ...{ account, region, imageId, id, state, atMs },
    ...(seenLate && { seenLate }),
    ...(replayName && { replayName }),
  }
  const draw = (mention?: CardMention) =>
    renderThreadLine({ ...record, lastEvent: own }, event, false, mention, owner && placeName(config, record))
  const posted = await postOnce(needs, {
    key,
    channel: channelId,
    message: draw(),
    thread: { ts, broadcast: false },
  })
  if (posted.kind === 'busy') return posted.retryAfterSec
  // Without a payload it is posted just now, with the name.
  if (posted.kind !== 'delivered' || !posted.payload || posted.payload.named) return undefined
  const { rule = '' } = decideRoute(config, event, record.facts)
  const delivery = await messenger.update(posted.channelId, posted.ts, draw(mentionIn(posted.payload, rule)))
  if (delivery.kind === 'busy') return delivery.retryAfterSec
  if (delivery.kind !== 'delivered')
    log.info('The line of a change outside Slack does not name who made it.', { key, ...delivery })
  const { channelId: postedIn, ts: postedAt, payload } = posted
  await ledger.settlePost(key, { channelId: postedIn, ts: postedAt, payload: { ...payload, named: 'yes' } })
  return undefined
}

/** The mention stays in the line, and an edit notifies nobody. */
const mentionIn = ({ called }: Payload, rule: string): CardMention | undefined =>
  called ? { who: called.split(' '), rule } : undefined
