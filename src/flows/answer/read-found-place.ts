import type { AccountRegion } from '../../domain/alias.ts'
import { errorName } from '../../domain/error-name.ts'
import type { FoundPart } from '../../domain/reading.ts'
import { logUnasked } from './find-images.ts'
import { type FindInPlaceNeeds, findInPlace, foundFirst, type Sought } from './find-in-place.ts'

/** A list of matches has pages of ten: more of one place are looked for with `list`. */
const MOST_IN_PLACE = 200

/** What a person typed, in one account and region of many. Never throws: where EC2 does not answer, the part says why. */
export const readFoundPlace = async (
  needs: FindInPlaceNeeds,
  place: AccountRegion,
  { target, toRestore }: Sought,
): Promise<FoundPart> => {
  try {
    const found = (await findInPlace(needs, place, { target, toRestore })).sort(foundFirst)
    const images = found
      .slice(0, MOST_IN_PLACE)
      .map(({ image: { imageId }, ...one }) => ({ imageId, ...one }))
    return { kind: 'found', images }
  } catch (error) {
    logUnasked(needs.log, place, error)
    return { kind: 'found', images: [], why: errorName(error) }
  }
}
