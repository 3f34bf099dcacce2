import { buildsOf, memberOf } from '../../domain/builds.ts'
import type { Config } from '../../domain/config.ts'
import { familyRuleOf } from '../../domain/family.ts'
import { imageKey } from '../../domain/image.ts'
import type { Copy } from '../../domain/promotion.ts'
import type { Images, Log } from '../../ports.ts'
import { searchRegions } from '../steps/search-regions.ts'

interface Needs {
  images: Pick<Images, 'describe' | 'search'>
  config: Config
  log: Log
}

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
  needs: Needs,
  image: Copy,
  regions: ReadonlySet<string>,
): Promise<Copies> => {
  const { config } = needs
  const { name } = image.facts
  const patterns = familyRuleOf(image.facts, config)?.name ?? (name === undefined ? [] : [name])
  const search = await searchRegions(needs, patterns, regions)
  const found = new Map([image, ...search.found].map(one => [imageKey(one.image), one]))
  const members = [...found.values()].flatMap(one => memberOf(one.image, one.facts, config) ?? [])
  const build = buildsOf(members).find(({ images }) =>
    images.some(one => imageKey(one) === imageKey(image.image)),
  )
  const copies = (build?.images ?? []).flatMap(one => found.get(imageKey(one)) ?? [])
  return { copies: copies.length > 0 ? copies : [image], unread: search.unread }
}
