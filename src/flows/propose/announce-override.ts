import { renderEmergencyOverride } from '../../../blocks/approval-card.ts'
import { accountName, rolesNamed } from '../../domain/config.ts'
import type { Proposal } from '../../domain/proposal.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import type { PerformNeeds } from '../needs.ts'
import { postOnce } from '../steps/post-once.ts'

/** Says in the approvers' channel that a change goes without them. What nobody hears of is not done.
 * @returns whether a channel took it */
export const announceOverride = async (needs: PerformNeeds, proposal: Proposal): Promise<boolean> => {
  const { config, log } = needs
  const approval = config.actions[proposal.action]?.approval
  const channel = approval?.channel ?? config.channels.fallback
  const roles = rolesNamed(config, approval?.roles ?? [])
  const message = renderEmergencyOverride(proposal, accountName(config, proposal.image.account), roles)
  for (const where of new Set([channel, config.channels.fallback])) {
    const delivery = await postOnce(needs, { key: `override/${proposal.id}`, channel: where, message })
    if (delivery.kind === 'delivered') return true
    if (delivery.kind === 'busy')
      throw new RetryLater(delivery.retryAfterSec, `Slack asks to wait in ${where}.`)
    log.warn('An emergency override could not be announced in a channel.', { channel: where, ...delivery })
  }
  log.error('An emergency override could not be announced in any channel; it is not carried out.', {
    proposal: proposal.id,
  })
  return false
}
