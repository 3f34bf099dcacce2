import { renderBreakGlass } from '../../../blocks/approval-card.ts'
import type { Message } from '../../../blocks/message.ts'
import {
  renderBegun,
  renderClosedTooSoon,
  renderGoneForm,
  renderNotAnnounced,
  renderSomebodyElsesForm,
} from '../../../blocks/proposal-notes.ts'
import { renderGoneState, renderRefusal, renderTooLate, renderUnreachable } from '../../../blocks/refusal.ts'
import { decideApproval } from '../../domain/approval.ts'
import { type AskOf, GOOD_FOR_MS } from '../../domain/ask.ts'
import { noRightWords, rolesFor } from '../../domain/authorise.ts'
import { accountName, rolesNamed } from '../../domain/config.ts'
import type { Impact } from '../../domain/impact.ts'
import { Later } from '../../domain/later.ts'
import { offersOf } from '../../domain/offers.ts'
import { type Consent, orderOf } from '../../domain/order.ts'
import {
  complaintOf,
  FORM_GOOD_FOR_MS,
  isBlindYes,
  type Proposal,
  withWorsened,
} from '../../domain/proposal.ts'
import { type ImageRecord, stateOf } from '../../domain/record.ts'
import { decideWorse } from '../../domain/worse.ts'
import { askSecondPerson, showWaiting } from '../approve/ask-second-person.ts'
import { attemptOfProposal } from '../approve/proposal-attempt.ts'
import { showImage } from '../cards/show.ts'
import { change } from '../change.ts'
import type { PerformNeeds } from '../needs.ts'
import type { Seen } from '../perform/prepare.ts'
import { authorise } from '../steps/authorise.ts'
import { changeImage, readImage } from '../steps/change-image.ts'
import { changeProposal } from '../steps/change-proposal.ts'
import { gatherImpact } from '../steps/gather.ts'
import { lookAfresh } from '../steps/look-afresh.ts'
import { orLater } from '../steps/or-later.ts'
import { postOnce } from '../steps/post-once.ts'
import { recordAttempt } from '../steps/record-attempt.ts'
import { type Asked, reply } from '../steps/reply.ts'
import { sayPrivately } from '../steps/say-privately.ts'
import { drawForm } from './draw-form.ts'

/** A proposal whose facts the person has seen. */
type SeenProposal = Proposal & { impact: Impact; facts: NonNullable<Proposal['facts']> }

/**
 * Takes a form that was sent: 1 whose is it 2 is it filled in right 3 authorise 4 read the facts again: worse is shown and
 * asked once more 5 ask a second person, where the config wants one 6 perform.
 */
export const submit = async (needs: PerformNeeds, ask: AskOf<'submit'>): Promise<void> => {
  const { ledger, clock } = needs
  const proposal = await ledger.readProposal(ask.proposalId)
  if (!proposal) return reply(needs, ask, renderGoneForm())
  const { action, place } = proposal
  const asked: Asked = { action, place, person: ask.person, viewId: ask.viewId }
  const isTheirs =
    proposal.person.userId === ask.person.userId && proposal.person.workspaceId === ask.person.workspaceId
  if (!isTheirs) return reply(needs, { ...asked, place: ask.place }, renderSomebodyElsesForm())
  if (proposal.submittedBy === ask.key) return goOn(needs, proposal, asked)
  const refusal = await ledger.readRefusal(ask.key)
  if (refusal) return reply(needs, asked, refusal)
  if (clock.nowMs() - ask.askedAtMs > GOOD_FOR_MS) {
    const words = renderTooLate(action, await readImage(ledger, proposal.image))
    await ledger.saveRefusal(ask.key, words, clock.nowMs())
    return reply(needs, asked, words)
  }
  const isTooOld = clock.nowMs() - proposal.askedAtMs > FORM_GOOD_FOR_MS
  if (proposal.state !== 'open' || isTooOld || !isSeen(proposal)) return reply(needs, asked, renderGoneForm())
  await check(needs, proposal, ask, asked)
}

const isSeen = (proposal: Proposal): proposal is SeenProposal =>
  proposal.impact !== undefined && proposal.facts !== undefined

