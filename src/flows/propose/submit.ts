import { renderTooLate } from '../../../blocks/not-taken.ts'
import {
  renderClosedTooSoon,
  renderGoneForm,
  renderNotAnnounced,
  renderSomebodyElsesForm,
} from '../../../blocks/proposal-notes.ts'
import type { AskOf } from '../../domain/ask.ts'
import { type Attempt, withoutRight } from '../../domain/history.ts'
import { type Consent, orderOf } from '../../domain/order.ts'
import { FORM_GOOD_FOR_MS, type Proposal, withRiskIncrease } from '../../domain/proposal.ts'
import { GOOD_FOR_MS } from '../../domain/request-timing.ts'
import { throwIfBusy } from '../../domain/retry-later.ts'
import { readImage } from '../../stored/change-image.ts'
import { changeProposal } from '../../stored/change-proposal.ts'
import { askSecondPerson, showWaiting } from '../approve/ask-second-person.ts'
import { attemptOfProposal } from '../approve/proposal-attempt.ts'
import { endWaiting } from '../approve/waiting.ts'
import { showLook } from '../cards/show-look.ts'
import { change } from '../change.ts'
import type { PerformNeeds } from '../needs.ts'
import type { Seen } from '../perform/prepare.ts'
import { recordAttempt } from '../steps/record-attempt.ts'
import { refuse } from '../steps/refuse.ts'
import { type Asked, reply, sayPrivately } from '../steps/reply.ts'
import { announceOverride } from './announce-override.ts'
import { checkForm, type SeenProposal } from './check-form.ts'
import { drawForm, pendingFor } from './draw-form.ts'
import type { Drawing } from './drawing.ts'

/**
 * Takes a form that was sent: 1 whose it is 2 whether it comes in time 3 check it 4 draw it again, refuse, ask a second person
 * or carry it out.
 */
export const submit = async (needs: PerformNeeds, ask: AskOf<'submit'>): Promise<void> => {
  const { ledger, clock } = needs
  const proposal = await ledger.readProposal(ask.proposalId)
  if (!proposal) return reply(needs, ask, renderGoneForm())
  const { action, place } = proposal
  const asked: Asked = { action, place, person: ask.person, viewId: ask.viewId }
  // 1 whose it is
  const isTheirs =
    proposal.person.userId === ask.person.userId && proposal.person.workspaceId === ask.person.workspaceId
  if (!isTheirs) return reply(needs, { ...asked, place: ask.place }, renderSomebodyElsesForm())
  if (proposal.submittedBy === ask.key) return continueSubmission(needs, proposal, asked)
  const refusal = await ledger.readRefusal(ask.key)
  if (refusal) return reply(needs, asked, refusal)
  // 2 whether it comes in time
  if (clock.nowMs() - ask.askedAtMs > GOOD_FOR_MS) {
    return refuse(needs, ask.key, asked, renderTooLate(action, await readImage(ledger, proposal.image)))
  }
  const isTooOld = clock.nowMs() - proposal.askedAtMs > FORM_GOOD_FOR_MS
  if (proposal.state !== 'open' || isTooOld || !isSeen(proposal)) return reply(needs, asked, renderGoneForm())
  await take(needs, proposal, ask, asked)
}

const isSeen = (proposal: Proposal): proposal is SeenProposal =>
  proposal.impact !== undefined && proposal.facts !== undefined

