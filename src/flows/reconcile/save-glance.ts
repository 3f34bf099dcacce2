import type { AccountRegion } from '../../domain/alias.ts'
import { type Fleet, placeKey, stateOfMark } from '../../domain/fleet.ts'
import { familyGlances, glanceOf, type PlaceGlance } from '../../domain/fleet-glance.ts'
import { createListing } from '../../domain/listing.ts'
import { reportedFamilies } from '../../domain/report-rules.ts'
import type { PlaceNeeds } from './needs.ts'

/** Saves the images of a place in a few numbers, where they are not what was saved before. */
export const createGlanceSaver = ({ ledger, config, clock }: PlaceNeeds) => {
  const listing = createListing(config)
  const families = reportedFamilies(config)
  let saved: Promise<ReadonlyMap<string, PlaceGlance>> | undefined
  const readSaved = async () =>
    new Map((await ledger.readGlances()).map(glance => [placeKey(glance), glance] as const))
  return async (place: AccountRegion, fleet: Fleet): Promise<void> => {
    const images = [...fleet].flatMap(([imageId, { mark, facts }]) => {
      const state = stateOfMark(mark)
      return state === undefined || state === 'deregistered'
        ? []
        : [listing.ofScan({ ...place, imageId }, state, facts ?? { tags: {} })]
    })
    const nowMs = clock.nowMs()
    const glance = {
      ...glanceOf(place, images, config.stale.afterDays, nowMs),
      ...(families.size > 0 && { families: familyGlances(images, families, nowMs) }),
    }
    saved ??= readSaved()
    const before = (await saved).get(placeKey(place))
    if (before === undefined || !isSame(before, glance)) await ledger.saveGlance(glance)
  }
}

/** DynamoDB gives the names of an object back in an order of its own. */
const isSame = (a: unknown, b: unknown): boolean => {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const [names, others] = [Object.keys(a), Object.keys(b)]
  return (
    names.length === others.length && names.every(name => isSame(Reflect.get(a, name), Reflect.get(b, name)))
  )
}
