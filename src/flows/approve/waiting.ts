import type { ProposalWithApproval } from '../../domain/proposal.ts'
import { type ImageRecord, isWaitingFor, type WaitingApproval, withoutWaiting } from '../../domain/record.ts'
import type { Messenger } from '../../ports.ts'
import { changeImage, readImage } from '../../stored/change-image.ts'
import { showImage } from '../cards/show.ts'
import type { PerformNeeds } from '../needs.ts'

/** A request that awaits approval, and the link to its card. */
export interface Pending {
  waiting: WaitingApproval
  permalink: string | undefined
}

type Needs = Pick<PerformNeeds, 'ledger' | 'messenger' | 'config' | 'clock' | 'log'>

/**
 * Marks the image as waiting for an approval before anybody is asked: one request for each action.
 *
 * @returns the other request for the same action that waits already, with the link to its card; undefined where this one may go
 * on
 */
export const takeWaiting = async (
  needs: Needs,
  { id, action, image, person: by, approval }: ProposalWithApproval,
): Promise<Pending | undefined> => {
  const { ledger } = needs
  const { channel, expiresAtMs: untilMs } = approval
  const before = await readImage(ledger, image)
  const open = await readPending(needs, before, { id, action })
  if (open) return open
  const known = before.waiting?.[action]
  const { record } = await changeImage(ledger, image, now => {
    const taken = now.waiting?.[action]
    if (taken?.proposalId !== known?.proposalId) return undefined
    if (taken?.proposalId === id && taken.untilMs === untilMs) return undefined
    const waiting = { ...now.waiting, [action]: { proposalId: id, by, channel, untilMs } }
    return { ...now, waiting, rev: now.rev + 1 }
  })
  const taken = record.waiting?.[action]
  return taken && taken.proposalId !== id ? { waiting: taken, permalink: undefined } : undefined
}

/** A request for the same change that awaits approval already, and the link to its card where it has one. */
export const readPending = async (
  { ledger, clock, messenger }: Pick<Needs, 'ledger' | 'clock'> & { messenger: Pick<Messenger, 'permalink'> },
  record: ImageRecord,
  { id, action }: Pick<ProposalWithApproval, 'id' | 'action'>,
): Promise<Pending | undefined> => {
  const waiting = record.waiting?.[action]
  if (!waiting || waiting.proposalId === id || !isWaitingFor(waiting, clock.nowMs())) return undefined
  const proposal = await ledger.readProposal(waiting.proposalId)
  // The function that took it a moment ago may not have written the proposal yet.
  if (proposal?.state !== 'open' && proposal?.state !== 'waiting') return undefined
  const { card } = proposal.approval ?? {}
  return { waiting, permalink: card && (await messenger.permalink(card.channelId, card.ts)) }
}

/** Removes the mark: the request was decided, has expired, or was never sent to the approvers. */
export const endWaiting = async (
  needs: Needs,
  { id, action, image }: Pick<ProposalWithApproval, 'id' | 'action' | 'image'>,
): Promise<void> => {
  const { changed } = await changeImage(needs.ledger, image, now =>
    now.waiting?.[action]?.proposalId === id ? withoutWaiting(now, action) : undefined,
  )
  if (changed) await showImage(needs, image)
}
