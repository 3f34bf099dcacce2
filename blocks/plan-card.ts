import { isOver, isRunning } from '../src/domain/plan.ts'
import { aliasCard } from './alias-card.ts'
import { section } from './elements.ts'
import type { Message } from './message.ts'
import { contextPart, messageOf, type Part, quotePart, sectionPart } from './part.ts'
import { planButtons } from './plan-buttons.ts'
import { imagesCard } from './plan-card-images.ts'
import { type PlanCardView, planTitle } from './plan-card-view.ts'
import { revokeCard } from './revoke-card.ts'
import { roleWords } from './role-words.ts'
import { shorten, toLine } from './text.ts'
import { personWords } from './words.ts'

/** The card of a plan: its state, its action, who requested it and who approved it. */

/** Who asked, who approved, where: small print. */
const footerWords = (view: PlanCardView, places: string): string => {
  const { plan, style } = view
  const { person, approval, undoes, options, state } = plan
  const isCarriedOut = isRunning(plan) || state === 'finished'
  return [
    `Requested by ${personWords(person, style)}`,
    ...(approval?.decidedBy && isCarriedOut ? [`approved by ${personWords(approval.decidedBy, style)}`] : []),
    ...(undoes === undefined ? [] : ['undoes an earlier plan']),
    ...(options.deleteSnapshots ? ['their snapshots are deleted too'] : []),
    ...(places === '' ? [] : [places]),
    ...(isOver(plan) && !isCarriedOut ? ['nothing was changed'] : []),
  ].join(' · ')
}

/** "↩️ Undone by @maria · view the plan" */
const followUpParts = ({ plan: { undone, retried }, followLink, style }: PlanCardView): Part[] => {
  const followUp = undone ?? retried
  if (!followUp) return []
  const { by, inPart } = followUp
  const part = inPart ? ' in part' : ''
  const what = undone
    ? `↩️ *Undone${part}* by ${personWords(by, style)}`
    : `🔁 *Retried${part}* by ${personWords(by, style)}: ${inPart ? 'some of what had failed was done' : 'what had failed was done'}`
  return [sectionPart(`${what}${followLink === undefined ? '' : ` · <${followLink}|view that plan>`}`)]
}

export const renderPlanCard = (view: PlanCardView): Message => {
  const { plan, approvers } = view
  const { purpose, approval, state } = plan
  const kind = plan.alias ? aliasCard : plan.revocation ? revokeCard : imagesCard
  const subject = kind.subject(view)
  const title = planTitle(view)
  const who = state === 'waiting' ? roleWords(approvers) : ''
  const why = shorten(toLine(purpose ?? ''), 500)
  const comment = shorten(toLine(approval?.comment ?? ''), 500)
  return messageOf(
    [
      {
        blocks: [section(`*${title}:* ${subject.mrkdwn}${who && `\nApprovers: ${who}`}`)],
        words: `${who && `${who} `}${title}: ${subject.words}`,
      },
      ...(comment === '' ? [] : [quotePart('Comment', comment)]),
      ...(why === '' ? [] : [quotePart('Reason', why)]),
      ...kind.body(view),
      ...followUpParts(view),
      ...planButtons(plan, kind.buttons(view)),
      contextPart(footerWords(view, kind.places(view))),
    ],
    { event_type: 'amiops_plan', event_payload: { plan: plan.id } },
  )
}
