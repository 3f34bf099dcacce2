import { createCircuit } from '../../circuit.ts'
import { applyLook } from '../../domain/apply-look.ts'
import type { Config } from '../../domain/config.ts'
import type { ImageEvent } from '../../domain/event.ts'
import {
  compareState,
  doubtfulMark,
  type Fleet,
  type FleetPlace,
  isEventState,
  type Mark,
  type ScannedImage,
  settledMark,
} from '../../domain/fleet.ts'
import { type ImageFacts, type ImageRef, imageKey } from '../../domain/image.ts'
import { isSameListed, type ListedFacts, listedFactsOf } from '../../domain/listed-facts.ts'
import { tagsToKeep } from '../../domain/listing.ts'
import { emptyRecord, type ImageRecord } from '../../domain/record.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Clock, Images, Ledger, Log } from '../../ports.ts'
import { changeImage } from '../../stored/change-image.ts'
import { announce } from '../announce/announce.ts'
import type { AnnounceNeeds } from '../announce/needs.ts'
import { showImage, showRecord } from '../cards/show.ts'
import { trying } from './trying.ts'

export interface PlaceNeeds {
  images: Pick<Images, 'describe' | 'search' | 'listPage' | 'recycled'>
  ledger: Ledger
  messenger: AnnounceNeeds['messenger']
  config: Config
  clock: Clock
  log: Log
}

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

/** What EC2 shows of one image; without facts it does not know the image. */
interface Sighting {
  image: ImageRef
  facts?: ImageFacts
}

/** As many ids as one DescribeImages takes. */
const IDS_AT_ONCE = 1000
const WRITES_AT_ONCE = 16

/**
 * Scans the images of one account and region, page by page, then looks for those that are gone. The differences of a page are
 * announced together.
 *
 * @returns how far it came: `next` where time ran out in the middle
 */
export const scanRegion = async (
  needs: PlaceNeeds,
  place: FleetPlace,
  look: RegionScan,
): Promise<{ images: number; seenLate: number; next?: string }> => {
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
      seenLate += await compare(needs, look, before, now, different)
      for (const { image, facts } of page.images)
        keepFacts(now, image.imageId, listedFactsOf(facts, tagsFirst))
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
  return { images: listed.size, seenLate, ...(from !== undefined && { next: from }) }
}

/** What did not change stays the same object, by which `saveFleet` finds what to write. An image that could not be compared is
 * not kept: the next run compares it. */
const keepFacts = (now: Map<string, ScannedImage>, imageId: string, facts: ListedFacts): void => {
  const seen = now.get(imageId)
  if (seen && !(seen.facts && isSameListed(seen.facts, facts))) now.set(imageId, { ...seen, facts })
}

const keepMark = (now: Map<string, ScannedImage>, imageId: string, mark: Mark): void => {
  const seen = now.get(imageId)
  if (seen?.mark !== mark) now.set(imageId, { ...seen, mark })
}

/** What is not on the list may be gone, or it was listed before an earlier run stopped: EC2 is asked by id, whose answer
 * lags less than its lists. */
const lookForMissing = async (
  needs: PlaceNeeds,
  { account, region }: FleetPlace,
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
    seenLate += await compare(needs, look, before, now, sightings)
  }
  return seenLate
}

/** Reads the records of these images, saves the facts of new ones, and announces what differs. */
const compare = async (
  needs: PlaceNeeds,
  { isFirst }: RegionScan,
  before: Fleet,
  now: Map<string, ScannedImage>,
  sightings: readonly Sighting[],
): Promise<number> => {
  if (sightings.length === 0) return 0
  const { ledger, clock } = needs
  const nowMs = clock.nowMs()
  const records = await ledger.readImages(sightings.map(({ image }) => image))
  const unknown: { imageId: string; write: () => Promise<unknown> }[] = []
  const marks: [imageId: string, mark: Mark | undefined][] = []
  const late = new Map<string, ImageEvent>()
  const stale: ImageRef[] = []
  const misread: Sighting[] = []
  for (const { image, facts } of sightings) {
    const { imageId } = image
    const record = records.get(imageKey(image)) ?? emptyRecord(image)
    const state = facts?.state ?? 'deregistered'
    const comparison = compareState(record, state, before.get(imageId)?.mark, isFirst, nowMs)
    // Saved, so that its deregistration can be announced with its name.
    if (facts && !record.facts)
      unknown.push({
        imageId,
        write: () => changeImage(ledger, image, r => (r.facts ? undefined : { ...r, facts })),
      })
    if (comparison === 'misread') misread.push({ image, ...(facts && { facts }) })
    if (comparison === 'settled' && record.cards.some(card => card.shownRev < record.rev)) stale.push(image)
    if ((comparison === 'changed' || comparison === 'unfinished') && isEventState(state))
      late.set(imageId, { ...image, ...eventOf(record, comparison, nowMs), state, seenLate: true })
    const settled = facts ? settledMark(state) : undefined
    marks.push([imageId, comparison === 'settled' ? settled : doubtfulMark(state)])
  }
  const ask = createCircuit()
  const unwritten = new Map<string, unknown>()
  await inParallel(unknown, WRITES_AT_ONCE, async ({ imageId, write }) => {
    await ask(write).catch(error => unwritten.set(imageId, error))
  })
  const [why] = unwritten.values()
  if (unwritten.size > 0)
    needs.log.error('The facts of images could not be saved; the next run tries it again.', {
      images: unwritten.size,
      why: String(why),
    })
  // Only what is saved counts as seen: the next run looks at the others again.
  for (const [imageId, mark] of marks)
    if (unwritten.has(imageId)) continue
    else if (mark === undefined) now.delete(imageId)
    else keepMark(now, imageId, mark)
  for (const { image, facts } of misread)
    await trying(needs.log, image, async () => {
      const state = facts?.state ?? 'deregistered'
      const { record } = await changeImage(ledger, image, now =>
        compareState(now, state, undefined, isFirst, nowMs) === 'misread'
          ? applyLook(now, facts, nowMs)
          : undefined,
      )
      await showRecord(needs, record)
    })
  for (const image of stale) await trying(needs.log, image, () => showImage(needs, image))

  const outcomes = late.size > 0 ? await announce(needs, [...late.values()]) : new Map()
  for (const [imageId, { id, state }] of late) {
    if (outcomes.get(id)?.kind !== 'done') continue
    if (state === 'deregistered') now.delete(imageId)
    else keepMark(now, imageId, settledMark(state))
  }
  return [...late.values()].filter(({ id }) => outcomes.get(id)?.kind === 'done').length
}

/** An announcement that stopped in the middle continues as the same event. */
const eventOf = (
  record: ImageRecord,
  comparison: 'changed' | 'unfinished',
  nowMs: number,
): Pick<ImageEvent, 'id' | 'atMs'> =>
  comparison === 'unfinished' && record.lastEvent
    ? { id: record.lastEvent.eventId, atMs: record.lastEvent.atMs }
    : { id: `seen-late/${imageKey(record)}/${nowMs}`, atMs: nowMs }
