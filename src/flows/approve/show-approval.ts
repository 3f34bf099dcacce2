import { renderApprovalCard } from '../../../blocks/approval-card.ts'
import type { ApprovalView } from '../../../blocks/approval-view.ts'
import { accountName, type Config, priceOf, rolesNamed } from '../../domain/config.ts'
import { hasApproval, type ProposalWithApproval } from '../../domain/proposal.ts'
import { RetryLater, throwIfBusy } from '../../domain/retry-later.ts'
import type { Clock, Delivery, Log, Messenger, Posts, Proposals } from '../../ports.ts'
import { changeProposal } from '../../stored/change-proposal.ts'
import { type PostOnceNeeds, postOnce } from '../steps/post-once.ts'
import { postWithFallback, refusedWords } from '../steps/post-with-fallback.ts'

export interface ShowApprovalNeeds extends PostOnceNeeds {
  ledger: Posts & Proposals
  messenger: Pick<Messenger, 'post' | 'find' | 'update'>
  config: Config
  clock: Clock
  log: Log
}

const viewOf = ({ config, clock }: ShowApprovalNeeds, proposal: ProposalWithApproval): ApprovalView => ({
  proposal,
  accountName: accountName(config, proposal.image.account),
  nameOf: account => accountName(config, account),
  impact: proposal.impact ?? {},
  // Only an image that was gone before amiops saw it has no facts.
  facts: proposal.facts ?? { state: 'deregistered', tags: {}, snapshots: [] },
  worse: proposal.state === 'waiting' ? (proposal.riskIncrease?.items ?? []) : [],
  pricePerGiB: priceOf(config, proposal.image.region),
  nowMs: clock.nowMs(),
  style: 'mention',
  calls: callsOf(config, proposal),
})

/** The approvers: the roles, without the requester. */
export const callsOf = (
  config: Config,
  { approval, person }: Pick<ProposalWithApproval, 'person'> & { approval: { roles: readonly string[] } },
) =>
  rolesNamed(config, approval.roles).map(role => ({
    ...role,
    users: role.users.filter(userId => userId !== person.userId),
  }))

/**
 * Posts the card that asks the second person, once; in the fallback channel where its own cannot be reached.
 * @throws {RetryLater} when Slack has no room now, or no channel takes it: the queue keeps the request
 */
export const postApproval = async (
  needs: ShowApprovalNeeds,
  proposal: ProposalWithApproval,
): Promise<ProposalWithApproval> => {
  const { ledger } = needs
  if (proposal.approval.card) return proposal
  const message = renderApprovalCard({
    ...viewOf(needs, proposal),
    style: 'name',
  })
  const { lostCardTs = 'first' } = proposal.approval
  const posted = await postWithFallback(needs, proposal.approval.channel, { proposal: proposal.id }, where =>
    postOnce(needs, { key: `approval/${proposal.id}/${where}/${lostCardTs}`, channel: where, message }),
  )
  const { channel, delivery } = posted
  throwIfBusy(delivery, `the next message in ${channel}`)
  if (delivery.kind !== 'delivered')
    throw new RetryLater(300, `The approval card could not be posted: ${refusedWords(posted)}`)
  const card = { channelId: delivery.channelId, ts: delivery.ts }
  const written = await changeProposal(ledger, proposal.id, now =>
    now.approval ? { ...now, approval: { ...now.approval, channel, card } } : undefined,
  )
  return { ...proposal, ...written?.proposal, approval: { ...proposal.approval, channel, card } }
}

/**
 * Posts the card again where it was deleted or its channel is closed to amiops: without a card nobody can decide.
 *
 * @throws {RetryLater} as `postApproval`
 */
export const repostApproval = async (
  needs: ShowApprovalNeeds,
  proposal: ProposalWithApproval,
  { ts }: { ts: string },
): Promise<void> => {
  needs.log.warn('The card of an approval was deleted; it is posted again.', { proposal: proposal.id })
  const written = await changeProposal(needs.ledger, proposal.id, now => {
    if (!now.approval || now.approval.card?.ts !== ts) return undefined
    const { card, ...approval } = now.approval
    return { ...now, approval: { ...approval, lostCardTs: card.ts } }
  })
  if (!written || !hasApproval(written.proposal) || written.proposal.state !== 'waiting') return
  await postApproval(needs, written.proposal)
  // Decided or expired meanwhile: the new card shows it, too.
  const now = await needs.ledger.readProposal(proposal.id)
  if (now && hasApproval(now) && now.state !== 'waiting') await showApproval(needs, now)
}

/** Slack's error codes for a channel in which nobody can use a card any longer. */
const CLOSED = ['channel_not_found', 'not_in_channel', 'is_archived', 'is_inactive']

/**
 * Whether the card cannot be used for a decision: it was deleted, or its channel is closed. A card that only cannot be edited keeps its
 * buttons.
 */
export const isCardLost = (delivery: Delivery): boolean =>
  delivery.kind === 'gone' || (delivery.kind === 'unusable' && CLOSED.includes(delivery.code))

const ROUNDS = 4

/**
 * Updates the card to the proposal. If two functions draw at once, the one that finds a newer proposal than it drew draws again, so that
 * the newest stays.
 *
 * @throws {RetryLater} when Slack has no room now
 */
export const showApproval = async (
  needs: ShowApprovalNeeds,
  proposal: ProposalWithApproval,
): Promise<void> => {
  let drawn = proposal
  for (let round = 0; round < ROUNDS; round++) {
    const { card } = drawn.approval
    if (!card) return
    const delivery = await needs.messenger.update(
      card.channelId,
      card.ts,
      renderApprovalCard(viewOf(needs, drawn)),
    )
    throwIfBusy(delivery, 'a card is edited')
    if (isCardLost(delivery) && drawn.state === 'waiting') return repostApproval(needs, drawn, card)
    if (delivery.kind !== 'delivered')
      return needs.log.warn('The card of an approval could not be edited.', {
        proposal: drawn.id,
        ...delivery,
      })
    const now = await needs.ledger.readProposal(drawn.id)
    if (!now || !hasApproval(now) || now.version <= drawn.version) return
    drawn = now
  }
}
