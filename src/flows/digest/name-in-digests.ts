import { type Actor, actorOf } from '../../domain/cloud-trail-call.ts'
import { isShown, withActors } from '../../domain/digest.ts'
import { groupBy } from '../../domain/group-by.ts'
import type { ImageRecord, Told } from '../../domain/record.ts'
import { decideRoute } from '../../domain/route.ts'
import { readLines } from './list-digest.ts'
import { noteDigest, type ShowDigestNeeds, showDigest } from './show-digest.ts'

interface Named {
  channel: string
  told: Told
  hand: Actor
}

/**
 * Names who made the changes that digests tell of, by calls that came after them. A digest is edited only where it names
 * somebody new; where Slack has no room for that, the schedule does it.
 *
 * @param records whose told state has just been given its principal
 */
export const nameInDigests = async (
  needs: ShowDigestNeeds,
  records: readonly ImageRecord[],
): Promise<void> => {
  const { ledger, clock } = needs
  const byChannel = groupBy(
    records.flatMap(record => namedIn(needs, record)),
    ({ channel }) => channel,
  )
  if (byChannel.size === 0) return
  const digests = await ledger.readDigests([...byChannel.keys()])
  for (const [channel, list] of byChannel) {
    const digest = digests.get(channel)
    if (!digest) continue
    const news = list.filter(
      ({ hand, told }) => told.atMs >= digest.sinceMs && withActors(digest, [hand]) !== digest,
    )
    if (news.length === 0) continue
    const events = new Set((await readLines(needs, digest)).map(({ eventId }) => eventId))
    const hands = news.filter(({ told }) => events.has(told.eventId)).map(({ hand }) => hand)
    const named = await noteDigest(needs, digest, now => withActors(now, hands))
    if (!named.shown || isShown(named)) continue
    const { retryAfterSec } = await showDigest(needs, named)
    if (retryAfterSec !== undefined)
      await noteDigest(needs, named, now => ({
        ...now,
        reminder: now.reminder ?? { eventId: '', atMs: clock.nowMs(), times: 0 },
      }))
  }
}

const namedIn = ({ config }: ShowDigestNeeds, record: ImageRecord): Named[] => {
  const { told, account, region, imageId } = record
  if (!told?.principal) return []
  const hand = actorOf(told.principal)
  const event = { account, region, imageId, id: told.eventId, state: told.state, atMs: told.atMs }
  return decideRoute(config, event, record.facts).channels.map(channel => ({ channel, told, hand }))
}
