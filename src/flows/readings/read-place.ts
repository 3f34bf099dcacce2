import type { AccountRegion } from '../../domain/alias.ts'
import { placeKey, placesIn } from '../../domain/fleet.ts'
import { knownSilenceOf } from '../../domain/place.ts'
import type { FleetPart, FoundPart, ListedPart, ReadPart, ReadPlace } from '../../domain/reading.ts'
import type { FindInPlaceNeeds } from '../answer/find-in-place.ts'
import { readFoundPlace } from '../answer/read-found-place.ts'
import { type FleetPlaceNeeds, readFleetPlace } from '../fleet/read-fleet-place.ts'
import { type ListedPlaceNeeds, readListedPlace } from '../lists/read-listed-place.ts'
import { endReading } from './end-reading.ts'
import type { ReadingNeeds } from './needs.ts'

export type ReadPlaceNeeds = ReadingNeeds &
  FleetPlaceNeeds &
  FindInPlaceNeeds &
  ListedPlaceNeeds & {
    ledger: ReadingNeeds['ledger'] & ListedPlaceNeeds['ledger'] & FindInPlaceNeeds['ledger']
  }

/**
 * Reads one account and region of a reading: 1 read it, unless its account is known not to answer 2 save that 3 end the reading, if it was the last one. If the message is delivered
 * again, the place is read again and counts once. A place of a reading that has ended, or that the config does not name, is not read.
 *
 * @throws where the ledger or a queue does not answer: the queue delivers the message again
 */
export const readPlace = async (needs: ReadPlaceNeeds, message: ReadPlace): Promise<void> => {
  const { ledger, clock } = needs
  const { reading, at, of, untilMs } = message
  if (clock.nowMs() >= untilMs) return
  // 1 read it
  const part = await readPart(needs, message)
  // 2 save that
  await ledger.saveReadPart(reading, at, part, clock.nowMs())
  // 3 end the reading
  if (await ledger.savePlaceRead(reading, at, of, clock.nowMs())) await endReading(needs, reading)
}

/** This function's config does not have the role of an account that has just joined. The account is not read with another role. */
const NOT_CONFIGURED = 'NotConfigured'

const unreadOf = ({ what: { kind } }: ReadPlace): FleetPart | ListedPart | FoundPart => {
  switch (kind) {
    case 'fleet':
      return {
        kind,
        uses: [],
        images: [],
        unread: [
          { what: 'instances', why: NOT_CONFIGURED },
          { what: 'images', why: NOT_CONFIGURED },
        ],
      }
    case 'listed':
      return { kind, images: [], undecided: 0 }
    case 'found':
      return { kind, images: [], why: NOT_CONFIGURED }
  }
}

/** Each call to an account that is known not to answer ends at once, by the error of its scans: a person waits for its timeouts otherwise. */
const withoutSilent = async (needs: ReadPlaceNeeds, place: AccountRegion): Promise<ReadPlaceNeeds> => {
  const { ledger, clock, images, instances } = needs
  const silence = knownSilenceOf(await ledger.readPlaces(place.account), place, clock.nowMs())
  if (!silence) return needs
  const refuse = async (): Promise<never> => {
    throw Object.assign(new Error('The account has not answered its last scans.'), { name: silence.name })
  }
  return {
    ...needs,
    instances: { ...instances, list: refuse },
    images: { ...images, describe: refuse, search: refuse, recycleBin: refuse, listPage: refuse },
  }
}

const readPart = async (needs: ReadPlaceNeeds, message: ReadPlace): Promise<ReadPart> => {
  const { account, region, what, untilMs } = message
  const place = { account, region }
  if (!placesIn(needs.config).some(named => placeKey(named) === placeKey(place)))
    return { ...place, ...unreadOf(message) }
  const asking = await withoutSilent(needs, place)
  switch (what.kind) {
    case 'fleet':
      return { ...place, ...(await readFleetPlace(asking, place, untilMs)) }
    case 'listed':
      return { ...place, ...(await readListedPlace(asking, place, what)) }
    case 'found':
      return { ...place, ...(await readFoundPlace(asking, place, what)) }
  }
}
