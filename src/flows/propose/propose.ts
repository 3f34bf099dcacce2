import { renderTooLate, renderUnreachable } from '../../../blocks/refusal.ts'
import type { AskOf } from '../../domain/ask.ts'
import { rolesFor } from '../../domain/authorise.ts'
import { type Attempt, withoutRight } from '../../domain/history.ts'
import { proposalOf } from '../../domain/proposal.ts'
import { GOOD_FOR_MS } from '../../domain/request.ts'
import { throwIfBusy } from '../../domain/retry-later.ts'
import { allOf } from '../../in-parallel.ts'
import { showRecord } from '../cards/show.ts'
import type { PerformNeeds } from '../needs.ts'
import { authorise } from '../steps/authorise.ts'
import { changeRecord, readImage } from '../steps/change-image.ts'
import { changeProposal } from '../steps/change-proposal.ts'
import { gatherImpact } from '../steps/gather.ts'
import { lookAfresh } from '../steps/look-afresh.ts'
import { recordAttempt } from '../steps/record-attempt.ts'
import { checkState, goneState, noRight } from '../steps/refusals.ts'
import { reply } from '../steps/reply.ts'
import { drawForm } from './draw-form.ts'

/**
 * Fills the form that the door has opened: 1 look, and who may 2 note the proposal 3 gather the facts, drawing them as they
 * arrive 4 draw the whole. Changes nothing in EC2.
 */
export const propose = async (needs: PerformNeeds, ask: AskOf<'propose'>): Promise<void> => {
  const { config, clock, ledger, uses } = needs
  const { action, image, viewId } = ask
  if (clock.nowMs() - ask.askedAtMs > GOOD_FOR_MS)
    return reply(needs, ask, renderTooLate(action, await readImage(ledger, image)))

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
  const gone = checkState(action, record)
  if (gone || !record.facts) {
    const { reason, message } = gone ?? goneState(action, record)
    await showRecord(needs, (await changeRecord(ledger, looked.before, looked.apply)).record)
    await recordAttempt(needs, image, refused(ask, reason))
    return reply(needs, ask, message)
  }

  const { facts } = record
  const proposal = proposalOf(ask, { facts })
  await ledger.saveProposal(proposal)
  const saved = { ...proposal, version: proposal.version + 1 }
  const drawing = { viewId, proposal, record, facts }
  const impact = await gatherImpact(uses, image, facts, async arrived => {
    await drawForm(needs, { ...drawing, impact: arrived })
  })
  await changeProposal(ledger, saved, now => (now.state === 'open' ? { ...now, impact } : undefined))
  const drawn = await drawForm(needs, { ...drawing, impact })
  throwIfBusy(drawn, 'the form is drawn')
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
