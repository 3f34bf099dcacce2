import { type Circuit, createCircuit } from '../../circuit.ts'
import type { AccountRegion } from '../../domain/alias.ts'
import { type FamilyMember, memberOf } from '../../domain/builds.ts'
import type { Config } from '../../domain/config.ts'
import { errorName } from '../../domain/error-name.ts'
import { placeName, placesIn } from '../../domain/fleet.ts'
import { imageInRegion } from '../../domain/fleet-status.ts'
import type { FleetUse } from '../../domain/fleet-use.ts'
import { chunksOf } from '../../domain/group-by.ts'
import type { ImageRef } from '../../domain/image.ts'
import { allOf, inParallel } from '../../in-parallel.ts'
import type { Clock, ImageRecords, Images, Instances, Log } from '../../ports.ts'

export interface ReadFleetNeeds {
  instances: Instances
  images: Pick<Images, 'listPage'>
  ledger: Pick<ImageRecords, 'readImages'>
  config: Config
  clock: Clock
  log: Log
}

/** What runs in all configured accounts and regions, and the images of the families. */
export interface ReadFleet {
  uses: readonly FleetUse[]
  images: readonly FamilyMember[]
  /** What could not be read: it is missing from the others, and never counts as none. */
  unread: readonly UnreadPlace[]
}

interface UnreadPlace {
  what: 'instances' | 'images'
  /** The account's alias or id, and the region. */
  where: string
  /** The error's name. */
  why: string
}

const PLACES_AT_ONCE = 16
/** What is not begun by then is not read: a person waits, and the function has a minute. */
const BEGIN_WITHIN_MS = 20_000
const RECORDS_AT_ONCE = 100
/** Images that are gone are remembered up to this number. */
const MOST_GONE = 1_000

class OutOfTime extends Error {
  override name = 'TimeoutError'
}

/** Reads instances and images of every place, both at the same time; an account that fails three times in a row is asked no more. */
export const readFleet = async (needs: ReadFleetNeeds): Promise<ReadFleet> => {
  const { config, clock, log, instances } = needs
  const untilMs = clock.nowMs() + BEGIN_WITHIN_MS
  const uses: FleetUse[] = []
  const images: FamilyMember[] = []
  const unread: UnreadPlace[] = []
  const circuits = new Map<string, Circuit>()
  const trying = async (
    what: UnreadPlace['what'],
    place: AccountRegion,
    read: () => Promise<void>,
  ): Promise<void> => {
    const key = `${what}/${place.account}`
    const ask = circuits.get(key) ?? createCircuit()
    circuits.set(key, ask)
    try {
      if (clock.nowMs() > untilMs) throw new OutOfTime('there was no time left')
      await ask(read)
    } catch (error) {
      log.warn('A part of the fleet could not be read.', { what, ...place, why: String(error) })
      unread.push({
        what,
        where: placeName(config, place),
        why: errorName(error),
      })
    }
  }
  await inParallel(placesIn(config), PLACES_AT_ONCE, async place => {
    await allOf([
      trying('instances', place, async () => {
        for (const use of await instances.list(place.account, place.region)) uses.push(use)
      }),
      trying('images', place, async () => {
        for (const image of await listImages(needs, place, untilMs)) images.push(image)
      }),
    ])
  })
  return { uses, images: [...images, ...(await rememberGone(needs, uses, images))], unread }
}

const listImages = async (
  { images, config, clock }: ReadFleetNeeds,
  { account, region }: AccountRegion,
  untilMs: number,
): Promise<FamilyMember[]> => {
  const members: FamilyMember[] = []
  let from: string | undefined
  do {
    const page = await images.listPage(account, region, from)
    for (const { image, facts } of page.images) {
      const member = memberOf(image, facts, config)
      if (member) members.push(member)
    }
    from = page.next
    if (from !== undefined && clock.nowMs() > untilMs) throw new OutOfTime('there was no time for all pages')
  } while (from !== undefined)
  return members
}

/** What the ledger knows of images that EC2 lists no more: tags may say their family, and EC2 tells none of these. */
const rememberGone = async (
  { ledger, config, log }: ReadFleetNeeds,
  uses: readonly FleetUse[],
  images: readonly FamilyMember[],
): Promise<FamilyMember[]> => {
  const listed = new Set(images.map(({ region, imageId }) => `${region}/${imageId}`))
  const gone = new Map<string, ImageRef>()
  for (const use of uses) {
    const { region, image } = use
    const isOurs = config.accounts.some(({ id }) => id === image.ownerId)
    if (image.state !== 'deregistered' || !image.ownerId || !isOurs || listed.has(imageInRegion(use)))
      continue
    gone.set(imageInRegion(use), { account: image.ownerId, region, imageId: image.imageId })
  }
  const refs = [...gone.values()].slice(0, MOST_GONE)
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
