import { chunksOf } from '../../domain/group-by.ts'
import { type ImageRef, imageKey } from '../../domain/image.ts'
import type { Copy } from '../../domain/promotion.ts'
import { sourceOf } from '../../domain/revocation.ts'
import { revokedWhy } from '../../domain/revoked-mark.ts'
import type { AliasNeeds } from './needs.ts'

/**
 * The reason why an alias can't be set to these images: one of them is revoked, so the build is. Undefined if none is revoked. It can't
 * be overridden.
 */
export const revokedFault = async (
  { ledger }: Pick<AliasNeeds, 'ledger'>,
  images: readonly ImageRef[],
): Promise<string | undefined> => {
  const records = await ledger.readImages(images)
  const revoked = images.flatMap(image => records.get(imageKey(image))?.revoked ?? [])[0]
  return revoked && revokedWhy(revoked)
}

const RECORDS_AT_ONCE = 100

/**
 * What a revocation could not mark, because it was made later: an instance that runs a revoked image can still become an image. Asks the
 * records once for each source.
 *
 * @returns the objection, or nothing
 */
export const createRevokedSource = ({
  ledger,
  config,
}: Pick<AliasNeeds, 'ledger' | 'config'>): ((copy: Copy) => Promise<string[]>) => {
  const asked = new Map<string, Promise<string[]>>()
  const read = async (region: string, imageId: string): Promise<string[]> => {
    const refs = config.accounts
      .filter(({ regions }) => regions.includes(region))
      .map(({ id: account }) => ({ account, region, imageId }))
    for (const some of chunksOf(refs, RECORDS_AT_ONCE))
      for (const { revoked, facts } of (await ledger.readImages(some)).values())
        if (revoked) return [`it was made from ${facts?.name ?? imageId}: ${revokedWhy(revoked)}`]
    return []
  }
  return async copy => {
    const source = sourceOf(copy)
    if (source === undefined) return []
    const [region = '', imageId = ''] = source.split('/')
    const answer = asked.get(source) ?? read(region, imageId)
    asked.set(source, answer)
    return answer
  }
}
