import type { WaitingProposal } from '../domain/proposal.ts'
import { type ImageRecord, isWaitingFor, withoutWaiting } from '../domain/record.ts'
import { changeImage, readImage } from './change-image.ts'
import type { PerformNeeds } from './perform.ts'
import { showImage } from './show.ts'

type Needs = Pick<PerformNeeds, 'ledger' | 'messenger' | 'config' | 'clock' | 'log'>

/** Puts on the image's cards that somebody asks for a second person. */
export const noteWaiting = async (needs: Needs, proposal: WaitingProposal): Promise<void> => {
  const { id, action, image, person: by, approval } = proposal
  const { channel, expiresAtMs: untilMs } = approval
  const waiting = { proposalId: id, action, by, channel, untilMs }
  await changeImage(needs.ledger, image, now =>
    now.waiting?.proposalId === id ? undefined : { ...now, waiting, rev: now.rev + 1 },
  )
  await showImage(needs, image)
}

/** The second person has decided, or nobody has in time. */
export const endWaiting = async (needs: Needs, { id, image }: WaitingProposal): Promise<void> => {
  const { changed } = await changeImage(needs.ledger, image, now =>
    now.waiting?.proposalId === id ? withoutWaiting(now) : undefined,
  )
  if (changed) await showImage(needs, image)
}

/** Another proposal of the same that still waits: one question is enough. */
export const readOtherWaiting = async (
  { ledger, clock }: Needs,
  { id, action, image }: Pick<WaitingProposal, 'id' | 'action' | 'image'>,
): Promise<NonNullable<ImageRecord['waiting']> | undefined> => {
  const { waiting } = await readImage(ledger, image)
  if (!waiting || waiting.proposalId === id || waiting.action !== action) return undefined
  if (!isWaitingFor(waiting, clock.nowMs())) return undefined
  return (await ledger.readProposal(waiting.proposalId))?.state === 'waiting' ? waiting : undefined
}
