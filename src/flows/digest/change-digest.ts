import type { Digest } from '../../domain/digest.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import type { Digests } from '../../ports.ts'

const TRIES = 12

/**
 * Changes a channel's digest by a pure function and writes it, again from the start when somebody else wrote meanwhile.
 *
 * @param known what was read already; undefined where it has to be read
 * @param change gives the new digest, or undefined to leave it
 * @returns the digest as it now is
 */
export const changeDigest = async (
  ledger: Digests,
  channel: string,
  known: Digest | undefined,
  change: (digest: Digest | undefined) => Digest | undefined,
): Promise<Digest | undefined> => {
  let before = known
  for (let tried = 0; tried < TRIES; tried++) {
    if (tried > 0 || !before) before = (await ledger.readDigests([channel])).get(channel)
    const next = change(before)
    if (next === undefined) return before
    if (await ledger.saveDigest(next)) return { ...next, version: next.version + 1 }
  }
  throw new RetryLater(3, `The digest of ${channel} was written by others ${TRIES} times in a row.`)
}
