import type { Deprecation } from '../domain/deprecation.ts'
import { type ImageRef, imageKey } from '../domain/image.ts'
import type { Deprecations } from '../ports.ts'
import { updateStored } from './update-stored.ts'

/**
 * Changes what the ledger knows of an image's deprecation date: see `updateStored`.
 *
 * @param known as it was read or written, if it was
 * @param change gives the new one, or undefined to leave it
 */
export const changeDeprecation = async (
  ledger: Pick<Deprecations, 'readDeprecation' | 'saveDeprecation'>,
  image: ImageRef,
  change: (deprecation: Deprecation) => Deprecation | undefined,
  known?: Deprecation,
): Promise<{ deprecation: Deprecation; changed: boolean }> => {
  const stored = {
    name: `The deprecation of ${imageKey(image)}`,
    read: () => ledger.readDeprecation(image),
    save: ledger.saveDeprecation,
  }
  const { item, changed } = await updateStored(stored, known, change)
  return { deprecation: item, changed }
}
