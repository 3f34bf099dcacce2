import { chunksOf } from '../../domain/group-by.ts'
import { type ImageRef, imageKey } from '../../domain/image.ts'
import type { Copy } from '../../domain/promotion.ts'
import { idInRegion, madeFrom, sourceOf } from '../../domain/revocation.ts'
import type { AliasNeeds } from '../promote/needs.ts'
import type { Everywhere } from './everywhere.ts'

const RECORDS_AT_ONCE = 100

/** The images of a family in these regions that can be launched, and are neither revoked nor made from a revoked one. */
export const readGood = async (
  needs: AliasNeeds,
  everywhere: Pick<Everywhere, 'family'>,
  {
    family,
    regions,
    revoked,
  }: { family: string; regions: ReadonlySet<string>; revoked: ReadonlySet<string> },
): Promise<{ copies: readonly Copy[]; unread: readonly string[] }> => {
  const { copies, unread } = await everywhere.family(family, regions)
  const bad = new Set([...revoked, ...(await readRevoked(needs, copies))])
  for (const { image } of madeFrom(bad, copies)) bad.add(idInRegion(image))
  return {
    copies: copies.filter(({ image, facts }) => facts.state === 'available' && !bad.has(idInRegion(image))),
    unread,
  }
}

/** Those of these images, and of what they were made from, that were revoked earlier. */
const readRevoked = async ({ ledger, config }: AliasNeeds, all: readonly Copy[]): Promise<string[]> => {
  const sources = all.flatMap(one => sourceOf(one)?.split('/') ?? [])
  const refs = new Map<string, ImageRef>(all.map(({ image }) => [imageKey(image), image]))
  for (let at = 0; at < sources.length; at += 2)
    for (const { id: account } of config.accounts) {
      const image = { account, region: sources[at] ?? '', imageId: sources[at + 1] ?? '' }
      refs.set(imageKey(image), image)
    }
  const revoked: string[] = []
  for (const some of chunksOf([...refs.values()], RECORDS_AT_ONCE))
    for (const record of (await ledger.readImages(some)).values())
      if (record.revoked) revoked.push(idInRegion(record))
  return revoked
}
