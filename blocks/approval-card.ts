import type { KnownBlock } from '@slack/types'
import { ACTION_RULES } from '../src/domain/actions.ts'
import type { Role } from '../src/domain/config.ts'
import { decideRisk, isLostForGood, usesOf } from '../src/domain/impact.ts'
import type { Approval, ApprovedEnding, Proposal } from '../src/domain/proposal.ts'
import type { RiskIncrease } from '../src/domain/risk-increase.ts'
import { actions, button, context, quote, section } from './elements.ts'
import { type ImpactView, impactInLine, impactLines, usesInLine, worseWords } from './impact.ts'
import { type Message, message } from './message.ts'
import { imageWords, roleWords } from './refusal.ts'
import { sharingNames, sharingWords } from './sharing.ts'
import { code, escapeText, shorten, toLine } from './text.ts'
import { accountWords, type PersonStyle, personWords, stateWords, timeWords, utcWords } from './words.ts'

export interface ApprovalView extends ImpactView {
  proposal: Proposal & { approval: Approval }
  accountName: string
  style: PersonStyle
  /** Called when the card is posted, not when it is edited. */
  calls?: readonly Role[]
  worse?: readonly RiskIncrease[]
}

const endingWords = (ending: ApprovedEnding | undefined): string => {
  const why = ending?.reason ? `: ${escapeText(ending.reason, 600)}` : ''
  switch (ending?.outcome) {
    case 'confirmed':
      return 'done: AWS confirmed it'
    case 'accepted':
      return 'EC2 accepted it; AWS has not confirmed it yet'
    case 'unknown':
      return '❔ EC2’s answer was lost: a look at EC2 tells within minutes'
    case 'failed':
      return `🛑 Failed${why}`
    case 'refused':
      return `🛑 Not carried out${why}`
    default:
      return '⏳ it is being carried out'
  }
}

const statusWords = ({ proposal, style, nowMs }: ApprovalView): string => {
  const { approval } = proposal
  const by = approval.decidedBy ? personWords(approval.decidedBy, style) : 'somebody'
  switch (proposal.state) {
    case 'approved':
      return `✅ Approved by ${by} · ${endingWords(approval.ending)}`
    case 'declined':
      return `🚫 Declined by ${by} · nothing was changed`
    case 'expired':
      return `⌛ Expired: nobody decided in time · nothing was changed`
    default:
      return nowMs >= approval.expiresAtMs
        ? '⌛ Expired'
        : `⏳ Waiting for a second person until ${timeWords(approval.expiresAtMs)}`
  }
}

const optionWords = ({ action, options, impact }: Proposal): string[] => [
  ...(options.deleteSnapshots
    ? [
        impact && isLostForGood(action, impact, options)
          ? '⚠️ its snapshots are deleted too, and nothing brings it back'
          : 'its snapshots are deleted too',
      ]
    : []),
  ...(options.unprotect ? ['its deregistration protection is switched off first'] : []),
]

/** Of Re-share: with whom, not who has access now. */
const factLines = (view: ApprovalView): string[] => {
  const { action, share } = view.proposal
  if (!share) return impactLines(view, action === 'deregister')
  const impact = { ...view.impact, sharing: { known: true as const, value: share } }
  return impactLines({ ...view, impact }, false, 'is given to:')
}

/** What whoever says yes must have read, in plain text. */
const riskWords = ({ action, impact, options, share }: Proposal): string[] => {
  if (share) return [`Gives access to: ${shorten(toLine(sharingNames(share)), 200)}.`]
  // What gives something back takes nothing from anybody.
  if (!impact || !ACTION_RULES[action].asksFirst) return []
  const { isInUse, isShared } = decideRisk(impact)
  const uses = shorten(toLine(usesInLine(impact)), 120)
  return [
    ...(isLostForGood(action, impact, options) ? ['Nothing brings it back.'] : []),
    ...(options.deleteSnapshots ? ['Its snapshots are deleted too.'] : []),
    ...(isShared ? ['Others lose access.'] : []),
    ...(isInUse
      ? [usesOf(impact).length > 0 ? `In use: ${uses}.` : 'Not all of its uses could be found out.']
      : []),
  ]
}

const isWaiting = ({ proposal }: ApprovalView): boolean => proposal.state === 'waiting'

