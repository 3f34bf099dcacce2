import type { AliasPlace, NamedImage } from './alias.ts'
import type { ImageFacts, ImageRef } from './image.ts'
import type { Person } from './request.ts'

/** An image that is withdrawn, and how it is related to the bad one. */
export interface RevokedImage {
  image: ImageRef
  name?: string
  /** `copy`: the same in another account or region; `descendant`: built from one of the others. */
  relation: 'bad' | 'copy' | 'descendant'
}

/** An alias that names a revoked image in one account and region, and has nothing to return to. */
export interface StrandedAlias extends AliasPlace {
  from: NamedImage
  why: string
}

/** Instances that run revoked images. */
export interface OwnedInstances {
  /** The owner by the config's owner tags; undefined if none of them is set. */
  owner?: string
  instances: number
}

/** What a plan withdraws: a bad image, its copies and descendants. */
export interface Revocation {
  image: ImageRef
  name?: string
  /** All of them, also those that are not available and stay as they are. */
  images: readonly RevokedImage[]
  stranded: readonly StrandedAlias[]
  /** The most first. */
  owners: readonly OwnedInstances[]
  /** What could not be checked, and why, in words; for an undo, what it does not change. */
  unread: readonly string[]
}

/** Why an image must not be used: stays with its record until the revocation is undone. */
export interface Revoked {
  by: Person
  atMs: number
  reason?: string
  planId: string
  /** The mark of an earlier revocation, which comes back if this one changes nothing. */
  replaced?: Omit<Revoked, 'replaced'>
}

/** The facts of an image that show what it was made from. */
export interface Lineage {
  image: ImageRef
  facts: Pick<ImageFacts, 'name' | 'sourceInstanceId' | 'sourceImageId' | 'sourceImageRegion'>
}

/** An image id is unique in a region, across all accounts. */
export const idInRegion = ({ region, imageId }: Pick<ImageRef, 'region' | 'imageId'>): string =>
  `${region}/${imageId}`

/** What an image was copied from or built upon, as `idInRegion`; undefined where EC2 does not tell. */
export const sourceOf = ({ image, facts }: Lineage): string | undefined =>
  facts.sourceImageId === undefined
    ? undefined
    : `${facts.sourceImageRegion ?? image.region}/${facts.sourceImageId}`

/** Images that are made from others, through any number of steps. Cycles end where they began. */
export const madeFrom = <One extends Lineage>(roots: ReadonlySet<string>, all: readonly One[]): One[] => {
  const found = new Set(roots)
  const made: One[] = []
  for (let grown = true; grown; ) {
    grown = false
    for (const one of all) {
      const source = sourceOf(one)
      if (source === undefined || !found.has(source) || found.has(idInRegion(one.image))) continue
      found.add(idInRegion(one.image))
      made.push(one)
      grown = true
    }
  }
  return made
}

/**
 * The images that go with a bad one, in this order: itself, its copies, its descendants.
 *
 * @param copies of the bad one, itself included
 * @param others images that may have been made from them
 * @param lost what the bad one was copied from, as `idInRegion`, where it is gone or not ours: other copies of it are copies, too
 */
export const revokedImagesOf = (
  bad: ImageRef,
  copies: readonly Lineage[],
  others: readonly Lineage[],
  lost?: string,
): RevokedImage[] => {
  const named = ({ image, facts }: Lineage, relation: RevokedImage['relation']): RevokedImage => ({
    image,
    relation,
    ...(facts.name !== undefined && { name: facts.name }),
  })
  const same = new Set(copies.map(({ image }) => idInRegion(image)))
  // A copy names what it copies, and no instance that it was made from.
  for (let grown = true; grown; ) {
    grown = false
    for (const one of others) {
      const source = one.facts.sourceInstanceId === undefined ? sourceOf(one) : undefined
      const isCopy = source !== undefined && (source === lost || same.has(source))
      if (!isCopy || same.has(idInRegion(one.image))) continue
      same.add(idInRegion(one.image))
      grown = true
    }
  }
  const all = new Map([...copies, ...others].map(one => [idInRegion(one.image), one]))
  const isBad = ({ image }: Lineage): boolean => idInRegion(image) === idInRegion(bad)
  const equal = [...all.values()].filter(one => same.has(idInRegion(one.image)))
  return [
    ...equal.filter(isBad).map(one => named(one, 'bad')),
    ...equal.filter(one => !isBad(one)).map(one => named(one, 'copy')),
    ...madeFrom(same, [...all.values()]).map(one => named(one, 'descendant')),
  ]
}
