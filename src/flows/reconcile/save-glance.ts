import type { AccountRegion } from '../../domain/alias.ts'
import { type Fleet, stateOfMark } from '../../domain/fleet.ts'
import { familyGlances, glanceOf } from '../../domain/fleet-glance.ts'
import { createListing } from '../../domain/listing.ts'
import { reportedFamilies } from '../../domain/report-rules.ts'
import { readRevoked } from '../steps/read-revoked.ts'
import type { PlaceNeeds } from './needs.ts'

/**
 * Saves the numbers of a place's images, if they have changed.
 *
 * @returns whether they differed
 */
export const saveGlance = async (needs: PlaceNeeds, place: AccountRegion, fleet: Fleet): Promise<boolean> => {
  const { ledger, config, clock } = needs
  const listing = createListing(config)
  const families = reportedFamilies(config)
  const images = [...fleet].flatMap(([imageId, { mark, facts }]) => {
    const state = stateOfMark(mark)
    return state === undefined || state === 'deregistered'
      ? []
      : [listing.ofScan({ ...place, imageId }, state, facts ?? { tags: {} })]
  })
  const nowMs = clock.nowMs()
  const glance = {
    ...glanceOf(place, images, config.stale.afterDays, nowMs, await readRevoked(needs)),
    ...(families.size > 0 && { families: familyGlances(images, families, nowMs) }),
  }
  if (isSame(await ledger.readGlance(place), glance)) return false
  await ledger.saveGlance(glance)
  return true
}

/** DynamoDB gives the names of an object back in an order of its own. */
const isSame = (a: unknown, b: unknown): boolean => {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const [names, others] = [Object.keys(a), Object.keys(b)]
  return (
    names.length === others.length && names.every(name => isSame(Reflect.get(a, name), Reflect.get(b, name)))
  )
}
