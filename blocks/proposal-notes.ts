import type { Action } from '../src/domain/actions.ts'
import type { Role } from '../src/domain/config.ts'
import type { Approval, Proposal } from '../src/domain/proposal.ts'
import type { ImageRecord, WaitingApproval } from '../src/domain/record.ts'
import { verbOf } from './action-words.ts'
import { imageWords, notDone } from './image-words.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { roleWords } from './role-words.ts'
import { escapeText } from './text.ts'
import { channelWords, personWords, timeWords } from './words.ts'

/** The private messages to a person about their request or decision. */

type Asked = Pick<Proposal, 'action' | 'image' | 'facts'>

const nameOf = ({ image, facts }: Asked): string => imageWords({ ...image, facts })

/** "to deregister web-1 (ami-0…)" */
const whatOf = (asked: Asked): string => `to ${verbOf(asked.action)} ${nameOf(asked)}`

const notDoneOf = ({ action, image, facts }: Asked): string => notDone(action, { ...image, facts })

/** @param isNotified whether the requester gets the outcome by direct message */
export const renderWaiting = (
  proposal: Proposal & { approval: Approval },
  roles: readonly Role[],
  isNotified: boolean,
): Message => {
  const { channel, expiresAtMs } = proposal.approval
  return renderNote(
    '⏳',
    `Awaiting approval by ${roleWords(roles)} in ${channelWords(channel)} ${whatOf(proposal)} · expires ${timeWords(expiresAtMs)}`,
    `Nothing changes until it’s approved. ${isNotified ? 'We’ll notify you of the outcome.' : 'The approval card shows the outcome.'}`,
  )
}

export const renderNobodyElse = (proposal: Proposal, unread: readonly string[]): Message =>
  renderNote(
    '🚫',
    `${notDoneOf(proposal)}: it requires approval, and no other approver is available. Nothing was changed.`,
    unread.length > 0
      ? `Slack did not say who is in ${roleWords([{ users: [], userGroups: unread }])}, so only the people named in the config count. Try again in a minute.`
      : 'Ask an amiops admin to add approvers in amiops.config.yml.',
  )

/** The outcome of a request. @param isOwn the reader is the requester */
export const renderDecided = (proposal: Proposal & { approval: Approval }, isOwn = false): Message => {
  const { decidedBy, comment } = proposal.approval
  const by = decidedBy ? personWords(decidedBy, 'mention') : 'somebody'
  const whose = isOwn ? 'Your request' : `The request by ${personWords(proposal.person, 'mention')}`
  const request = `${whose} ${whatOf(proposal)}`
  switch (proposal.state) {
    case 'approved':
      return renderNote('✅', `${request} was approved by ${by}.`, 'The image’s card shows the outcome.')
    case 'declined':
      return renderNote(
        '🚫',
        `${request} was declined by ${by}. Nothing was changed.`,
        comment ? `Comment: ${escapeText(comment, 600)}` : undefined,
      )
    case 'withdrawn':
      return renderNote('↩️', `${request} was withdrawn by ${by}. Nothing was changed.`)
    case 'expired':
      return renderNote(
        '⌛',
        `${request} expired: nobody decided in time. Nothing was changed.`,
        'Send a new request if the change is still needed.',
      )
    default:
      return renderNote('⏳', `${request} is still awaiting approval.`)
  }
}

/** "There is already a pending request by @maria": with a link to its card, where one stands. */
export const pendingWords = ({ by, untilMs }: WaitingApproval, permalink: string | undefined): string =>
  `There is already a pending request by ${personWords(by, 'mention')}${permalink ? ` (<${permalink}|view request>)` : ''} · expires ${timeWords(untilMs)}`

export const renderWaitsAlready = (
  proposal: Asked,
  other: WaitingApproval,
  permalink?: string | undefined,
): Message =>
  renderNote(
    '🤝',
    `${pendingWords(other, permalink)}. ${notDoneOf(proposal)}, and no second request was sent.`,
    `Wait for the decision in ${channelWords(other.channel)}, or ask ${personWords(other.by, 'mention')} to withdraw the request.`,
  )

export const renderNotAnnounced = (proposal: Proposal): Message =>
  renderNote(
    '🚫',
    `${notDoneOf(proposal)}: an emergency override must be announced, and no channel took the announcement. Nothing was changed.`,
    'Invite amiops to the approvers’ channel, or to the fallback channel, and try again.',
  )

export const renderOwnProposal = (
  proposal: Proposal,
  decision: 'approve' | 'decline',
  roles: readonly Role[],
): Message =>
  renderNote(
    '🚫',
    `You can’t ${decision} your own request ${whatOf(proposal)}. Nothing was changed.`,
    `Approvers: ${roleWords(roles)}. To take the request back, click Withdraw on its card.`,
  )

/** Only the requester may withdraw a request. */
export const renderNotTheirs = (proposal: Proposal): Message =>
  renderNote(
    '🚫',
    `Only ${personWords(proposal.person, 'mention')} can withdraw the request ${whatOf(proposal)}. Nothing was changed.`,
    'To stop it, an approver can decline it.',
  )

export const renderGoneForm = (): Message =>
  renderNote(
    '⌛',
    'This form has expired or was already submitted. Submitting it again changed nothing.',
    'Click the button on the image’s card for a new form.',
  )

/** A form that has to be reviewed once more is closed already. */
export const renderClosedTooSoon = (proposal: Proposal): Message =>
  renderNote(
    '🛑',
    `${notDoneOf(proposal)}: the form needs another look, and it was closed. Nothing was changed.`,
    'Click the button on the image’s card for a new form.',
  )

/** The impact grew before the approval arrived. */
export const renderLookAgain = (proposal: Proposal): Message =>
  renderNote(
    '🛑',
    `The request ${whatOf(proposal)} was not approved: its impact has grown since you saw it. Nothing was changed.`,
    'Review the updated card, then approve again if you still agree.',
  )

export const renderSomebodyElsesForm = (): Message =>
  renderNote(
    '🚫',
    'This form was opened by somebody else. Nothing was changed.',
    'Click the button on the image’s card for a form of your own.',
  )

export const renderTooMany = (record: ImageRecord, action: Action, max: number): Message =>
  renderNote(
    '🚫',
    `${notDone(action, record)}: you have reached the limit of ${max} disabled or deregistered images within an hour. Nothing was changed.`,
    'Try again later, or ask somebody else.',
  )

/** @param since the last word on it: "approved", "submitted" */
export const renderWorseAtLast = (
  record: ImageRecord,
  action: Action,
  since: string,
  worse: string,
): Message =>
  renderNote(
    '🛑',
    `${notDone(action, record)}: its impact has grown since the request was ${since}: ${worse}. Nothing was changed.`,
    'Send a new request if the change is still needed.',
  )
