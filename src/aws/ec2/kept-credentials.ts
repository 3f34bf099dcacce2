import type { AwsCredentialIdentity } from '@smithy/types'

/** Credentials that end sooner than this are not used: a call takes some time. */
const MARGIN_MS = 5 * 60_000

/** Credentials that are read once and used until shortly before they end; for callers without an SDK client, which would do so. A
 * failure is not kept. */
export const keepCredentials = (
  read: () => Promise<AwsCredentialIdentity>,
  nowMs: () => number,
): (() => Promise<AwsCredentialIdentity>) => {
  let kept: Promise<AwsCredentialIdentity> | undefined
  return async () => {
    const before = kept
    const known = await before?.catch(() => undefined)
    if (known?.expiration && known.expiration.getTime() - nowMs() > MARGIN_MS) return known
    // Another caller that waited for the same credentials may have begun to read already.
    if (kept === before) kept = read()
    return kept ?? read()
  }
}
