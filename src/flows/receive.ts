import type { CloudTrailCall } from '../domain/cloud-trail-call.ts'
import type { ImageEvent } from '../domain/event.ts'
import type { ImageRef } from '../domain/image.ts'
import { announce, type Outcome } from './announce/announce.ts'
import type { AnnounceNeeds } from './announce/needs.ts'
import { type RecordLastAnnouncedNeeds, recordLastAnnounced } from './announce/record-last-announced.ts'
import { type AttributeNeeds, attribute } from './attribute/attribute.ts'
import { lookNow } from './perform/look-soon.ts'
import type { SettleNeeds } from './perform/settle.ts'

/**
 * Handles a batch of EventBridge's events: 1 announce the events 2 save the newest one 3 look where an event may not
 * come 4 attribute the calls, which are not urgent. Each succeeds or fails by itself.
 *
 * @returns the outcome of each event and call, by its id
 */
export const receive = async (
  needs: AnnounceNeeds & AttributeNeeds & RecordLastAnnouncedNeeds & SettleNeeds,
  events: readonly ImageEvent[],
  calls: readonly CloudTrailCall[],
  looks: readonly ImageRef[] = [],
): Promise<ReadonlyMap<string, Outcome>> => {
  // 1 announce
  const announced = await announce(needs, events)
  // 2 save the newest
  await recordLastAnnounced(needs, events, announced)
  // 3 look
  for (const image of looks) await lookNow(needs, image)
  // 4 attribute
  const named = await attribute(needs, calls)
  return new Map([...announced, ...named])
}
