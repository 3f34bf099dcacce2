import { isForbidden } from '../../domain/explain-ec2-refusal.ts'
import { chunksOf, groupBy } from '../../domain/group-by.ts'
import { type ImageFacts, type ImageRef, imageKey } from '../../domain/image.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Clock, Images, Log } from '../../ports.ts'

interface Needs {
  images: Pick<Images, 'describe'>
  clock: Clock
  log: Log
}

/** As many ids as one DescribeImages takes. */
const IDS_AT_ONCE = 1000
const PLACES_AT_ONCE = 12
/** The function has to announce its events as well: after this time the other images count as unreachable for now. */
const LOOK_FOR_MS = 15_000

export interface LookResult {
  found: ReadonlyMap<string, ImageFacts>
  /** Images of an account and region where EC2 fails now, and may answer later. */
  unreachable: ReadonlySet<string>
  /** Images that EC2 was asked about and answered. One that is not found either is not there. */
  answered: ReadonlySet<string>
}

/**
 * Looks at many images with as few calls as possible: one for each account, region and 1,000 ids. Where EC2 forbids the call,
 * the images are not found; where it only fails now, they are unreachable. One account and region that does not answer does not
 * delay the others.
 */
export const lookAtImages = async (
  { images, clock, log }: Needs,
  refs: readonly ImageRef[],
): Promise<LookResult> => {
  const found = new Map<string, ImageFacts>()
  const unreachable = new Set<string>()
  const answered = new Set<string>()
  const untilMs = clock.nowMs() + LOOK_FOR_MS
  const places = [...groupBy(refs, ref => `${ref.account}/${ref.region}`).values()]
  await inParallel(places, PLACES_AT_ONCE, async inPlace => {
    const [{ account, region } = { account: '', region: '' }] = inPlace
    const ids = [...new Set(inPlace.map(ref => ref.imageId))]
    const left = chunksOf(ids, IDS_AT_ONCE)
    try {
      for (let some = left[0]; some; some = left[0]) {
        if (clock.nowMs() >= untilMs) throw new Error('There was no time left to ask EC2.')
        const described = await images.describe(account, region, some)
        for (const [imageId, facts] of described) found.set(imageKey({ account, region, imageId }), facts)
        for (const imageId of some) answered.add(imageKey({ account, region, imageId }))
        left.shift()
      }
    } catch (error) {
      if (!isForbidden(error))
        for (const imageId of left.flat()) unreachable.add(imageKey({ account, region, imageId }))
      log.warn('EC2 could not be asked about images.', {
        account,
        region,
        images: left.flat().length,
        why: String(error),
      })
    }
  })
  return { found, unreachable, answered }
}
