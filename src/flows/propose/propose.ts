import { renderUnreachable } from '../../../blocks/not-possible.ts'
import { renderTooLate } from '../../../blocks/not-taken.ts'
import { ACTION_RULES } from '../../domain/actions.ts'
import type { AskOf } from '../../domain/ask.ts'
import { rolesFor } from '../../domain/authorise.ts'
import { type Attempt, withoutRight } from '../../domain/history.ts'
import { type Proposal, proposalOf } from '../../domain/proposal.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { GOOD_FOR_MS } from '../../domain/request-timing.ts'
import { throwIfBusy } from '../../domain/retry-later.ts'
import { allOf } from '../../in-parallel.ts'
import { readImage } from '../../stored/change-image.ts'
import { changeProposal } from '../../stored/change-proposal.ts'
import { showLook } from '../cards/show-look.ts'
import type { PerformNeeds } from '../needs.ts'
import { authorise } from '../steps/authorise.ts'
import { gatherImpact } from '../steps/gather.ts'
import { lookAfresh } from '../steps/look-afresh.ts'
import { recordAttempt } from '../steps/record-attempt.ts'
import { checkState, goneState, noRight } from '../steps/refusals.ts'
import { reply } from '../steps/reply.ts'
import { beginRetirement } from './begin-retirement.ts'
import { beginSharing, firstDifference } from './begin-sharing.ts'
import { drawConfirmForm } from './confirm.ts'
import { drawForm, pendingFor } from './draw-form.ts'
import type { Drawing } from './drawing.ts'

/**
 * Fills the form that the public function has opened; for a change that a button makes at once, with the short form. Changes nothing in
 * EC2.
 */
export const propose = async (needs: PerformNeeds, ask: AskOf<'propose'>): Promise<void> => {
  const { config, clock, ledger } = needs
  const { action, image, viewId } = ask
  if (clock.nowMs() - ask.askedAtMs > GOOD_FOR_MS)
    return reply(needs, ask, renderTooLate(action, await readImage(ledger, image)))

  // 1 Permission and look.
  const [right, looked] = await allOf([
    authorise(needs, ask, rolesFor(config, action)),
    lookAfresh(needs, image),
  ])
  if (!right.allowed) {
    const { reason, message } = noRight(action, await readImage(ledger, image), right)
    await recordAttempt(needs, image, withoutRight(refused(ask, reason)))
    return reply(needs, ask, message)
  }

  if (!looked.ok) return reply(needs, ask, renderUnreachable(action, image, looked.why))
  const { record } = looked
  const gone = checkState(config, action, record)
  if (!gone && !ACTION_RULES[action].asksFirst) return drawConfirmForm(needs, ask, record)
  if (gone || !record.facts) {
    const { reason, message } = gone ?? goneState(config, action, record)
    await showLook(needs, looked, ask.key)
    await recordAttempt(needs, image, refused(ask, reason))
    return reply(needs, ask, message)
  }

  const { facts } = record
  // 2 Save the proposal.
  const beginning = await beginningOf(needs, ask, record)
  if ('refusal' in beginning) return reply(needs, ask, beginning.refusal)
  const fresh = proposalOf(ask, { facts, ...beginning })
  const isNew = await ledger.saveProposal(fresh)
  const proposal = isNew ? { ...fresh, version: fresh.version + 1 } : await ledger.readProposal(ask.key)
  // Delivered again after the form was submitted: it shows the answer to that now.
  if (proposal?.state !== 'open') return
  const pending = await pendingFor(needs, record, proposal)
  const drawing = { viewId, proposal, record, facts, ...pending }
  // 3 Gather the facts, and draw them as they arrive.
  // The person agrees to what an earlier delivery has drawn: the same is drawn again, and checked when the form is sent.
  const seen = proposal.impact ? proposal : await gatherAndSave(needs, drawing)
  // 4 Draw the whole form.
  const drawn = await drawForm(needs, { ...drawing, proposal: seen, impact: seen.impact ?? {} })
  throwIfBusy(drawn, 'the form is drawn')
}

/** What the form shows first. */
const beginningOf = (needs: PerformNeeds, ask: AskOf<'propose'>, record: ImageRecord) => {
  if (ask.action === 'shareWith') return beginSharing(needs, ask, record)
  return ask.action === 'retire' ? beginRetirement(needs, ask, record) : {}
}

const gatherAndSave = async (
  needs: PerformNeeds,
  drawing: Omit<Drawing, 'impact'> & { proposal: Proposal },
): Promise<Proposal> => {
  const { proposal, facts } = drawing
  const impact = await gatherImpact(needs.uses, proposal.image, facts, async arrived => {
    await drawForm(needs, { ...drawing, impact: arrived })
  })
  const saved = await changeProposal(needs.ledger, proposal, now =>
    now.state === 'open' && !now.impact
      ? { ...now, impact, ...firstDifference(needs.config, now, impact) }
      : undefined,
  )
  return saved?.proposal ?? { ...proposal, impact }
}

const refused = ({ key, action, person, askedAtMs }: AskOf<'propose'>, reason: string): Attempt => ({
  kind: 'request',
  id: key,
  atMs: askedAtMs,
  action,
  outcome: 'refused',
  by: person,
  reason,
})
