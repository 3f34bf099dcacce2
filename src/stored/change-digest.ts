import type { Digest } from '../domain/digest.ts'
import type { Digests } from '../ports.ts'
import { updateStored } from './update-stored.ts'

/**
 * Changes a digest: see `updateStored`.
 *
 * @param key see `digestKey`
 * @param known what was read already; undefined if it has to be read
 * @param change gives the new digest, or undefined to leave it; there may be none yet
 * @returns the digest as it now is
 */
export const changeDigest = async (
  ledger: Digests,
  key: string,
  known: Digest | undefined,
  change: (digest: Digest | undefined) => Digest | undefined,
): Promise<Digest | undefined> => {
  const stored = {
    name: `The digest ${key}`,
    read: async () => (await ledger.readDigests([key])).get(key),
    save: ledger.saveDigest,
  }
  return (await updateStored(stored, known, change)).item
}
