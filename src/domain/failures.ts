import { familyOf } from './family.ts'
import type { ImageRef } from './image.ts'
import { type FamilyImage, type ImageRecord, isSuperseded } from './record.ts'

/** The images of one name but for date and version, in one account and region. */
export interface Family {
  account: string
  region: string
  family: string
}

export const familyKey = ({ account, region, family }: Family): string => `${account}/${region}/${family}`

/** @returns undefined where the image's name is not known */
export const familyOfRecord = ({ account, region, facts }: ImageRecord): Family | undefined =>
  facts?.name ? { account, region, family: familyOf(facts.name) } : undefined

/** The newest available one of these images of a family. */
export const newestGood = (
  { family }: Family,
  images: readonly { image: ImageRef; facts: NonNullable<ImageRecord['facts']> }[],
): FamilyImage | undefined =>
  images
    .flatMap(({ image: { imageId }, facts: { state, name, createdAtMs } }) =>
      state === 'available' && name !== undefined && createdAtMs !== undefined && familyOf(name) === family
        ? [{ imageId, name, atMs: createdAtMs }]
        : [],
    )
    .sort((a, b) => b.atMs - a.atMs)[0]

/** @returns undefined where the record knows it, or the failure came after it */
export const withSuperseded = (record: ImageRecord, good: FamilyImage): ImageRecord | undefined => {
  const superseded = { ...record, lastGood: good, rev: record.rev + 1 }
  return isSuperseded(record) || !isSuperseded(superseded) ? undefined : superseded
}
