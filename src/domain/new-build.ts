import { buildsOf, memberOf } from './builds.ts'
import type { Config } from './config.ts'
import { type Difference, differencesOf } from './differences.ts'
import type { ImageFacts, ImageRef } from './image.ts'
import { type ImageRecord, type NewBuild, stateOf } from './record.ts'

interface Listed {
  image: ImageRef
  facts: ImageFacts
}

/** What a card has room for, and the record. */
const MOST_DIFFERENCES = 20
const MOST_OF_A_VALUE = 80

const stored = ({ key, from, to, ...difference }: Difference): Difference => ({
  ...difference,
  ...(key !== undefined && { key: key.slice(0, MOST_OF_A_VALUE) }),
  ...(from !== undefined && { from: from.slice(0, MOST_OF_A_VALUE) }),
  ...(to !== undefined && { to: to.slice(0, MOST_OF_A_VALUE) }),
})

/**
 * Which build a new image replaces.
 *
 * @param own the new image
 * @param listed the images that EC2 lists of its account and region; some may be of other families
 * @param origin what it is a copy of: a copy counts as old as its origin
 * @returns undefined where EC2 does not tell its name or age, and for the first image of a family that the config does not define
 */
export const newBuildOf = (
  own: Listed,
  listed: readonly Listed[],
  origin: Listed | undefined,
  config: Pick<Config, 'families'>,
): NewBuild | undefined => {
  const member = memberOf(own.image, own.facts, config)
  if (!member) return undefined
  const { family, region, imageId } = member
  const others = listed.filter(({ image }) => image.imageId !== imageId)
  const first = origin && memberOf(origin.image, origin.facts, config)
  const members = others.flatMap(({ image, facts }) => memberOf(image, facts, config) ?? [])
  const builds = buildsOf([
    member,
    ...members.filter(one => one.family === family),
    ...(first ? [{ ...first, family }] : []),
  ])
  const ownBuild = builds.find(({ images }) => images.includes(member))
  const ids = builds
    .filter(
      ({ createdAtMs, name }) => ownBuild && createdAtMs < ownBuild.createdAtMs && name !== ownBuild.name,
    )
    .flatMap(({ images }) => images.filter(one => one.region === region && one.state === 'available'))
    .map(one => one.imageId)
  const before = others.find(({ image }) => image.imageId === ids[0])
  const { name, createdAtMs } = before?.facts ?? {}
  if (!before || name === undefined || createdAtMs === undefined)
    return Object.hasOwn(config.families, family) ? { family } : undefined
  const differences = differencesOf(before.facts, own.facts).slice(0, MOST_DIFFERENCES).map(stored)
  return { family, replaces: { imageId: before.image.imageId, name, atMs: createdAtMs, differences } }
}

/** Whether its last event made the image available for the first time: it was not enabled or restored. */
export const isNewImage = (record: ImageRecord): boolean => {
  const { lastEvent } = record
  const isMade = ['created', 'copied', 'registered'].some(cause => cause === lastEvent?.cause)
  return isMade && stateOf(record) === 'available'
}

/** What it replaces has to be looked up. */
export const needsNewBuild = (record: ImageRecord): boolean =>
  isNewImage(record) && record.newBuildDueMs !== undefined

/** The record of a new image with the build that it replaces, if that could be found out. */
export const withNewBuild = (record: ImageRecord, newBuild: NewBuild | undefined): ImageRecord => {
  const { newBuildDueMs: _done, ...rest } = record
  return newBuild ? { ...rest, newBuild, rev: record.rev + 1 } : rest
}

/** After this time it is no longer looked up. */
const GIVE_UP_MS = 24 * 60 * 60_000

/** What it replaces could not be looked up: it is tried again for a day. @returns undefined where nothing changes */
export const withNewBuildDue = (record: ImageRecord, nowMs: number): ImageRecord | undefined => {
  const { newBuildDueMs, ...rest } = record
  if (newBuildDueMs === undefined) return { ...rest, newBuildDueMs: nowMs }
  return nowMs - newBuildDueMs < GIVE_UP_MS ? undefined : rest
}

/** The record without the build that it replaced: a later event is not about that. */
export const withoutNewBuild = ({
  newBuild: _older,
  newBuildDueMs: _late,
  ...rest
}: ImageRecord): ImageRecord => rest
