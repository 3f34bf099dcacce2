import type { AccountRegion } from './alias.ts'
import { buildsOf, type FamilyMember, memberOf } from './builds.ts'
import type { Config } from './config.ts'
import { familyOf } from './family.ts'
import { type ImageRef, imageKey } from './image.ts'
import type { Copy } from './promotion.ts'
import { memberIn } from './read-member.ts'
import type { FleetPart } from './reading.ts'
import {
  idInRegion,
  type Lineage,
  type OwnedInstances,
  type RevokedImage,
  revokedImagesOf,
} from './revocation.ts'
import { createShared } from './shared-texts.ts'

/** A revocation keeps all of its images in one item of the ledger. */
const MOST_IMAGES = 2_000

/** An image of a reading. `builtOn`: the image of the instance that it was made from, as `region/imageId`. */
export type ReadMember = FamilyMember & { builtOn?: string }

/** What a revocation needs to know of all places, out of a reading that is given to it place by place. */
export interface CollectedFleet {
  add(place: AccountRegion, part: FleetPart): void
  /** The images of a family that has aliases, or of the bad one's. */
  members(family: string): readonly ReadMember[]
  /**
   * The bad image, its copies and its descendants; `isCut`: there are more.
   *
   * @param origins what it was copied from
   * @param lost the last of these, as `idInRegion`, where it is gone or not ours
   */
  related(
    origins?: readonly Lineage[],
    lost?: string,
  ): { images: readonly RevokedImage[]; members: ReadonlyMap<string, ReadMember>; isCut: boolean }
  /** The instances that run these images, by owner, the most first. @param ids as `idInRegion` */
  owners(ids: ReadonlySet<string>): OwnedInstances[]
}

const sourceImageOf = ({ builtOn, copyOf }: Pick<ReadMember, 'builtOn' | 'copyOf'>): string | undefined =>
  builtOn ?? copyOf

/** Of all images those are kept that are made from another one, or belong to a family that matters; of the instances only numbers. */
export const createCollectedFleet = (
  config: Pick<Config, 'families' | 'fleet'>,
  bad: Copy,
): CollectedFleet => {
  const own = familyOf(bad.facts, config)
  const families = new Set(
    Object.entries(config.families).flatMap(([family, { aliases = [] }]) =>
      aliases.length > 0 ? family : [],
    ),
  )
  if (own !== undefined) families.add(own)
  const shared = createShared()
  const members = new Map<string, ReadMember>()
  const madeFrom = new Map<string, ReadMember[]>()
  const counts = new Map<string, Map<string | undefined, number>>()
  const self = memberOf(bad.image, bad.facts, config)
  if (self) members.set(imageKey(self), self)

  const addImage = (place: AccountRegion, image: FleetPart['images'][number]): void => {
    const from = sourceImageOf(image)
    const isMember = families.has(image.family) || image.name === bad.facts.name
    if (!isMember && from === undefined) return
    const one: ReadMember = memberIn(place, image, shared)
    if (image.builtOn !== undefined) one.builtOn = shared(image.builtOn)
    if (isMember) members.set(imageKey(one), one)
    if (from === undefined) return
    const others = madeFrom.get(from)
    if (others) others.push(one)
    else madeFrom.set(shared(from), [one])
  }

  const copiesOf = (): ReadMember[] => {
    const builds = buildsOf(
      [...members.values()].filter(one => one.family === own || one.name === bad.facts.name),
    )
    const isOfBad = (one: ImageRef): boolean => imageKey(one) === imageKey(bad.image)
    return [...(builds.find(({ images }) => images.some(isOfBad))?.images ?? [])]
  }

  return {
    add({ account, region }, { images, uses }) {
      const place = { account, region }
      for (const image of images) addImage(place, image)
      for (const { tags, image } of uses) {
        const id = `${region}/${image.imageId}`
        const tag = config.fleet.ownerTags.find(key => Object.hasOwn(tags, key) && tags[key] !== '')
        const owner = tag === undefined ? undefined : shared(tags[tag] ?? '')
        const ofImage = counts.get(id) ?? new Map<string | undefined, number>()
        ofImage.set(owner, (ofImage.get(owner) ?? 0) + 1)
        counts.set(id, ofImage)
      }
    },

    members: family => [...members.values()].filter(one => one.family === family),

    related(origins = [], lost) {
      const copies = copiesOf()
      const found = new Map(copies.map(one => [idInRegion(one), one]))
      const roots: Lineage[] = [{ image: bad.image, facts: bad.facts }, ...origins]
      const next = [
        ...roots.map(({ image }) => idInRegion(image)),
        ...found.keys(),
        ...(lost === undefined ? [] : [lost]),
      ]
      for (let id = next.shift(); id !== undefined && found.size < MOST_IMAGES; id = next.shift())
        for (const one of madeFrom.get(id) ?? []) {
          // What was built upon an image that is not ours can be anything.
          if (found.has(idInRegion(one)) || (id === lost && one.builtOn === lost)) continue
          found.set(idInRegion(one), one)
          next.push(idInRegion(one))
        }
      const images = revokedImagesOf(
        bad.image,
        [...copies.map(lineageOf), ...roots],
        [...found.values()].map(lineageOf),
        lost,
      )
      return {
        images: images.slice(0, MOST_IMAGES),
        members: found,
        isCut: found.size >= MOST_IMAGES,
      }
    },

    owners(ids) {
      const sum = new Map<string | undefined, number>()
      for (const id of ids)
        for (const [owner, count] of counts.get(id) ?? []) sum.set(owner, (sum.get(owner) ?? 0) + count)
      return [...sum]
        .map(([owner, instances]) => ({
          ...(owner !== undefined && { owner: owner.slice(0, 100) }),
          instances,
        }))
        .sort((a, b) => b.instances - a.instances)
    },
  }
}

/** Where an image of a reading comes from, as EC2 tells it. */
export const lineageOf = ({ account, region, imageId, name, ...image }: ReadMember): Lineage => {
  const [sourceImageRegion, sourceImageId] = sourceImageOf(image)?.split('/') ?? []
  const isOfInstance = image.source !== undefined && image.copyOf === undefined
  return {
    image: { account, region, imageId },
    facts: {
      name,
      ...(isOfInstance && { sourceInstanceId: image.source }),
      ...(sourceImageId !== undefined && { sourceImageId }),
      ...(sourceImageRegion !== undefined && { sourceImageRegion }),
    },
  }
}
