import type { KnownBlock } from '@slack/types'
import type { Action } from '../src/domain/actions.ts'
import type { Role } from '../src/domain/config.ts'
import { isLostForGood } from '../src/domain/impact.ts'
import type { Approval, ApprovedEnding, Proposal } from '../src/domain/proposal.ts'
import { LOST_OUTCOME } from '../src/domain/request.ts'
import type { RiskIncrease } from '../src/domain/risk-increase.ts'
import { doingOf, pastOf, verbOf } from './action-words.ts'
import { approveSummary } from './approval-summary.ts'
import { actions, button, context, quote, section } from './elements.ts'
import { type ImpactView, impactInLine, impactLines, worseWords } from './impact.ts'
import { type Message, message } from './message.ts'
import { imageWords, roleWords } from './refusal.ts'
import { sharingWords } from './sharing.ts'
import { code, escapeText, shorten, toLine } from './text.ts'
import { accountWords, type PersonStyle, personWords, stateWords, timeWords, utcWords } from './words.ts'

export interface ApprovalView extends ImpactView {
  proposal: Proposal & { approval: Approval }
  accountName: string
  style: PersonStyle
  /** The approvers. They are notified when the card is posted, not when it is edited. */
  calls?: readonly Role[]
  worse?: readonly RiskIncrease[]
}

