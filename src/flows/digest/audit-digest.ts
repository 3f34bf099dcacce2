import { renderDigestAudit } from '../../../blocks/digest-audit.ts'
import { type Digest, digestKey } from '../../domain/digest.ts'
import { postAuditLine } from '../steps/post-audit-line.ts'
import type { ShowDigestNeeds } from './show-digest.ts'

/**
 * Posts one line about a digest that is over into the audit channel: how many of what, by whom.
 *
 * @returns the seconds after which Slack has room for it, where it has none now
 */
export const auditDigest = async (needs: ShowDigestNeeds, digest: Digest): Promise<number | undefined> => {
  const key = digestKey(digest)
  const line = {
    key: `digest/${key}/${digest.burst}`,
    message: renderDigestAudit(digest),
    about: { digest: key },
  }
  const delivery = await postAuditLine(needs, line, 'return')
  return delivery?.kind === 'busy' ? delivery.retryAfterSec : undefined
}
