import type { AliasNews } from '../domain/alias-news.ts'
import type { CloudTrailCall } from '../domain/cloud-trail-call.ts'
import type { ImageEvent } from '../domain/event.ts'
import { placeKey } from '../domain/fleet.ts'
import { groupBy } from '../domain/group-by.ts'
import type { ImageRef } from '../domain/image.ts'
import type { ScanNews } from '../domain/scan-news.ts'
import { inParallel } from '../in-parallel.ts'
import { type AliasNewsNeeds, receiveAliasNews } from './aliases/receive-alias-news.ts'
import type { Outcome } from './announce/announce.ts'
import { announceFairly } from './announce/announce-fairly.ts'
import type { AnnounceNeeds } from './announce/needs.ts'
import { type RecordLastAnnouncedNeeds, recordLastAnnounced } from './announce/record-last-announced.ts'
import { type AttributeNeeds, attribute } from './attribute/attribute.ts'
import { holdUnknown } from './discover/hold-unknown.ts'
import type { FindingsNeeds } from './findings/needs.ts'
import { receiveScanNews } from './findings/receive-scan-news.ts'
import { homesChanged } from './home/homes-changed.ts'
import type { SettleNeeds } from './perform/end-by-look.ts'
import { lookNow } from './perform/look-soon.ts'
import { aliasesUntilSilent, imagesUntilSilent } from './steps/until-silent.ts'

type ReceiveNeeds = AnnounceNeeds &
  AttributeNeeds &
  RecordLastAnnouncedNeeds &
  SettleNeeds &
  AliasNewsNeeds &
  FindingsNeeds &
  Parameters<typeof homesChanged>[0]

const PLACES_AT_ONCE = 12

/**
 * Handles a batch of EventBridge's events. Each succeeds or fails by itself, and an account that does not answer is waited for once.
 *
 * @returns the outcome of each event, call and news, by its id
 */
export const receive = async (
  given: ReceiveNeeds,
  events: readonly ImageEvent[],
  calls: readonly CloudTrailCall[],
  looks: readonly ImageRef[] = [],
  aliasNews: readonly AliasNews[] = [],
  scanNews: readonly ScanNews[] = [],
): Promise<ReadonlyMap<string, Outcome>> => {
  const needs = {
    ...given,
    images: imagesUntilSilent(given.images),
    aliases: aliasesUntilSilent(given.aliases),
  }
  // 1 Hold back what comes from accounts that are not known.
  const held = await holdUnknown(needs, [...events, ...calls, ...aliasNews, ...scanNews])
  const isKnown = ({ id }: { id: string }): boolean => !held.has(id)
  // 2 Announce the events; those of a burst come last.
  const announced = await announceFairly(needs, events.filter(isKnown))
  // 3 Save the newest event.
  await recordLastAnnounced(needs, events, announced)
  // 4 Look at images for which an event may not come.
  await inParallel([...groupBy(looks, placeKey).values()], PLACES_AT_ONCE, async inPlace => {
    for (const image of inPlace) await lookNow(needs, image)
  })
  // 5 What parameters of aliases were set to.
  const aliases = await receiveAliasNews(needs, aliasNews.filter(isKnown))
  // 6 What Amazon Inspector found.
  const scans = await receiveScanNews(needs, scanNews.filter(isKnown))
  // 7 Attribute the calls, which are not urgent.
  const named = await attribute(needs, calls.filter(isKnown))
  // 8 Draw the Home tabs again.
  if (events.length + calls.length + looks.length > 0) await homesChanged(needs)
  return new Map([...held, ...announced, ...aliases, ...scans, ...named])
}
