import type { KnownBlock } from '@slack/types'
import type { Role } from '../src/domain/config.ts'
import type { Approval, Proposal } from '../src/domain/proposal.ts'
import type { RiskIncrease } from '../src/domain/risk-increase.ts'
import { NOBODY } from '../src/domain/sharing.ts'
import { verbOf } from './action-words.ts'
import { approveSummary } from './approval-summary.ts'
import type { ApprovalView } from './approval-view.ts'
import { renderDecidedCard } from './decided-card.ts'
import { actions, button, section } from './elements.ts'
import { imageWords } from './image-words.ts'
import { accessLine, impactLines, useLines } from './impact.ts'
import { launchLine } from './launchability.ts'
import { type Message, message } from './message.ts'
import { optionWords } from './option-words.ts'
import { contextPart, messageOf, type Part, quotePart, sectionPart } from './part.ts'
import { retirementWords } from './retirement-words.ts'
import { worseWords } from './risk-increase.ts'
import { roleWords } from './role-words.ts'
import { differenceLines } from './sharing-difference.ts'
import { code, shorten, toLine } from './text.ts'
import { accountWords, capital, personWords, stateWords, timeWords } from './words.ts'

const waitingWords = ({ proposal: { approval }, nowMs }: ApprovalView): string =>
  nowMs >= approval.expiresAtMs
    ? '⌛ Expired: nobody decided in time'
    : `⏳ Awaiting approval · expires ${timeWords(approval.expiresAtMs)}`

/** Of Re-share: with whom, not who has access now. */
const factLines = (view: ApprovalView): string[] => {
  const { action, share, unshare = NOBODY, launches, retirement } = view.proposal
  if (action === 'shareWith') {
    const line = launches && launchLine(launches, 'gets')
    return [
      `*This changes*\n${differenceLines({ share: share ?? NOBODY, unshare }, view.nameOf).join('\n')}`,
      ...(line === undefined ? [] : [line]),
    ]
  }
  if (retirement)
    return [
      `*This changes*\n${capital(retirementWords(retirement))}`,
      useLines(view),
      accessLine(view.impact.sharing, 'hides', view.nameOf),
    ]
  if (!share) return impactLines(view, action === 'deregister')
  const impact = { ...view.impact, sharing: { known: true as const, value: share } }
  return impactLines({ ...view, impact }, false, 'gets')
}

const buttons = ({ proposal, nameOf }: ApprovalView): KnownBlock => {
  const { id, action, image, person } = proposal
  const { imageId } = image
  return actions(
    button({
      actionId: 'approve',
      text: 'Approve',
      label: shorten(`Approve: ${verbOf(action)} ${imageId}`, 75),
      value: id,
      style: 'primary',
      confirm: approveSummary(proposal, nameOf),
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

const reasonPart = (why: string): Part =>
  why === '' ? contextPart('No reason was given.') : quotePart('Reason', why)

/** The options that were ticked: they are part of the request. */
const optionParts = (proposal: Proposal): Part[] => {
  const options = optionWords(proposal)
  return options.length > 0 ? [sectionPart(`*Also:* ${options.join('; ')}`)] : []
}

const worseParts = (worse: readonly RiskIncrease[]): Part[] =>
  worse.length === 0
    ? []
    : [
        sectionPart(
          shorten(
            `*🛑 The impact has grown since the request:*\n${worse.map(one => `• ${worseWords(one)}`).join('\n')}\nApprove again if you still agree.`,
            3000,
          ),
        ),
      ]

const renderWaitingCard = (view: ApprovalView): Message => {
  const { proposal, accountName, facts, style, calls = [], worse = [], impact } = view
  const { action, image, person, purpose } = proposal
  const wish = `${personWords(person, style)} wants to ${verbOf(action)} ${imageWords({ ...image, facts })}`
  const where = `${accountWords(image.account, accountName)}, ${image.region}`
  const who = roleWords(calls)
  const isKnown = Object.keys(impact).length > 0
  return messageOf(
    [
      {
        blocks: [section(`🤝 *Approval needed:* ${wish}${who && `\nApprovers: ${who}`}`)],
        words: `${who && `${who} `}Approval needed: ${wish}`,
      },
      reasonPart(shorten(toLine(purpose ?? ''), 500)),
      ...optionParts(proposal),
      contextPart(`${stateWords(facts.state)} · ${where}`),
      ...worseParts(worse),
      ...(isKnown ? factLines(view).map(line => sectionPart(shorten(line, 3000))) : []),
      { blocks: [buttons(view)], words: 'Buttons: Approve, Decline, Withdraw' },
      contextPart(waitingWords(view)),
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
  const line = `⏰ ${roleWords(roles)} · still awaiting your approval: ${verbOf(action)} ${name} · expires ${timeWords(approval.expiresAtMs)}`
  return message(line, [section(line)])
}
