import { copyOf } from '../../domain/builds.ts'
import { errorName } from '../../domain/error-name.ts'
import { placeName, placesIn } from '../../domain/fleet.ts'
import type { Copy } from '../../domain/promotion.ts'
import { idInRegion } from '../../domain/revocation.ts'
import type { PlanNeeds } from '../plans/needs.ts'

/** As many steps as EC2 itself follows. */
const STEPS = 50

/** What an image was copied from, step by step. */
export interface Origins {
  /** The nearest first. */
  images: readonly Copy[]
  /** The last step, where no configured account has it any more, or ever had it: `region` and `imageId`. */
  lost?: { region: string; imageId: string }
  /** What could not be looked up, in words. */
  unread: readonly string[]
}

/** What was built upon a source that no configured account has is not looked for: it can be anything. */
export const lostWords = ({ lost, unread }: Origins): string[] =>
  lost && unread.length === 0
    ? [
        `what was built upon ${lost.imageId} in ${lost.region}, which it was copied from: no configured account has it`,
      ]
    : []

/**
 * Follows the source of a copy upwards, place by place: a copy of a copy is the same image, whatever its name is. Ends at the image
 * that was built, or where no configured account has the source.
 */
export const readOrigins = async (
  { images, config, log }: Pick<PlanNeeds, 'images' | 'config' | 'log'>,
  copy: Copy,
): Promise<Origins> => {
  const origins: Copy[] = []
  const unread: string[] = []
  const seen = new Set([idInRegion(copy.image)])
  let one = copy
  for (let step = 0; step < STEPS; step++) {
    const source = copyOf(one.image, one.facts)
    if (source === undefined || seen.has(source)) return { images: origins, unread }
    seen.add(source)
    const [region = '', imageId = ''] = source.split('/')
    const { account } = one.image
    const places = placesIn(config)
      .filter(place => place.region === region)
      .sort((a, b) => Number(b.account === account) - Number(a.account === account))
    let found: Copy | undefined
    for (const place of places) {
      if (found) break
      try {
        const facts = (await images.describe(place.account, region, [imageId])).get(imageId)
        if (facts) found = { image: { account: place.account, region, imageId }, facts }
      } catch (error) {
        log.warn('What an image was copied from could not be looked up.', { ...place, why: String(error) })
        unread.push(`what it was copied from in ${placeName(config, place)} (${errorName(error)})`)
      }
    }
    if (!found) return { images: origins, lost: { region, imageId }, unread }
    origins.push(found)
    one = found
  }
  return { images: origins, unread: [...unread, `what it was copied from, further than ${STEPS} steps`] }
}
