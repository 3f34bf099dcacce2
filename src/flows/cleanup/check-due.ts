import { aliasPlacesIn } from '../../domain/alias-places.ts'
import type { DueImage } from '../../domain/cleanup.ts'
import { type CleanupCheck, type CleanupLook, checkCleanup } from '../../domain/cleanup-check.ts'
import { errorName } from '../../domain/error-name.ts'
import { placeKey } from '../../domain/fleet.ts'
import { groupBy } from '../../domain/group-by.ts'
import { type ImageFacts, imageKey } from '../../domain/image.ts'
import { type Finding, NOT_LOOKED_UP } from '../../domain/impact.ts'
import { NOBODY } from '../../domain/sharing.ts'
import { inParallel } from '../../in-parallel.ts'
import { gatherListed } from '../steps/gather-listed.ts'
import type { CheckDueNeeds } from './needs.ts'

const PLACES_AT_ONCE = 16
/** Launch permissions take a call for each image; EC2 answers twenty a second. */
const SHARING_AT_ONCE = 4

export type Checked = DueImage & { check: CleanupCheck }

/** What EC2 says of images now, what uses them, and whether an alias names them; in their order. */
export const lookAtDue = async (
  needs: CheckDueNeeds,
  due: readonly Pick<DueImage, 'one'>[],
): Promise<Omit<CleanupLook, 'sharing'>[]> => {
  const factsOf = await readFacts(needs, due)
  const aliasedOf = await readAliased(needs)
  const known = due.map(({ one: { image } }) => {
    const facts = factsOf(image)
    return { image, ...(facts.known && facts.value && { facts: facts.value }) }
  })
  const impacts = await gatherListed(needs, known, false)
  return due.map(({ one: { image } }) => ({
    facts: factsOf(image),
    impact: impacts.get(imageKey(image)),
    aliased: aliasedOf(image),
  }))
}

/**
 * Looks up whether something needs these images: 1 what EC2 says of them, what uses them, what aliases name 2 who may launch those that
 * nothing else keeps.
 */
export const checkDue = async (needs: CheckDueNeeds, due: readonly DueImage[]): Promise<Checked[]> => {
  const nowMs = needs.clock.nowMs()
  // 1 facts, uses, aliases
  const looks = await lookAtDue(needs, due)
  const checked: Checked[] = []
  // 2 who may launch them
  await inParallel([...due.entries()], SHARING_AT_ONCE, async ([at, one]) => {
    const look = looks[at]
    if (!look) return
    const isFree = checkCleanup(one, { ...look, sharing: { known: true, value: NOBODY } }, nowMs)
    const sharing =
      one.step !== 'deregister' && isFree.kind === 'candidate'
        ? await needs.images.sharing(one.one.image).then(
            value => ({ known: true as const, value }),
            error => ({ known: false as const, why: errorName(error) }),
          )
        : undefined
    const check = isFree.kind === 'candidate' ? checkCleanup(one, { ...look, sharing }, nowMs) : isFree
    checked.push({ ...one, check })
  })
  return checked.sort((a, b) => a.dueAtMs - b.dueAtMs)
}

type ImageOf = DueImage['one']['image']

const readFacts = async (
  { images, log }: CheckDueNeeds,
  due: readonly Pick<DueImage, 'one'>[],
): Promise<(image: ImageOf) => Finding<ImageFacts | undefined>> => {
  const found = new Map<string, Finding<ReadonlyMap<string, ImageFacts>>>()
  const byPlace = groupBy(due, ({ one }) => placeKey(one.image))
  await inParallel([...byPlace], PLACES_AT_ONCE, async ([place, ofPlace]) => {
    const [first] = ofPlace
    if (!first) return
    const { account, region } = first.one.image
    try {
      const ids = ofPlace.map(({ one }) => one.image.imageId)
      found.set(place, { known: true, value: await images.describe(account, region, ids) })
    } catch (error) {
      log.warn('Images could not be looked at for the clean-up.', { place, why: String(error) })
      found.set(place, { known: false, why: errorName(error) })
    }
  })
  return image => {
    const ofPlace = found.get(placeKey(image))
    if (!ofPlace?.known) return ofPlace ?? NOT_LOOKED_UP
    return { known: true, value: ofPlace.value.get(image.imageId) }
  }
}

/** Whether an alias names an image: ids are unique within a region, and an alias may name an image of another account. */
const readAliased = async ({
  aliases,
  config,
  log,
}: CheckDueNeeds): Promise<(image: ImageOf) => Finding<boolean>> => {
  const named = new Set<string>()
  const unread = new Map<string, string>()
  const byPlace = groupBy(aliasPlacesIn(config), placeKey)
  await inParallel([...byPlace], PLACES_AT_ONCE, async ([place, ofPlace]) => {
    const [first] = ofPlace
    if (!first) return
    try {
      const parameters = ofPlace.map(({ parameter }) => parameter)
      for (const { value } of (await aliases.readAll(first, parameters)).values())
        named.add(`${first.region}/${value}`)
    } catch (error) {
      log.warn('Aliases could not be read for the clean-up.', { place, why: String(error) })
      unread.set(first.region, `${place}: ${errorName(error)}`)
    }
  })
  return ({ region, imageId }) => {
    if (named.has(`${region}/${imageId}`)) return { known: true, value: true }
    const why = unread.get(region)
    return why === undefined ? { known: true, value: false } : { known: false, why }
  }
}
