import type { KnownBlock } from '@slack/types'
import type { Role } from '../src/domain/config.ts'
import type { Approval, Proposal } from '../src/domain/proposal.ts'
import { verbOf } from './action-words.ts'
import { approveSummary } from './approval-summary.ts'
import type { ApprovalView } from './approval-view.ts'
import { renderDecidedCard } from './decided-card.ts'
import { actions, button, context, quote, section } from './elements.ts'
import { imageWords } from './image-words.ts'
import { impactLines } from './impact.ts'
import { impactInLine } from './impact-in-line.ts'
import { type Message, message } from './message.ts'
import { optionWords } from './option-words.ts'
import { worseWords } from './risk-increase.ts'
import { roleWords } from './role-words.ts'
import { sharingWords } from './sharing.ts'
import { code, escapeText, shorten, toLine } from './text.ts'
import { accountWords, personWords, stateWords, timeWords, utcWords } from './words.ts'

const waitingWords = ({ proposal: { approval }, nowMs }: ApprovalView): string =>
  nowMs >= approval.expiresAtMs
    ? '⌛ Expired: nobody decided in time'
    : `⏳ Awaiting approval · expires ${timeWords(approval.expiresAtMs)}`

/** Of Re-share: with whom, not who has access now. */
const factLines = (view: ApprovalView): string[] => {
  const { action, share } = view.proposal
  if (!share) return impactLines(view, action === 'deregister')
  const impact = { ...view.impact, sharing: { known: true as const, value: share } }
  return impactLines({ ...view, impact }, false, 'gets')
}

const buttons = ({ proposal }: ApprovalView): KnownBlock => {
  const { id, action, image, person } = proposal
  const { imageId } = image
  return actions(
    button({
      actionId: 'approve',
      text: 'Approve',
      label: shorten(`Approve: ${verbOf(action)} ${imageId}`, 75),
      value: id,
      style: 'primary',
      confirm: approveSummary(proposal),
    }),
    button({
      actionId: 'decline',
      text: 'Decline…',
      label: shorten(`Decline: ${verbOf(action)} ${imageId}`, 75),
      value: id,
    }),
    button({
      actionId: 'withdraw',
      text: 'Withdraw',
      label: shorten(`Withdraw the request to ${verbOf(action)} ${imageId}`, 75),
      value: id,
      confirm: {
        title: 'Withdraw this request?',
        text: `Only the requester (@${shorten(toLine(person.name ?? person.userId), 60)}) can withdraw it. The image stays as it is.`,
        confirm: 'Withdraw',
        deny: 'Cancel',
      },
    }),
  )
}

/** The card that asks for approval: what, why, what would break, and the buttons while it waits; then who decided what, and when. */
export const renderApprovalCard = (view: ApprovalView): Message =>
  view.proposal.state === 'waiting' || view.proposal.state === 'open'
    ? renderWaitingCard(view)
    : renderDecidedCard(view)

const reasonBlocks = (why: string): KnownBlock[] =>
  why === '' ? [context('No reason was given.')] : [quote(why)]

const renderWaitingCard = (view: ApprovalView): Message => {
  const { proposal, accountName, facts, style, calls = [], worse = [], impact } = view
  const { action, image, person, purpose } = proposal
  const name = imageWords({ ...image, facts })
  const wish = `${personWords(person, style)} wants to ${verbOf(action)} ${name}`
  const where = `${accountWords(image.account, accountName)}, ${image.region}`
  const options = optionWords(proposal)
  const why = shorten(toLine(purpose ?? ''), 500)
  const who = roleWords(calls)
  const inLine = proposal.impact ? escapeText(impactInLine(proposal.impact), 600) : ''
  const changed = worse.map(one => `• ${worseWords(one)}`).join('\n')
  return message(
    [
      `${who && `${who} `}Approval needed: ${wish} in ${where}`,
      why && `Reason: ${escapeText(why, 500)}`,
      inLine,
      proposal.share && `Gives access to ${sharingWords(proposal.share)}`,
      changed && `The impact has grown since the request: ${changed}`,
      waitingWords(view),
      `Buttons: Approve, Decline, Withdraw; until ${utcWords(proposal.approval.expiresAtMs)}`,
    ]
      .filter(part => typeof part === 'string' && part !== '')
      .join('. '),
    [
      section(`🤝 *Approval needed:* ${wish}${who && `\nApprovers: ${who}`}`),
      ...reasonBlocks(why),
      context(`${stateWords(facts.state)} · ${where}`),
      ...(changed === ''
        ? []
        : [
            section(
              shorten(
                `*🛑 The impact has grown since the request:*\n${changed}\nApprove again if you still agree.`,
                3000,
              ),
            ),
          ]),
      ...(Object.keys(impact).length > 0 ? factLines(view).map(line => section(shorten(line, 3000))) : []),
      ...(options.length > 0 ? [context(`Also: ${options.join('; ')}`)] : []),
      buttons(view),
      context(waitingWords(view)),
    ],
    { event_type: 'amiops_approval', event_payload: { proposal: proposal.id } },
  )
}

/** A reminder in the card's thread: it mentions the approvers once more. */
export const renderReminder = (
  proposal: Proposal & { approval: Approval },
  roles: readonly Role[],
): Message => {
  const { action, image, facts, approval } = proposal
  const name = facts?.name ? code(facts.name, 140) : code(image.imageId)
  const line = `⏰ ${roleWords(roles)} Still awaiting your approval: ${verbOf(action)} ${name} · expires ${timeWords(approval.expiresAtMs)}`
  return message(line, [section(line)])
}