/** What an approved request has come to. */
const endingWords = (ending: ApprovedEnding | undefined, action: Action): string => {
  if (ending?.reason === LOST_OUTCOME) return `❔ ${LOST_OUTCOME}`
  const why = ending?.reason ? ` ${escapeText(ending.reason, 600)}` : ''
  switch (ending?.outcome) {
    case 'confirmed':
      return `✅ ${capital(pastOf(action))} · confirmed by AWS`
    case 'accepted':
      return '⏳ Accepted by EC2, awaiting confirmation'
    case 'unknown':
      return '❔ EC2 did not answer: its state is checked within minutes'
    case 'failed':
      return `❌ Not ${pastOf(action)}.${why}`
    case 'refused':
      return `❌ Not ${pastOf(action)}:${why}`
    default:
      return `⏳ ${doingOf(action)}…`
  }
}

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`

/** Who decided what, and when; undefined while it waits. */
const decisionWords = ({ proposal, style }: ApprovalView): [title: string, rest: string] | undefined => {
  const { approval } = proposal
  const by = approval.decidedBy ? `by ${personWords(approval.decidedBy, style)} · ` : ''
  const when = timeWords(approval.decidedAtMs ?? approval.expiresAtMs)
  switch (proposal.state) {
    case 'approved':
      return ['✅ Approved', `${by}${when}`]
    case 'declined':
      return ['🚫 Declined', `${by}${when} · nothing was changed`]
    case 'withdrawn':
      return ['↩️ Withdrawn', `${by}${when} · nothing was changed`]
    case 'expired':
      return ['⌛ Expired', `nobody decided in time · ${when} · nothing was changed`]
    default:
      return undefined
  }
}

const waitingWords = ({ proposal: { approval }, nowMs }: ApprovalView): string =>
  nowMs >= approval.expiresAtMs
    ? '⌛ Expired: nobody decided in time'
    : `⏳ Awaiting approval · expires ${timeWords(approval.expiresAtMs)}`

const optionWords = ({ action, options, impact }: Proposal): string[] => [
  ...(options.deleteSnapshots
    ? [
        impact && isLostForGood(action, impact, options)
          ? '⚠️ its snapshots are deleted too; the image cannot be restored'
          : 'its snapshots are deleted too',
      ]
    : []),
  ...(options.unprotect ? ['its deregistration protection is turned off first'] : []),
]

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
        text: `Only the requester (${shorten(personWords(person, 'name'), 60)}) can withdraw it. The image stays as it is.`,
        confirm: 'Withdraw',
        deny: 'Cancel',
      },
    }),
  )
}

const MARK = { event_type: 'amiops_approval' } as const

/** The card that asks for approval: what, why, what would break, and the buttons while it waits; then who decided what, and when. */
export const renderApprovalCard = (view: ApprovalView): Message =>
  decisionWords(view) ? renderDecidedCard(view) : renderWaitingCard(view)

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
    { ...MARK, event_payload: { proposal: proposal.id } },
  )
}

/** The facts were those of the request: one line of them is left, and nothing that is no longer so. */
const renderDecidedCard = (view: ApprovalView): Message => {
  const { proposal, accountName, facts, style } = view
  const { action, image, person, purpose, approval } = proposal
  const [title, rest] = decisionWords(view) ?? ['', '']
  const what = `${verbOf(action)} ${imageWords({ ...image, facts })}`
  const where = `${accountWords(image.account, accountName)}, ${image.region}`
  const why = shorten(toLine(purpose ?? ''), 500)
  const comment = shorten(toLine(approval.comment ?? ''), 500)
  const then = proposal.impact ? escapeText(impactInLine(proposal.impact), 600) : ''
  const ending = proposal.state === 'approved' ? endingWords(approval.ending, action) : ''
  const by = personWords(person, style)
  const details = [where, ...optionWords(proposal), then && `at request time: ${then}`]
    .filter(Boolean)
    .join(' · ')
  return message(
    [
      `${title}${proposal.state === 'expired' ? ': ' : ' '}${rest}: ${what} in ${where}`,
      `Requested by ${by}`,
      why && `Reason: ${escapeText(why, 500)}`,
      comment && `Comment: ${escapeText(comment, 500)}`,
      ending,
    ]
      .filter(part => part !== '')
      .join('. '),
    [
      section(`*${title}:* ${what}\n${rest}`),
      ...(comment === '' ? [] : [quote(comment)]),
      ...(ending === '' ? [] : [section(shorten(ending, 3000))]),
      context(`Requested by ${by}${why === '' ? '' : ` · reason: ${escapeText(why, 500)}`}`),
      context(details),
    ],
    { ...MARK, event_payload: { proposal: proposal.id } },
  )
}

/** The line in the thread of its card that ends the reminders. It pings nobody. */
export const renderApprovalOver = (proposal: Proposal & { approval: Approval }): Message => {
  const { action, image, facts, state, approval, person } = proposal
  const name = imageWords({ ...image, facts })
  const by = approval.decidedBy ? ` by ${personWords(approval.decidedBy, 'name')}` : ''
  const word = state === 'expired' ? 'Expired' : capital(state)
  const line = `${OVER[state] ?? '✅'} ${word}${by}: ${verbOf(action)} ${name}, requested by ${personWords(person, 'name')}. No decision is needed any more.`
  return message(line, [section(line)])
}

const OVER: Partial<Record<Proposal['state'], string>> = {
  approved: '✅',
  declined: '🚫',
  withdrawn: '↩️',
  expired: '⌛',
}

/** A reminder in the card's thread: it calls the approvers once more. */
export const renderReminder = (
  proposal: Proposal & { approval: Approval },
  roles: readonly Role[],
): Message => {
  const { action, image, facts, approval } = proposal
  const name = facts?.name ? code(facts.name, 140) : code(image.imageId)
  const line = `⏰ ${roleWords(roles)} Still awaiting your approval: ${verbOf(action)} ${name} · expires ${timeWords(approval.expiresAtMs)}`
  return message(line, [section(line)])
}

/** Nobody overlooks that somebody skips the approval. */
export const renderEmergencyOverride = (
  proposal: Proposal,
  accountName: string,
  roles: readonly Role[],
): Message => {
  const { action, image, facts, person, purpose } = proposal
  const name = imageWords({ ...image, facts })
  const why = shorten(toLine(purpose ?? ''), 500)
  const calls = roleWords(
    roles.map(role => ({ ...role, users: role.users.filter(id => id !== person.userId) })),
  )
  const line = `🚨 ${calls && `${calls} `}${personWords(person, 'name')} is ${doingOf(action).toLowerCase()} ${name} in ${accountWords(image.account, accountName)}, ${image.region}, using the emergency override (no approval).`
  return message(`${line} Reason: ${escapeText(purpose ?? '', 500)}`, [
    section(line),
    ...(why === '' ? [] : [quote(why)]),
    context(
      [
        proposal.impact && `Impact: ${escapeText(impactInLine(proposal.impact), 400)}`,
        ...optionWords(proposal).map(words => `Also: ${words}`),
        'The image’s card and history show the outcome',
      ]
        .filter(Boolean)
        .join(' · '),
    ),
  ])
}
