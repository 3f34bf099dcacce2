import type { AccountRegion } from '../../domain/alias.ts'
import { type FamilyMember, memberOf } from '../../domain/builds.ts'
import { placeKey, placeName, placesIn } from '../../domain/fleet.ts'
import { imageInRegion } from '../../domain/fleet-status.ts'
import type { FleetUse } from '../../domain/fleet-use.ts'
import { chunksOf } from '../../domain/group-by.ts'
import { type ImageRef, imageKey } from '../../domain/image.ts'
import { memberIn } from '../../domain/read-member.ts'
import { type FleetPart, READ_DIRECTLY, type Reading } from '../../domain/reading.ts'
import type { Revoked } from '../../domain/revocation.ts'
import { createShared } from '../../domain/shared-texts.ts'
import { inParallel } from '../../in-parallel.ts'
import { askForReading, type BeingRead, type Source, type Waiting } from '../readings/ask-for-reading.ts'
import type { ReadingNeeds } from '../readings/needs.ts'
import { type RevokedNeeds, readRevoked } from '../steps/read-revoked.ts'
import { type FleetPlaceNeeds, readFleetPlace } from './read-fleet-place.ts'

export type ReadFleetNeeds = FleetPlaceNeeds &
  ReadingNeeds & { ledger: ReadingNeeds['ledger'] & RevokedNeeds['ledger'] }

/** What runs in all configured accounts and regions, and the images of the families. */
export interface ReadFleet {
  uses: readonly FleetUse[]
  images: readonly FamilyMember[]
  /** The marks of the images that are revoked, by `imageKey`. */
  revoked: ReadonlyMap<string, Revoked>
  /** Accounts and regions that could not be read. Their instances are missing, and never counted as none. */
  unread: readonly UnreadPlace[]
}

interface UnreadPlace {
  what: 'instances' | 'images'
  /** The account's alias or id, and the region. */
  where: string
  /** The error's name. */
  why: string
}

/** No further page is begun after this time: a person waits, and the function has a minute. */
const READ_FOR_MS = 20_000
const RECORDS_AT_ONCE = 100
/** Images that are gone are remembered up to this number. */
const MOST_GONE = 1_000

/** Decides how the fleet is read for the answer to a message. */
export const askForFleet = (needs: ReadFleetNeeds, message: Waiting): Promise<Source | BeingRead> =>
  askForReading(needs, { kind: 'fleet' }, placesIn(needs.config), message)

/** Instances and images of every place. */
export const readFleet = async (needs: ReadFleetNeeds, source: Source): Promise<ReadFleet> => {
  const places = placesIn(needs.config)
  const sum = createSum(needs, places)
  if (source.kind === 'few') await readDirectly(needs, places, sum.add)
  else await readParts(needs, source.reading, sum.add)
  const { uses, images: listed, unread } = sum.end()
  const images = [...listed, ...(await rememberGone(needs, uses, listed))]
  const revoked = await readRevoked(needs)
  if (revoked.size > 0) for (const image of images) if (revoked.has(imageKey(image))) image.isRevoked = true
  return { uses, images, revoked, unread }
}

type Add = (place: AccountRegion, part: FleetPart) => void

/** Reads all places at the same time, both lists of each, so that a place that does not answer delays no other. */
const readDirectly = async (
  needs: ReadFleetNeeds,
  places: readonly AccountRegion[],
  add: Add,
): Promise<void> => {
  const untilMs = needs.clock.nowMs() + READ_FOR_MS
  await inParallel(places, READ_DIRECTLY, async place =>
    add(place, await readFleetPlace(needs, place, untilMs)),
  )
}

const readParts = ({ ledger }: ReadFleetNeeds, reading: Reading, add: Add): Promise<void> =>
  ledger.readReadParts(reading, part => {
    if (part.kind === 'fleet') add(part, part)
  })

/** Puts the places together. Equal texts are kept once: a thousand places have the same families, names and sources. */
const createSum = ({ config }: ReadFleetNeeds, places: readonly AccountRegion[]) => {
  const uses: FleetUse[] = []
  const images: FamilyMember[] = []
  const unread: UnreadPlace[] = []
  const missing = new Map(places.map(place => [placeKey(place), place]))
  const shared = createShared()
  const note = (place: AccountRegion, what: UnreadPlace['what'], why: string): void =>
    void unread.push({ what, where: placeName(config, place), why })
  return {
    add: ({ account, region }: AccountRegion, part: FleetPart): void => {
      const place = missing.get(placeKey({ account, region }))
      // Not configured any more.
      if (!place) return
      missing.delete(placeKey(place))
      for (const use of part.uses) uses.push({ ...use, ...place })
      for (const image of part.images) images.push(memberIn(place, image, shared))
      for (const { what, why } of part.unread) note(place, what, why)
    },
    end: () => {
      for (const place of missing.values()) {
        note(place, 'instances', 'TimeoutError')
        note(place, 'images', 'TimeoutError')
      }
      return { uses, images, unread }
    },
  }
}

/** What the ledger knows of images that are gone from EC2: their tags may name their family. */
const rememberGone = async (
  { ledger, config, log }: ReadFleetNeeds,
  uses: readonly FleetUse[],
  images: readonly FamilyMember[],
): Promise<FamilyMember[]> => {
  const wanted = new Map<string, ImageRef>()
  for (const use of uses) {
    const { region, image } = use
    const isOurs = config.accounts.some(({ id }) => id === image.ownerId)
    if (image.state !== 'deregistered' || !image.ownerId || !isOurs) continue
    wanted.set(imageInRegion(use), { account: image.ownerId, region, imageId: image.imageId })
  }
  for (const { region, imageId } of images) wanted.delete(`${region}/${imageId}`)
  const refs = [...wanted.values()].slice(0, MOST_GONE)
  const members: FamilyMember[] = []
  try {
    for (const some of chunksOf(refs, RECORDS_AT_ONCE))
      for (const record of (await ledger.readImages(some)).values()) {
        const member = record.facts && memberOf(record, { ...record.facts, state: 'deregistered' }, config)
        if (member) members.push(member)
      }
  } catch (error) {
    log.warn('The ledger could not be asked for images that are gone.', { why: String(error) })
  }
  return members
}
