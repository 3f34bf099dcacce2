import type { ProposalWithApproval } from '../../domain/proposal.ts'
import { isWaitingFor, type WaitingApproval, withoutWaiting } from '../../domain/record.ts'
import { changeImage, readImage } from '../../stored/change-image.ts'
import { showImage } from '../cards/show.ts'
import type { PerformNeeds } from '../needs.ts'

type Needs = Pick<PerformNeeds, 'ledger' | 'messenger' | 'config' | 'clock' | 'log'>

/**
 * Notes on the image that somebody asks for a second person, before anybody is asked: one question for each action.
 *
 * @returns the other proposal of the same that waits already; undefined where this one may
 */
export const takeWaiting = async (
  needs: Needs,
  { id, action, image, person: by, approval }: ProposalWithApproval,
): Promise<WaitingApproval | undefined> => {
  const { ledger, clock } = needs
  const { channel, expiresAtMs: untilMs } = approval
  const known = (await readImage(ledger, image)).waiting?.[action]
  const isOpen =
    known !== undefined &&
    known.proposalId !== id &&
    isWaitingFor(known, clock.nowMs()) &&
    // The function that took it a moment ago may not have written the proposal yet.
    ['open', 'waiting'].includes((await ledger.readProposal(known.proposalId))?.state ?? 'gone')
  if (isOpen) return known
  const { record } = await changeImage(ledger, image, now => {
    const taken = now.waiting?.[action]
    if (taken?.proposalId !== known?.proposalId) return undefined
    if (taken?.proposalId === id && taken.untilMs === untilMs) return undefined
    const waiting = { ...now.waiting, [action]: { proposalId: id, by, channel, untilMs } }
    return { ...now, waiting, rev: now.rev + 1 }
  })
  const taken = record.waiting?.[action]
  return taken && taken.proposalId !== id ? taken : undefined
}

/** The second person has decided, or nobody has in time, or nobody was asked after all. */
export const endWaiting = async (
  needs: Needs,
  { id, action, image }: Pick<ProposalWithApproval, 'id' | 'action' | 'image'>,
): Promise<void> => {
  const { changed } = await changeImage(needs.ledger, image, now =>
    now.waiting?.[action]?.proposalId === id ? withoutWaiting(now, action) : undefined,
  )
  if (changed) await showImage(needs, image)
}