const buttons = ({ proposal }: ApprovalView): KnownBlock => {
  const { label } = ACTION_RULES[proposal.action]
  const { imageId } = proposal.image
  return actions(
    button({
      actionId: 'approve',
      text: 'Approve',
      label: shorten(`Approve ${label} of ${imageId}`, 75),
      value: proposal.id,
      style: 'primary',
      confirm: {
        title: `${label} this image?`,
        text: shorten(
          [
            `${shorten(toLine(proposal.facts?.name ?? imageId), 60)} in ${proposal.image.region}.`,
            ...riskWords(proposal),
          ].join(' '),
          300,
        ),
        confirm: 'Approve',
        deny: 'Look again',
        style: 'danger',
      },
    }),
    button({
      actionId: 'decline',
      text: 'Decline',
      label: shorten(`Decline ${label} of ${imageId}`, 75),
      value: proposal.id,
    }),
  )
}

/** The card that asks a second person: what, why, what would break, and the two buttons while it waits. */
export const renderApprovalCard = (view: ApprovalView): Message => {
  const { proposal, accountName, facts, style, calls = [], worse = [], impact } = view
  const { action, image, person, purpose } = proposal
  const { label } = ACTION_RULES[action]
  const name = imageWords({ ...image, facts })
  const by = personWords(person, style)
  const where = `${accountWords(image.account, accountName)}, ${image.region}`
  const options = optionWords(proposal)
  const why = shorten(toLine(purpose ?? ''), 500)
  const who = roleWords(calls)
  const inLine = proposal.impact ? escapeText(impactInLine(proposal.impact), 600) : ''
  const changed = worse.map(one => `• ${worseWords(one)}`).join('\n')
  return message(
    [
      `${who && `${who} `}${by} asks for a second person: ${label} of ${name} in ${where}`,
      why && `Reason: ${escapeText(why, 500)}`,
      inLine,
      proposal.share && `Gives access to ${sharingWords(proposal.share)}`,
      changed && `It got worse since it was asked: ${changed}`,
      statusWords(view),
      isWaiting(view) && `Buttons: Approve, Decline; until ${utcWords(proposal.approval.expiresAtMs)}`,
    ]
      .filter(part => typeof part === 'string' && part !== '')
      .join('. '),
    [
      section(`🤝 *${label}* ${name}\n${by} asks for a second person${who && `: ${who}`}`),
      context(`${stateWords(facts.state)} · ${where}`),
      ...(why === '' ? [context('No reason was given.')] : [quote(why)]),
      ...(changed === ''
        ? []
        : [
            section(
              shorten(
                `*🛑 It got worse since it was asked:*\n${changed}\nApprove again if you still agree.`,
                3000,
              ),
            ),
          ]),
      ...(Object.keys(impact).length > 0 ? factLines(view).map(line => section(shorten(line, 3000))) : []),
      ...(options.length > 0 ? [context(`Also: ${options.join('; ')}`)] : []),
      ...(isWaiting(view) ? [buttons(view)] : []),
      context(statusWords(view)),
    ],
    { event_type: 'amiops_approval', event_payload: { proposal: proposal.id } },
  )
}

/** A reminder in the card's thread: it calls the approvers once more. */
export const renderReminder = (
  proposal: Proposal & { approval: Approval },
  roles: readonly Role[],
): Message => {
  const { action, image, facts, approval } = proposal
  const name = facts?.name ? code(facts.name, 140) : code(image.imageId)
  const line = `⏰ ${roleWords(roles)} ${ACTION_RULES[action].label} of ${name} still waits for one of you, until ${timeWords(approval.expiresAtMs)}.`
  return message(line, [section(line)])
}

/** Nobody overlooks that somebody went without the second person. */
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
  const line = `🚨 ${calls && `${calls} `}${personWords(person, 'name')} broke the glass: ${ACTION_RULES[action].label} of ${name} in ${accountWords(image.account, accountName)}, ${image.region}, without a second person.`
  return message(`${line} Reason: ${escapeText(purpose ?? '', 500)}`, [
    section(line),
    ...(why === '' ? [] : [quote(why)]),
    context(
      [
        proposal.impact && `Known: ${code(impactInLine(proposal.impact), 400)}`,
        ...optionWords(proposal).map(words => `Also: ${words}`),
        'The image’s card and its history show how it ends',
      ]
        .filter(Boolean)
        .join(' · '),
    ),
  ])
}
