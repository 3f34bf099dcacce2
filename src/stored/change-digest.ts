import type { Digest } from '../domain/digest.ts'
import type { Digests } from '../ports.ts'
import { updateStored } from './update-stored.ts'

/**
 * Changes a channel's digest: see `updateStored`.
 *
 * @param known what was read already; undefined where it has to be read
 * @param change gives the new digest, or undefined to leave it; a channel may have none yet
 * @returns the digest as it now is
 */
export const changeDigest = async (
  ledger: Digests,
  channel: string,
  known: Digest | undefined,
  change: (digest: Digest | undefined) => Digest | undefined,
): Promise<Digest | undefined> => {
  const stored = {
    name: `The digest of ${channel}`,
    read: async () => (await ledger.readDigests([channel])).get(channel),
    save: ledger.saveDigest,
  }
  return (await updateStored(stored, known, change)).item
}
