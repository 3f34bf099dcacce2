import { createCircuit } from '../../circuit.ts'
import { applyLook } from '../../domain/apply-look.ts'
import type { ImageEvent } from '../../domain/event.ts'
import {
  compareState,
  doubtfulMark,
  type Fleet,
  isEventState,
  type Mark,
  type ScannedImage,
  settledMark,
} from '../../domain/fleet.ts'
import { type ImageFacts, type ImageRef, imageKey } from '../../domain/image.ts'
import { emptyRecord, type ImageRecord } from '../../domain/record.ts'
import { isOutdated } from '../../domain/record-cards.ts'
import { inParallel } from '../../in-parallel.ts'
import { changeImage } from '../../stored/change-image.ts'
import { announce } from '../announce/announce.ts'
import { showImage, showRecord } from '../cards/show.ts'
import type { PlaceNeeds } from './needs.ts'
import { trying } from './trying.ts'

/** What EC2 shows of one image; without facts if EC2 does not know it. */
export interface Sighting {
  image: ImageRef
  facts?: ImageFacts
}

const WRITES_AT_ONCE = 16

const stateIn = ({ facts }: Sighting) => facts?.state ?? 'deregistered'

/**
 * Compares images with their records: 1 compare 2 save the facts of new ones 3 keep the marks in `now` 4 correct the records and cards
 * that are behind 5 announce what differs.
 *
 * @param isFirst the first scan of the region: its images are recorded, not announced
 * @param now what this scan has found so far; an image that could not be saved keeps its old mark, so that the next scan compares it
 * again
 * @returns how many differences were announced
 */
export const compareImages = async (
  needs: PlaceNeeds,
  isFirst: boolean,
  before: Fleet,
  now: Map<string, ScannedImage>,
  sightings: readonly Sighting[],
): Promise<number> => {
  if (sightings.length === 0) return 0
  const { ledger, clock, log } = needs
  const nowMs = clock.nowMs()
  // 1 compare
  const records = await ledger.readImages(sightings.map(({ image }) => image))
  const compared = sightings.map(sighting => {
    const { image } = sighting
    const record = records.get(imageKey(image)) ?? emptyRecord(image)
    const mark = before.get(image.imageId)?.mark
    return { sighting, record, comparison: compareState(record, stateIn(sighting), mark, isFirst, nowMs) }
  })
  // 2 save the facts of new ones
  const unsaved = await saveFacts(
    needs,
    compared.flatMap(({ sighting, record }) => (record.facts ? [] : [sighting])),
  )
  // 3 keep the marks
  for (const { sighting, comparison } of compared) {
    const { imageId } = sighting.image
    if (unsaved.has(imageId)) continue
    if (comparison !== 'settled') keepMark(now, imageId, doubtfulMark(stateIn(sighting)))
    else if (sighting.facts) keepMark(now, imageId, settledMark(sighting.facts.state))
    else now.delete(imageId)
  }
  // 4 correct what is behind
  for (const { sighting, record, comparison } of compared) {
    if (comparison === 'misread')
      await trying(log, sighting.image, () => correct(needs, sighting, isFirst, nowMs))
    if (comparison === 'settled' && isOutdated(record))
      await trying(log, sighting.image, () => showImage(needs, sighting.image))
  }
  // 5 announce
  const late = compared.flatMap(({ sighting, record, comparison }): ImageEvent[] => {
    const state = stateIn(sighting)
    const isLate = comparison === 'changed' || comparison === 'unfinished'
    return isLate && isEventState(state)
      ? [{ ...sighting.image, ...eventOf(record, comparison, nowMs), state, seenLate: true }]
      : []
  })
  return announceLate(needs, now, late)
}

const keepMark = (now: Map<string, ScannedImage>, imageId: string, mark: Mark): void => {
  const seen = now.get(imageId)
  if (seen?.mark !== mark) now.set(imageId, { ...seen, mark })
}

/** Saves facts, so that a deregistration can be announced with the image's name. @returns the ids of those that could not be saved */
const saveFacts = async (
  { ledger, log }: PlaceNeeds,
  sightings: readonly Sighting[],
): Promise<ReadonlySet<string>> => {
  const ask = createCircuit()
  const unsaved = new Map<string, unknown>()
  await inParallel(sightings, WRITES_AT_ONCE, async ({ image, facts }) => {
    if (!facts) return
    const save = () => changeImage(ledger, image, now => (now.facts ? undefined : { ...now, facts }))
    await ask(save).catch(error => unsaved.set(image.imageId, error))
  })
  const [why] = unsaved.values()
  if (unsaved.size > 0)
    log.error('The facts of images could not be saved; the next run tries it again.', {
      images: unsaved.size,
      why: String(why),
    })
  return new Set(unsaved.keys())
}

/** Writes what EC2 shows into a record that a look misread, and updates its cards. */
const correct = async (
  needs: PlaceNeeds,
  sighting: Sighting,
  isFirst: boolean,
  nowMs: number,
): Promise<void> => {
  const { record } = await changeImage(needs.ledger, sighting.image, now =>
    compareState(now, stateIn(sighting), undefined, isFirst, nowMs) === 'misread'
      ? applyLook(now, sighting.facts, nowMs)
      : undefined,
  )
  await showRecord(needs, record)
}

/** @returns how many were announced: only those are settled */
const announceLate = async (
  needs: PlaceNeeds,
  now: Map<string, ScannedImage>,
  late: readonly ImageEvent[],
): Promise<number> => {
  if (late.length === 0) return 0
  const outcomes = await announce(needs, late)
  const done = late.filter(({ id }) => outcomes.get(id)?.kind === 'done')
  for (const { imageId, state } of done)
    if (state === 'deregistered') now.delete(imageId)
    else keepMark(now, imageId, settledMark(state))
  return done.length
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
