import { buildsOf, memberOf } from '../../domain/builds.ts'
import type { Config } from '../../domain/config.ts'
import { errorName } from '../../domain/error-name.ts'
import { familyRuleOf } from '../../domain/family.ts'
import { placeKey, placesIn } from '../../domain/fleet.ts'
import { imageKey } from '../../domain/image.ts'
import type { Copy } from '../../domain/promotion.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Images, Log } from '../../ports.ts'

interface Needs {
  images: Pick<Images, 'describe' | 'search'>
  config: Config
  log: Log
}

/** Each account has limits of its own, and a person waits. */
const PLACES_AT_ONCE = 48

/** An image and its copies, and the places where EC2 did not answer. */
export interface Copies {
  copies: readonly Copy[]
  /** Where EC2 did not answer, and why, by place. */
  unread: ReadonlyMap<string, string>
}

/**
 * An image and its copies in these regions, in all configured accounts. Copies are looked for by the name patterns of the image's
 * family, else by the image's own name.
 */
export const readCopies = async (
  { images, config, log }: Needs,
  image: Copy,
  regions: ReadonlySet<string>,
): Promise<Copies> => {
  const { name } = image.facts
  const patterns = familyRuleOf(image.facts, config)?.name ?? (name === undefined ? [] : [name])
  const found = new Map<string, Copy>([[imageKey(image.image), image]])
  const unread = new Map<string, string>()
  await inParallel(
    placesIn(config).filter(({ region }) => regions.has(region)),
    PLACES_AT_ONCE,
    async place => {
      try {
        for (const pattern of patterns)
          for (const one of await images.search(place.account, place.region, pattern))
            found.set(imageKey(one.image), one)
      } catch (error) {
        log.warn('The copies of an image could not be looked up.', { ...place, why: String(error) })
        unread.set(placeKey(place), errorName(error))
      }
    },
  )
  const members = [...found.values()].flatMap(one => memberOf(one.image, one.facts, config) ?? [])
  const build = buildsOf(members).find(({ images }) =>
    images.some(one => imageKey(one) === imageKey(image.image)),
  )
  const copies = (build?.images ?? []).flatMap(one => found.get(imageKey(one)) ?? [])
  return { copies: copies.length > 0 ? copies : [image], unread }
}
