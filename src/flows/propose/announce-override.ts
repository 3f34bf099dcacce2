import { renderEmergencyOverride } from '../../../blocks/override-announcement.ts'
import { accountName, rolesNamed } from '../../domain/config.ts'
import type { Proposal } from '../../domain/proposal.ts'
import { throwIfBusy } from '../../domain/retry-later.ts'
import type { PerformNeeds } from '../needs.ts'
import { postOnce } from '../steps/post-once.ts'
import { postWithFallback } from '../steps/post-with-fallback.ts'

/** Announces in the approvers' channel that a change skips their approval. If no channel takes it, the change is not made.
 * @returns whether a channel took it */
export const announceOverride = async (needs: PerformNeeds, proposal: Proposal): Promise<boolean> => {
  const { config, log } = needs
  const approval = config.actions[proposal.action]?.approval
  const channel = approval?.channel ?? config.channels.fallback
  const roles = rolesNamed(config, approval?.roles ?? [])
  const message = renderEmergencyOverride(proposal, accountName(config, proposal.image.account), roles)
  const { delivery } = await postWithFallback(needs, channel, { proposal: proposal.id }, where =>
    postOnce(needs, { key: `override/${proposal.id}/${where}`, channel: where, message }),
  )
  throwIfBusy(delivery, 'an emergency override is announced')
  if (delivery.kind === 'delivered') return true
  log.error('An emergency override could not be announced in any channel; it is not carried out.', {
    proposal: proposal.id,
  })
  return false
}
