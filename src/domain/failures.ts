import type { Config } from './config.ts'
import { familyOf } from './family.ts'
import type { ImageRef } from './image.ts'
import { type FamilyImage, type ImageRecord, stateOf } from './record.ts'

/** A family in one account and region. */
export interface Family {
  account: string
  region: string
  family: string
}

export const familyKey = ({ account, region, family }: Family): string => `${account}/${region}/${family}`

/** @returns undefined where neither name nor tags of the image say it */
export const familyOfRecord = (
  { account, region, facts }: ImageRecord,
  config: Pick<Config, 'families'>,
): Family | undefined => {
  const family = facts && familyOf(facts, config)
  return family === undefined ? undefined : { account, region, family }
}

/** The name patterns that find the images of a family in EC2; some that they find are of another one. */
export const patternsOf = ({ family }: Family, { families }: Pick<Config, 'families'>): readonly string[] =>
  Object.hasOwn(families, family)
    ? (families[family]?.name ?? ['*'])
    : [`${family.replace(/ \(other\)$/, '')}*`]

/** The newest available one of these images of a family. */
export const newestGood = (
  { family }: Family,
  images: readonly { image: ImageRef; facts: NonNullable<ImageRecord['facts']> }[],
  config: Pick<Config, 'families'>,
): FamilyImage | undefined =>
  images
    .flatMap(({ image: { imageId }, facts }) => {
      const { state, name, createdAtMs } = facts
      const isGood = state === 'available' && familyOf(facts, config) === family
      return isGood && name !== undefined && createdAtMs !== undefined
        ? [{ imageId, name, atMs: createdAtMs }]
        : []
    })
    .sort((a, b) => b.atMs - a.atMs)[0]

/** The record of a failed image with its last good image; undefined if the family has none. */
export const withLastGood = (record: ImageRecord, lastGood: FamilyImage | undefined): ImageRecord => {
  const { lastGood: before, lastGoodDueMs: _done, ...rest } = record
  const isSame = lastGood?.imageId === before?.imageId
  return { ...rest, ...(lastGood && { lastGood }), rev: record.rev + (isSame ? 0 : 1) }
}

/** The last good image can no longer be launched, so another one has to be looked up. */
export const withoutLastGood = (record: ImageRecord, nowMs: number): ImageRecord => ({
  ...withLastGood(record, undefined),
  lastGoodDueMs: nowMs,
})

/** After this time the last good image is no longer looked up. */
const GIVE_UP_MS = 24 * 60 * 60_000

/** The last good image could not be looked up: it is tried again for a day. @returns undefined where nothing changes */
export const withLastGoodDue = (record: ImageRecord, nowMs: number): ImageRecord | undefined => {
  const { lastGoodDueMs, ...rest } = record
  if (lastGoodDueMs === undefined) return { ...rest, lastGoodDueMs: nowMs }
  return nowMs - lastGoodDueMs < GIVE_UP_MS ? undefined : rest
}

/** @returns undefined if the record has it already, or if the failure came later */
export const withSuperseded = (record: ImageRecord, good: FamilyImage): ImageRecord | undefined => {
  const superseded = withLastGood(record, good)
  return isSuperseded(record) || !isSuperseded(superseded) ? undefined : superseded
}

/** The image has failed, and its last good image could not be looked up yet. */
export const needsLastGood = (record: ImageRecord): boolean =>
  stateOf(record) === 'failed' && record.lastGoodDueMs !== undefined

/** The record without what was known of a failure: the image has changed since. */
export const withoutFailure = ({
  lastGood: _olderGood,
  lastGoodDueMs: _notAny,
  acknowledged: _olderFailure,
  ...rest
}: ImageRecord): ImageRecord => rest

/** When the image was made, as far as that is known. */
const madeAtMs = ({ facts, lastEvent }: ImageRecord): number => facts?.createdAtMs ?? lastEvent?.atMs ?? 0

/** A failed image whose family has a newer good one: nobody has to look after it. */
export const isSuperseded = (record: ImageRecord): boolean =>
  stateOf(record) === 'failed' && record.lastGood !== undefined && record.lastGood.atMs > madeAtMs(record)
