import type { NameAndTags } from '../../domain/clauses.ts'
import type { Config } from '../../domain/config.ts'
import type { DigestLine } from '../../domain/digest-line.ts'
import { familyOf } from '../../domain/family.ts'
import { chunksOf, groupBy } from '../../domain/group-by.ts'
import { type ImageRef, imageKey } from '../../domain/image.ts'
import type { ImageRecords, Images, RecycledImage } from '../../ports.ts'

interface Needs {
  images: Pick<Images, 'recycleBin'>
  ledger: Pick<ImageRecords, 'readImages'>
  config: Pick<Config, 'families'>
}

/** The most records that are in memory at a time: they are large. */
const READ_AT_ONCE = 100

const isGone = ({ state }: DigestLine): boolean => state === 'deregistered'

/**
 * Completes the lines of deregistered images, which EC2 no longer describes: their names come from the ledger or the Recycle Bin, and so
 * does the date until which they can be restored.
 *
 * @returns the lines with that, or the same ones where nothing is new
 * @throws where the ledger or EC2 does not answer
 */
export const completeLines = async (needs: Needs, lines: readonly DigestLine[]): Promise<DigestLine[]> => {
  const known = await readKnown(needs, lines.filter(line => isGone(line) && line.name === undefined)) // biome-ignore format: one a line
  const recycled = await readRecycled(needs, lines.filter(line => isGone(line) && line.recycledUntilMs === undefined)) // biome-ignore format: one a line
  return lines.map(line => {
    const found = recycled.get(imageKey(line))
    const { name = line.name ?? found?.name, tags = {} } = known.get(imageKey(line)) ?? {}
    const family = line.family ?? familyOf({ ...(name && { name }), tags }, needs.config)
    const untilMs = line.recycledUntilMs ?? found?.untilMs
    return name === line.name && untilMs === line.recycledUntilMs
      ? line
      : {
          ...line,
          ...(name && { name }),
          ...(family !== undefined && { family }),
          ...(untilMs !== undefined && { recycledUntilMs: untilMs }),
        }
  })
}

const readKnown = async (
  { ledger }: Needs,
  images: readonly ImageRef[],
): Promise<ReadonlyMap<string, NameAndTags>> => {
  const known = new Map<string, NameAndTags>()
  for (const some of chunksOf(images, READ_AT_ONCE))
    for (const [key, { facts }] of await ledger.readImages(some))
      if (facts?.name) known.set(key, { name: facts.name, tags: facts.tags })
  return known
}

const readRecycled = async (
  { images }: Needs,
  refs: readonly ImageRef[],
): Promise<ReadonlyMap<string, RecycledImage>> => {
  const found = new Map<string, RecycledImage>()
  for (const inPlace of groupBy(refs, ({ account, region }) => `${account}/${region}`).values()) {
    const [{ account, region } = { account: '', region: '' }] = inPlace
    const ids = new Set(inPlace.map(({ imageId }) => imageId))
    for (const one of await images.recycleBin(account, region))
      if (ids.has(one.imageId)) found.set(imageKey({ account, region, imageId: one.imageId }), one)
  }
  return found
}
