import { ACTION_RULES, type Action } from '../src/domain/actions.ts'
import type { Role } from '../src/domain/config.ts'
import type { Approval, Proposal } from '../src/domain/proposal.ts'
import type { Card, ImageRecord, WaitingApproval } from '../src/domain/record.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { imageWords, roleWords } from './refusal.ts'
import { channelWords, personWords, timeWords } from './words.ts'

/** What a person is told, privately, of what they proposed or decided. */

const whatOf = ({ action, image, facts }: Proposal): string =>
  `${ACTION_RULES[action].label} of ${imageWords({ ...image, facts })}`

/** @param cards the image's */
export const renderBegun = (proposal: Proposal, cards: readonly Card[]): Message => {
  const channels = [...new Set(cards.map(({ channelId }) => `<#${channelId}>`))].slice(0, 3).join(', ')
  return renderNote(
    '⏳',
    `${whatOf(proposal)} is under way.`,
    channels === '' ? 'Ask for its status to see the result.' : `Its card in ${channels} shows how it ends.`,
  )
}

export const renderWaiting = (proposal: Proposal & { approval: Approval }): Message =>
  renderNote(
    '🤝',
    `${whatOf(proposal)} waits for a second person in ${channelWords(proposal.approval.channel)}, until ${timeWords(proposal.approval.expiresAtMs)}.`,
    'Nothing is changed before. You are told how it ends.',
  )

export const renderNobodyElse = (
  proposal: Proposal,
  roles: readonly Role[],
  unread: readonly string[],
): Message =>
  renderNote(
    '🚫',
    `${whatOf(proposal)} needs a second person, and nobody but you could approve it now.`,
    unread.length > 0
      ? `Slack did not say who is in ${roleWords([{ users: [], userGroups: unread }])}, so only the people named in the config count. Nothing was changed; try again in a minute.`
      : `Nothing was changed. Whoever keeps amiops.config.yml can name more approvers${roles.length > 0 ? ` than ${roleWords(roles)}` : ''}.`,
  )

export const renderDecided = (proposal: Proposal & { approval: Approval }): Message => {
  const by = proposal.approval.decidedBy ? personWords(proposal.approval.decidedBy, 'mention') : 'somebody'
  switch (proposal.state) {
    case 'approved':
      return renderNote(
        '✅',
        `${whatOf(proposal)} was approved by ${by} and is under way.`,
        'The image’s card shows how it ends.',
      )
    case 'declined':
      return renderNote(
        '🚫',
        `${whatOf(proposal)} was declined by ${by}. Nothing was changed.`,
        'Ask them why before you ask again.',
      )
    case 'expired':
      return renderNote(
        '⌛',
        `${whatOf(proposal)} expired: nobody decided in time. Nothing was changed.`,
        'Ask again if it is still wanted.',
      )
    default:
      return renderNote('⏳', `${whatOf(proposal)} still waits for a second person.`)
  }
}

export const renderWaitsAlready = (proposal: Proposal, other: WaitingApproval): Message =>
  renderNote(
    '🤝',
    `${whatOf(proposal)} waits for a second person already: ${personWords(other.by, 'mention')} asked, in ${channelWords(other.channel)}, until ${timeWords(other.untilMs)}.`,
    'Nothing was changed, and nobody was asked twice.',
  )

export const renderNotAnnounced = (proposal: Proposal): Message =>
  renderNote(
    '🚫',
    `${whatOf(proposal)} was not carried out: without a second person only what others hear of is done, and no channel took the announcement. Nothing was changed.`,
    'Invite amiops to the channel of the approvers, or to the fallback channel, and ask again.',
  )

export const renderOwnProposal = (proposal: Proposal, roles: readonly Role[]): Message =>
  renderNote(
    '🚫',
    `${whatOf(proposal)} was asked by you, so somebody else has to decide.`,
    `These may: ${roleWords(roles)}. Nothing was changed.`,
  )

export const renderGoneForm = (): Message =>
  renderNote(
    '⌛',
    'This form is too old, or was sent already. Nothing was changed by sending it again.',
    'Click the button on the image’s card for a fresh one.',
  )

/** A form that has to be looked at once more is not there any more. */
export const renderClosedTooSoon = (proposal: Proposal): Message =>
  renderNote(
    '🛑',
    `${whatOf(proposal)} was not carried out: it has to be looked at once more, and you closed the form before. Nothing was changed.`,
    'Click the button on the image’s card for a fresh one.',
  )

/** The facts on the card got worse while the second person said yes. */
export const renderLookAgain = (proposal: Proposal): Message =>
  renderNote(
    '🛑',
    `${whatOf(proposal)} was not approved: it got worse since you could see it. Nothing was changed.`,
    'Look at the card again, and approve once more if you still agree.',
  )

export const renderSomebodyElsesForm = (): Message =>
  renderNote(
    '🚫',
    'This form was opened by somebody else. Nothing was changed.',
    'Click the button on the image’s card yourself.',
  )

export const renderTooMany = (record: ImageRecord, action: Action, max: number): Message =>
  renderNote(
    '🚫',
    `${ACTION_RULES[action].label} of ${imageWords(record)} was not carried out: you disabled or deregistered ${max} images within an hour, and that is the most that the config allows one person.`,
    'Nothing was changed. Wait a while, or ask somebody else.',
  )

/** @param since the last word on it: "approved", "sent" */
export const renderWorseAtLast = (
  record: ImageRecord,
  action: Action,
  since: string,
  worse: string,
): Message =>
  renderNote(
    '🛑',
    `${ACTION_RULES[action].label} of ${imageWords(record)} was not carried out: it got worse after it was ${since}: ${worse}.`,
    'Nothing was changed. Ask again if it is still wanted.',
  )
