import { renderDigestAudit } from '../../../blocks/digest-audit.ts'
import { type Digest, digestKey } from '../../domain/digest.ts'
import { postOnce } from '../steps/post-once.ts'
import type { ShowDigestNeeds } from './show-digest.ts'

/**
 * Posts one line about a digest that is over into the audit channel: how many of what, by whom.
 *
 * @returns the seconds after which Slack has room for it, where it has none now
 */
export const auditDigest = async (needs: ShowDigestNeeds, digest: Digest): Promise<number | undefined> => {
  const { audit } = needs.config.channels
  if (audit === undefined) return undefined
  const key = digestKey(digest)
  const delivery = await postOnce(needs, {
    key: `audit/digest/${key}/${digest.burst}`,
    channel: audit,
    message: renderDigestAudit(digest),
  })
  if (delivery.kind === 'busy') return delivery.retryAfterSec
  if (delivery.kind !== 'delivered')
    needs.log.error('The audit channel could not be told of a digest; the history has its events.', {
      channel: audit,
      digest: key,
      ...delivery,
    })
  return undefined
}
