import type { ImageRef } from '../../domain/image.ts'
import { readImage } from '../../stored/change-image.ts'
import type { AliasNeeds } from './needs.ts'

/** Why a revoked image is not to be used; it can be overridden with a reason. */
export const revokedDoubts = async (
  { ledger }: Pick<AliasNeeds, 'ledger'>,
  image: ImageRef,
): Promise<string[]> => {
  const { revoked } = await readImage(ledger, image)
  return revoked
    ? [
        `it is revoked by @${revoked.by.name ?? revoked.by.userId}${revoked.reason ? `: ${revoked.reason}` : ''}`,
      ]
    : []
}
