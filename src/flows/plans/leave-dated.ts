import type { Retirement } from '../../domain/retirement.ts'
import type { SeenSelection } from './see-images.ts'

/**
 * Leaves out the images of a plan that sets or removes deprecation dates which would gain nothing: a date that is there is
 * somebody's, and stays.
 *
 * @param retirement undefined for a plan that leaves dates alone
 */
export const leaveDated = (
  retirement: Retirement | undefined,
  { images, leftOut }: SeenSelection,
): SeenSelection => {
  if (!retirement) return { images, leftOut }
  const isSet = retirement.deprecateAtMs !== undefined
  const why = isSet ? 'it has a deprecation date' : 'it has no deprecation date'
  const isKept = ({ facts }: SeenSelection['images'][number]): boolean =>
    isSet === (facts?.deprecatedAtMs === undefined)
  return {
    images: images.filter(isKept),
    leftOut: [
      ...leftOut,
      ...images
        .filter(one => !isKept(one))
        .map(({ image, name }) => ({ image, why, ...(name !== undefined && { name }) })),
    ],
  }
}
