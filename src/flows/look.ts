import { isForbidden } from '../domain/explain.ts'
import { groupBy } from '../domain/group-by.ts'
import { type ImageFacts, type ImageRef, imageKey } from '../domain/image.ts'
import type { Images, Log } from '../ports.ts'

interface Needs {
  images: Pick<Images, 'describe'>
  log: Log
}

/** As many ids as one DescribeImages takes. */
const IDS_AT_ONCE = 1000

export interface Looked {
  found: ReadonlyMap<string, ImageFacts>
  /** Images of a place where EC2 has trouble: what it knows of them it will say later. */
  unreachable: ReadonlySet<string>
}

/**
 * Looks at many images with as few calls as can be: one for each account, region and 1,000 ids. Where EC2 cannot be
 * asked the images are not found; where that passes, they are unreachable.
 */
export const lookAtImages = async ({ images, log }: Needs, refs: readonly ImageRef[]): Promise<Looked> => {
  const found = new Map<string, ImageFacts>()
  const unreachable = new Set<string>()
  const places = groupBy(refs, ref => `${ref.account}/${ref.region}`)
  for (const inPlace of places.values()) {
    const [{ account, region } = { account: '', region: '' }] = inPlace
    const ids = [...new Set(inPlace.map(ref => ref.imageId))]
    for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
      const some = ids.slice(from, from + IDS_AT_ONCE)
      try {
        const described = await images.describe(account, region, some)
        for (const [imageId, facts] of described) found.set(imageKey({ account, region, imageId }), facts)
      } catch (error) {
        if (!isForbidden(error))
          for (const imageId of some) unreachable.add(imageKey({ account, region, imageId }))
        log.warn('EC2 could not be asked about images.', {
          account,
          region,
          images: ids.length,
          why: String(error),
        })
      }
    }
  }
  return { found, unreachable }
}
