import { type ImageRef, imageKey } from '../../domain/image.ts'
import { revokedWhy } from '../../domain/revoked-mark.ts'
import type { AliasNeeds } from './needs.ts'

/** Why none of these images is set: one of them is revoked, and so is its build. Undefined where none is. Nobody can override it. */
export const revokedFault = async (
  { ledger }: Pick<AliasNeeds, 'ledger'>,
  images: readonly ImageRef[],
): Promise<string | undefined> => {
  const records = await ledger.readImages(images)
  const revoked = images.flatMap(image => records.get(imageKey(image))?.revoked ?? [])[0]
  return revoked && revokedWhy(revoked)
}
