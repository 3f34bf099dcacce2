import type { AccountRegion } from '../../domain/alias.ts'
import { type Fleet, type ScannedImage, settledMark } from '../../domain/fleet.ts'
import { isSameListed, type ListedFacts, listedFactsOf } from '../../domain/listed-facts.ts'
import { tagsToKeep } from '../../domain/listing.ts'
import { noteDates } from '../retire/note-dates.ts'
import { announcePublic } from './announce-public.ts'
import { compareImages, type Sighting } from './compare-images.ts'
import type { PlaceNeeds } from './needs.ts'

interface RegionScan {
  /** The first scan of this region: its images are recorded, not announced. */
  isFirst: boolean
  /** What the last scan found. */
  known: Fleet | undefined
  /** EC2's token, where an earlier run stopped in the middle. */
  from: string | undefined
  /** Reads which images changed since the last scan. */
  readRecentlyChanged: () => Promise<ReadonlySet<string>>
  stopAtMs: number
}

/** As many ids as one DescribeImages takes. */
const IDS_AT_ONCE = 1000

/**
 * Scans the images of one account and region, page by page, then looks for those that are gone. The differences of a page are
 * announced together.
 *
 * @returns how far it came: `next` where time ran out in the middle; `now`: what is known of all images
 */
export const scanRegion = async (
  needs: PlaceNeeds,
  place: AccountRegion,
  look: RegionScan,
): Promise<{ images: number; seenLate: number; now: Fleet; next?: string }> => {
  const { images, ledger, clock } = needs
  const { account, region } = place
  const before: Fleet = look.known ?? new Map()
  const now = new Map(before)
  const tagsFirst = tagsToKeep(needs.config)
  const listed = new Set<string>()
  let seenLate = 0
  let from = look.from
  let recentlyChanged: ReadonlySet<string> | undefined
  try {
    do {
      const page = await images.listPage(account, region, from)
      recentlyChanged ??= await look.readRecentlyChanged()
      const changed = recentlyChanged
      for (const { image } of page.images) listed.add(image.imageId)
      const different = page.images.filter(
        ({ image, facts }) =>
          before.get(image.imageId)?.mark !== settledMark(facts.state) || changed.has(image.imageId),
      )
      seenLate += await compareImages(needs, look.isFirst, before, now, different)
      for (const { image, facts } of page.images)
        keepFacts(now, image.imageId, listedFactsOf(facts, tagsFirst))
      await noteDates(needs, look.isFirst, before, now, page.images)
      await announcePublic(needs, look.isFirst, now, page.images, look.stopAtMs)
      from = page.next
    } while (from !== undefined && clock.nowMs() < look.stopAtMs)
    if (from === undefined) {
      const expected = new Set([...before.keys(), ...recentlyChanged])
      const missing = [...expected].filter(id => !listed.has(id))
      seenLate += await lookForMissing(needs, place, look, before, now, missing)
    }
  } finally {
    await ledger.saveFleet(place, look.known, now)
  }
  return { images: listed.size, seenLate, now, ...(from !== undefined && { next: from }) }
}

/**
 * An unchanged image stays the same object, which tells `saveFleet` that there is nothing to write. An image that could not be compared
 * is not kept, so that the next run compares it.
 */
const keepFacts = (now: Map<string, ScannedImage>, imageId: string, facts: ListedFacts): void => {
  const seen = now.get(imageId)
  if (seen && !(seen.facts && isSameListed(seen.facts, facts))) now.set(imageId, { ...seen, facts })
}

/**
 * An image that is not on the list may be gone, or it was listed before an earlier run stopped. EC2 is asked by id: that answer is more
 * up to date than its lists.
 */
const lookForMissing = async (
  needs: PlaceNeeds,
  { account, region }: AccountRegion,
  look: RegionScan,
  before: Fleet,
  now: Map<string, ScannedImage>,
  missing: readonly string[],
): Promise<number> => {
  let seenLate = 0
  for (let at = 0; at < missing.length; at += IDS_AT_ONCE) {
    if (at > 0 && needs.clock.nowMs() >= look.stopAtMs)
      throw new Error('The time of the run was over; the next run looks for what is missing.')
    const ids = missing.slice(at, at + IDS_AT_ONCE)
    const live = await needs.images.describe(account, region, ids)
    const sightings = ids.map((imageId): Sighting => {
      const facts = live.get(imageId)
      return { image: { account, region, imageId }, ...(facts && { facts }) }
    })
    seenLate += await compareImages(needs, look.isFirst, before, now, sightings)
  }
  return seenLate
}