const check = async (
  needs: PerformNeeds,
  proposal: SeenProposal,
  ask: AskOf<'submit'>,
  asked: Asked,
): Promise<void> => {
  const { ledger, config, uses, clock } = needs
  const { action, image } = proposal
  const looked = await lookAfresh(needs, image)
  if (!looked.ok) {
    const words = renderUnreachable(action, image, looked.why)
    await ledger.saveRefusal(ask.key, words, clock.nowMs())
    return reply(needs, asked, words)
  }
  const { record } = looked
  const right = await authorise(needs, ask, rolesFor(config, action))
  const refuse = async (reason: string, message: Message): Promise<void> => {
    await recordAttempt(needs, image, { ...attemptOfProposal(proposal), outcome: 'refused', reason })
    await ledger.saveRefusal(ask.key, message, clock.nowMs())
    await reply(needs, asked, message)
  }
  if (!right.allowed) return refuse(noRightWords(right), renderRefusal(action, record, right))
  if (!offersOf(record).includes(action)) {
    await changeImage(ledger, image, looked.apply)
    await showImage(needs, image)
    return refuse(`the image was ${stateOf(record) ?? 'unknown to EC2'}`, renderGoneState(action, record))
  }

  const facts = record.facts ?? proposal.facts
  const need = decideApproval(config, action, image, facts, proposal.impact)
  const again = (impact: Impact, more: Partial<Parameters<typeof drawForm>[1]>): Promise<void> =>
    redraw(needs, { proposal: { ...proposal, options: ask.filled.options }, record, ask, impact, more })
  const complaint = complaintOf({ ...proposal, facts }, ask.filled, need !== undefined)
  if (complaint) return again(proposal.impact, { complaint })

  const impact = await gatherImpact(uses, image, facts)
  const worse = decideWorse(proposal.impact, impact)
  const needNow = decideApproval(config, action, image, facts, impact)
  if (worse.length > 0 || (needNow && !need) || isBlindYes(proposal, ask)) {
    const noted = await changeProposal(ledger, proposal.id, now =>
      now.state === 'open' ? withWorsened({ ...now, impact }, worse, ask.key, clock.nowMs()) : undefined,
    )
    return again(impact, { worse: noted?.proposal.worsened?.worse ?? worse })
  }

  const breaksGlass = need !== undefined && ask.filled.options.breakGlass === true
  if (breaksGlass) {
    const may = await authorise(needs, ask, config.actions[action]?.breakGlass?.roles ?? [])
    if (!may.allowed)
      return refuse(`without a second person: ${noRightWords(may)}`, renderRefusal(action, record, may))
  }
  const { purpose } = ask.filled
  const { breakGlass: _ticked, ...others } = ask.filled.options
  const options = { ...others, ...(breaksGlass && { breakGlass: true as const }) }
  const filled: Proposal = {
    ...proposal,
    facts,
    impact,
    options,
    submittedBy: ask.key,
    sentAtMs: ask.askedAtMs,
    ...(purpose && { purpose }),
  }
  if (need && !breaksGlass) return askSecondPerson(needs, filled, need, asked)
  const taken = await changeProposal(ledger, proposal, now =>
    now.state === 'open' ? { ...filled, version: now.version, state: 'submitted' } : undefined,
  )
  if (taken?.proposal.submittedBy !== ask.key) return reply(needs, asked, renderGoneForm())
  await goOn(needs, taken.proposal, asked, { looked, impact })
}

/** The form again, with what the person has typed; who has closed it is told. */
const redraw = async (
  needs: PerformNeeds,
  {
    proposal,
    record,
    ask,
    impact,
    more,
  }: {
    proposal: SeenProposal
    record: ImageRecord
    ask: AskOf<'submit'>
    impact: Impact
    more: Partial<Parameters<typeof drawForm>[1]>
  },
): Promise<void> => {
  const { typedName, purpose } = ask.filled
  const drawn = await drawForm(needs, {
    viewId: ask.viewId,
    proposal,
    record,
    facts: record.facts ?? proposal.facts,
    impact,
    typed: { ...(typedName && { name: typedName }), ...(purpose && { purpose }) },
    ...more,
  })
  if (drawn.kind === 'busy')
    throw new Later(drawn.retryAfterSec, 'Slack asks to wait before the form is drawn.')
  if (drawn.kind !== 'delivered')
    await sayPrivately(needs, { place: proposal.place, person: ask.person }, renderClosedTooSoon(proposal))
}

/** From where this submission stands, also when the function died and it is delivered again. */
const goOn = async (needs: PerformNeeds, proposal: Proposal, asked: Asked, seen?: Seen): Promise<void> => {
  if (proposal.state === 'waiting') return showWaiting(needs, proposal, asked)
  if (proposal.state !== 'submitted' && proposal.state !== 'refused') return
  const breaksGlass = proposal.options.breakGlass === true
  if (proposal.state === 'refused' || (breaksGlass && !(await announceBreakGlass(needs, proposal)))) {
    const reason = 'no channel took the announcement that it goes without a second person'
    await changeProposal(needs.ledger, proposal.id, now => ({ ...now, state: 'refused' }))
    await recordAttempt(needs, proposal.image, { ...attemptOfProposal(proposal), outcome: 'refused', reason })
    return reply(needs, asked, renderNotAnnounced(proposal))
  }
  const { cards } = seen?.looked.before ?? (await readImage(needs.ledger, proposal.image))
  // A Slack that does not answer keeps nobody from what was asked for.
  const later = await orLater(reply(needs, asked, renderBegun(proposal, cards)))
  const consent: Consent = { kind: breaksGlass ? 'break-glass' : 'not-needed' }
  await change(needs, orderOf(proposal, consent, proposal.sentAtMs ?? proposal.askedAtMs, asked.viewId), seen)
  if (later) throw later
}

/** What nobody hears of is not done. @returns whether a channel took it */
const announceBreakGlass = async (needs: PerformNeeds, proposal: Proposal): Promise<boolean> => {
  const { config, log } = needs
  const approval = config.actions[proposal.action]?.approval
  const channel = approval?.channel ?? config.channels.fallback
  const roles = rolesNamed(config, approval?.roles ?? [])
  const message = renderBreakGlass(proposal, accountName(config, proposal.image.account), roles)
  for (const where of new Set([channel, config.channels.fallback])) {
    const delivery = await postOnce(needs, { key: `break-glass/${proposal.id}`, channel: where, message })
    if (delivery.kind === 'delivered') return true
    if (delivery.kind === 'busy') throw new Later(delivery.retryAfterSec, `Slack asks to wait in ${where}.`)
  }
  log.error('A break-glass could not be announced in any channel; it is not carried out.', {
    proposal: proposal.id,
  })
  return false
}
