import { withActors } from '../../domain/add-to-digest.ts'
import { type Actor, actorOf } from '../../domain/cloud-trail-call.ts'
import { digestKey, isShown } from '../../domain/digest.ts'
import { streamsOf } from '../../domain/digest-streams.ts'
import { groupBy } from '../../domain/group-by.ts'
import type { ImageRecord, LastEvent } from '../../domain/record.ts'
import { decideRoute } from '../../domain/route.ts'
import { readLines } from './list-digest.ts'
import { type ShowDigestNeeds, saveDigestState, showDigest } from './show-digest.ts'

interface NamedActor {
  /** Of a digest. */
  key: string
  lastEvent: LastEvent
  actor: Actor
}

/**
 * Names the actors of the changes in digests, from CloudTrail calls that arrived after them. A digest is edited only where it names
 * somebody new; where Slack has no room for that, the schedule does it.
 *
 * @param records whose lastEvent state has just been given its principal
 */
export const nameInDigests = async (
  needs: ShowDigestNeeds,
  records: readonly ImageRecord[],
): Promise<void> => {
  const { ledger, clock } = needs
  const byKey = groupBy(
    records.flatMap(record => namedIn(needs, record)),
    ({ key }) => key,
  )
  if (byKey.size === 0) return
  const digests = await ledger.readDigests([...byKey.keys()])
  for (const [key, list] of byKey) {
    const digest = digests.get(key)
    if (!digest) continue
    const unnamed = list.filter(
      ({ actor, lastEvent }) =>
        lastEvent.atMs >= digest.sinceMs &&
        lastEvent.atMs <= digest.untilMs &&
        withActors(digest, [actor]) !== digest,
    )
    if (unnamed.length === 0) continue
    const events = new Set((await readLines(needs, digest)).map(({ eventId }) => eventId))
    const actors = unnamed.filter(({ lastEvent }) => events.has(lastEvent.eventId)).map(({ actor }) => actor)
    const named = await saveDigestState(needs, digest, now => withActors(now, actors))
    if (!named.shown || isShown(named)) continue
    const { retryAfterSec } = await showDigest(needs, named)
    if (retryAfterSec !== undefined)
      await saveDigestState(needs, named, now => ({
        ...now,
        reminder: now.reminder ?? { eventId: '', atMs: clock.nowMs(), times: 0 },
      }))
  }
}

/** The digests that may hold the image's last event. */
const namedIn = ({ config }: ShowDigestNeeds, record: ImageRecord): NamedActor[] => {
  const { lastEvent, account, region, imageId } = record
  if (!lastEvent?.principal) return []
  const actor = actorOf(lastEvent.principal)
  const event = {
    account,
    region,
    imageId,
    id: lastEvent.eventId,
    state: lastEvent.state,
    atMs: lastEvent.atMs,
  }
  const { channels } = decideRoute(config, event, record.facts)
  return channels.flatMap(channel =>
    streamsOf(lastEvent.state).map(stream => ({ key: digestKey({ channel, stream }), lastEvent, actor })),
  )
}
