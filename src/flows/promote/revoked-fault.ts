import { type ImageRef, imageKey } from '../../domain/image.ts'
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