/** Does what the check says. */
const take = async (
  needs: PerformNeeds,
  proposal: SeenProposal,
  ask: AskOf<'submit'>,
  asked: Asked,
): Promise<void> => {
  const { ledger, clock } = needs
  // 3 check it
  const checked = await checkForm(needs, proposal, ask)
  const typed = { ...proposal, options: ask.filled.options }
  // 4 draw it again, refuse, ask a second person or carry it out
  switch (checked.kind) {
    case 'unreachable':
      return refuse(needs, ask.key, asked, checked.message)
    case 'refused': {
      const { reason, message, seen, isWithoutRight } = checked
      if (seen) await showLook(needs, seen, ask.key)
      const attempt: Attempt = { ...attemptOfProposal(proposal), outcome: 'refused', reason }
      await recordAttempt(needs, proposal.image, isWithoutRight ? withoutRight(attempt) : attempt)
      return refuse(needs, ask.key, asked, message)
    }
    case 'unseen': {
      const { record, impact, difference, choice } = checked
      const shown = { by: ask.key, atMs: clock.nowMs() }
      const noted = await changeProposal(ledger, proposal, now =>
        now.state === 'open'
          ? { ...now, ...difference, impact, shown, ...(choice && { choice }) }
          : undefined,
      )
      const seen = { ...typed, ...difference, impact, ...(choice && { choice }) }
      return noted ? redraw(needs, ask, seen, { record, impact }) : reply(needs, asked, renderGoneForm())
    }
    case 'complaint':
      return redraw(needs, ask, typed, { ...checked, impact: proposal.impact })
    case 'worse': {
      const noted = await changeProposal(ledger, proposal, now =>
        now.state === 'open'
          ? withRiskIncrease({ ...now, impact: checked.impact }, checked.worse, ask.key, clock.nowMs())
          : undefined,
      )
      return redraw(needs, ask, typed, {
        ...checked,
        worse: noted?.proposal.riskIncrease?.items ?? checked.worse,
      })
    }
    case 'needs approval':
      return askSecondPerson(needs, checked.filled, checked.need, asked)
    case 'go': {
      // An earlier delivery was about to request an approval, which is no longer needed.
      if (proposal.approval) await endWaiting(needs, proposal)
      const { approval: _unasked, ...filled } = checked.filled
      const taken = await changeProposal(ledger, proposal, now =>
        now.state === 'open' ? { ...filled, version: now.version, state: 'submitted' } : undefined,
      )
      if (taken?.proposal.submittedBy !== ask.key) return reply(needs, asked, renderGoneForm())
      return continueSubmission(needs, taken.proposal, asked, checked.seen)
    }
  }
}

/** Draws the form again with what the person has typed; a person who has closed it is answered privately. */
const redraw = async (
  needs: PerformNeeds,
  ask: AskOf<'submit'>,
  proposal: SeenProposal,
  drawing: Pick<Drawing, 'record' | 'impact' | 'worse' | 'complaint'>,
): Promise<void> => {
  const { typedName, purpose, retirement } = ask.filled
  const { record, impact, worse, complaint } = drawing
  const drawn = await drawForm(needs, {
    viewId: ask.viewId,
    proposal,
    record,
    facts: record.facts ?? proposal.facts,
    impact,
    ...(await pendingFor(needs, record, proposal)),
    typed: {
      ...(typedName && { name: typedName }),
      ...(purpose && { purpose }),
      ...(retirement && { retirement }),
    },
    ...(worse && { worse }),
    ...(complaint && { complaint }),
  })
  throwIfBusy(drawn, 'the form is drawn')
  if (drawn.kind !== 'delivered')
    await sayPrivately(needs, { place: proposal.place, person: ask.person }, renderClosedTooSoon(proposal))
}

/** Continues a submission that is written; also when its function ended and it is delivered again. */
const continueSubmission = async (
  needs: PerformNeeds,
  proposal: Proposal,
  asked: Asked,
  seen?: Seen,
): Promise<void> => {
  if (proposal.state === 'waiting') return showWaiting(needs, proposal, asked)
  if (proposal.state !== 'submitted' && proposal.state !== 'refused') return
  const isOverride = proposal.options.emergencyOverride === true
  if (proposal.state === 'refused' || (isOverride && !(await announceOverride(needs, proposal)))) {
    const reason = 'no channel took the announcement of the emergency override'
    await changeProposal(needs.ledger, proposal.id, now => ({ ...now, state: 'refused' }))
    await recordAttempt(needs, proposal.image, { ...attemptOfProposal(proposal), outcome: 'refused', reason })
    return reply(needs, asked, renderNotAnnounced(proposal))
  }
  const consent: Consent = { kind: isOverride ? 'emergency-override' : 'not-needed' }
  await change(needs, orderOf(proposal, consent, proposal.sentAtMs ?? proposal.askedAtMs), seen)
}
