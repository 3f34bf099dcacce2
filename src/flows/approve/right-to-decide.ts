import type { Message } from '../../../blocks/message.ts'
import { renderNotTheirs, renderOwnProposal } from '../../../blocks/proposal-notes.ts'
import { renderNoDecision } from '../../../blocks/refusal.ts'
import type { Action } from '../../domain/actions.ts'
import type { AskOf } from '../../domain/ask.ts'
import { type NotAllowed, noRightWords, type Right } from '../../domain/authorise.ts'
import type { Role } from '../../domain/config.ts'
import { type Attempt, withoutRight } from '../../domain/history.ts'
import type { ProposalWithApproval } from '../../domain/proposal.ts'
import { readImage } from '../../stored/change-image.ts'
import type { PerformNeeds } from '../needs.ts'
import { authorise } from '../steps/authorise.ts'
import { recordAttempt } from '../steps/record-attempt.ts'
import { refuse } from '../steps/refuse.ts'

/** Nobody decides on their own request, and nobody withdraws somebody else's. */
export const whyNotTheirs = (
  found: ProposalWithApproval,
  { decision, person }: AskOf<'decide'>,
  roles: readonly Role[],
): { reason: string; message: Message } | undefined => {
  const isOwn = found.person.userId === person.userId && found.person.workspaceId === person.workspaceId
  if (decision === 'withdraw')
    return isOwn ? undefined : { reason: 'not the requester', message: renderNotTheirs(found) }
  // Compared by user id alone: in an Enterprise Grid, people must not approve their own request from another workspace.
  return found.person.userId === person.userId
    ? { reason: 'own request', message: renderOwnProposal(found, decision, roles) }
    : undefined
}

/** The config as it is now says who may decide. To withdraw one's own request needs no role. */
export const readRightToDecide = async (
  needs: PerformNeeds,
  { action, approval }: ProposalWithApproval,
  ask: AskOf<'decide'>,
): Promise<Right> =>
  ask.decision === 'withdraw'
    ? { allowed: true, role: 'requester' }
    : authorise(needs, ask, needs.config.actions[action]?.approval?.roles ?? approval.roles)

export const refuseDecision = async (
  needs: PerformNeeds,
  { action, image }: ProposalWithApproval,
  ask: AskOf<'decide'>,
  right: NotAllowed,
): Promise<void> => {
  await recordAttempt(needs, image, withoutRight(refusedDecision(action, ask, noRightWords(right))))
  const message = renderNoDecision(action, await readImage(needs.ledger, image), right)
  await refuse(needs, ask.key, { ...ask, action }, message)
}

export const refusedDecision = (
  action: Action,
  { key, person, decision, askedAtMs }: AskOf<'decide'>,
  why: string,
): Attempt => ({
  kind: 'request',
  id: `decision/${key}`,
  atMs: askedAtMs,
  action,
  outcome: 'refused',
  by: person,
  decision,
  reason: `tried to ${decision} it: ${why}`,
})
