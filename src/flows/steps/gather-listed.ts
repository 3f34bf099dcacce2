import { bounded } from '../../domain/bounded-impact.ts'
import type { Config } from '../../domain/config.ts'
import { placeKey } from '../../domain/fleet.ts'
import { chunksOf, groupBy } from '../../domain/group-by.ts'
import { type ImageRef, imageKey } from '../../domain/image.ts'
import {
  type FactsForImpact,
  type Finding,
  type Impact,
  NOT_LOOKED_UP,
  type Retention,
  type Use,
} from '../../domain/impact.ts'
import { impactOfLists } from '../../domain/plan-facts.ts'
import { allOf, inParallel } from '../../in-parallel.ts'
import type { Instances, References } from '../../ports.ts'
import { countInstances } from './count-instances.ts'

interface Needs {
  uses: References
  instances: Pick<Instances, 'list'>
  config: Config
}

const PLACES_AT_ONCE = 16
/** As many as one call takes. If it fails, only these images are unknown. */
const IMAGES_AT_ONCE = 10
/** Within the twenty calls a second that EC2 answers. */
const CALLS_AT_ONCE = 4

/** An image, with the facts that its retention is looked up by. */
interface Listed {
  image: ImageRef
  facts?: FactsForImpact
}

/**
 * What a change of many images would break, by image key. It is read with calls that list, not with calls for each image.
 *
 * @param isForGood the change may be irreversible: then the rules of the Recycle Bin are read, too
 */
export const gatherListed = async (
  needs: Needs,
  listed: readonly Listed[],
  isForGood: boolean,
): Promise<ReadonlyMap<string, Impact>> => {
  const images = listed.map(({ image }) => image)
  const references = new Map<string, Finding<readonly Use[]>>()
  const byPlace = groupBy(images, placeKey)
  const [elsewhere, retentionOf, autoScalingOf] = await allOf([
    countInstances(needs, new Set(images.map(({ region }) => region))),
    isForGood ? readRetentions(needs, listed) : () => NOT_LOOKED_UP,
    readAutoScaling(needs, byPlace),
    inParallel(
      [...byPlace.values()].flatMap(ofPlace => chunksOf(ofPlace, IMAGES_AT_ONCE)),
      CALLS_AT_ONCE,
      async some => {
        const [first] = some
        if (!first) return
        const ids = some.map(({ imageId }) => imageId)
        const found = await needs.uses.references(first, ids)
        for (const image of some)
          references.set(
            imageKey(image),
            found.known ? { known: true, value: found.value.get(image.imageId) ?? [] } : found,
          )
      },
    ),
  ])
  return new Map(
    images.map(image => [
      imageKey(image),
      impactOfLists(
        bounded('references', references.get(imageKey(image)) ?? NOT_LOOKED_UP),
        bounded('otherAccounts', elsewhere(image)),
        {
          autoScaling: bounded('autoScaling', autoScalingOf(image)),
          retention: retentionOf(image),
        },
      ),
    ]),
  )
}

/** Groups and launch configurations of each account and region are listed once. */
const readAutoScaling = async (
  { uses }: Needs,
  byPlace: ReadonlyMap<string, readonly ImageRef[]>,
): Promise<(image: ImageRef) => Finding<readonly Use[]>> => {
  const found = new Map<string, ReadonlyMap<string, Finding<readonly Use[]>>>()
  await inParallel([...byPlace], PLACES_AT_ONCE, async ([place, images]) => {
    const [first] = images
    if (!first) return
    const ids = images.map(({ imageId }) => imageId)
    found.set(place, await uses.autoScalingOf(first, ids))
  })
  return image => found.get(placeKey(image))?.get(image.imageId) ?? NOT_LOOKED_UP
}

/** How long the Recycle Bin would keep each image: the rules of each account and region are read once. */
const readRetentions = async (
  { uses }: Needs,
  listed: readonly Listed[],
): Promise<(image: ImageRef) => Finding<Retention>> => {
  const found = new Map<string, Finding<ReadonlyMap<string, Retention>>>()
  const byPlace = groupBy(listed, ({ image }) => placeKey(image))
  await inParallel([...byPlace], PLACES_AT_ONCE, async ([place, ofPlace]) => {
    const [first] = ofPlace
    const known = ofPlace.flatMap(({ image: { imageId }, facts }) => (facts ? [{ imageId, facts }] : []))
    if (first) found.set(place, await uses.retentions(first.image, known))
  })
  return image => {
    const ofPlace = found.get(placeKey(image)) ?? NOT_LOOKED_UP
    if (!ofPlace.known) return ofPlace
    const value = ofPlace.value.get(image.imageId)
    return value ? { known: true, value } : NOT_LOOKED_UP
  }
}
