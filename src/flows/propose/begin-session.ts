import { decideApproval } from '../../domain/approval.ts'
import type { AskOf } from '../../domain/ask.ts'
import type { Right } from '../../domain/authorise.ts'
import { sessionOf } from '../../domain/change-session.ts'
import { orderOf } from '../../domain/order.ts'
import type { Proposal } from '../../domain/proposal.ts'
import type { PerformNeeds } from '../needs.ts'
import { requestOf } from '../perform/refuse.ts'

/**
 * Opens the session of a form's change while the image is looked at. It is not opened if an approval comes first, nor for Retire…, whose
 * call depends on the look.
 */
export const beginSession = async (
  { images, config }: Pick<PerformNeeds, 'images' | 'config'>,
  proposal: Proposal,
  { filled, askedAtMs }: AskOf<'submit'>,
  right: Right,
): Promise<void> => {
  const { action, image, facts, impact } = proposal
  const { emergencyOverride: isOverride, ...options } = filled.options
  const isDecidedLater = action === 'retire' && !proposal.retirement
  if (!right.allowed || isDecidedLater) return
  if (!isOverride && decideApproval(config, action, image, facts, impact)) return
  const order = orderOf({ ...proposal, options }, { kind: 'not-needed' }, askedAtMs)
  await images.beginSession(sessionOf(requestOf(order), facts))
}
