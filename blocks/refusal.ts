import type { KnownBlock } from '@slack/types'
import { ACTION_RULES, type Action } from '../src/domain/actions.ts'
import type { NotAllowed } from '../src/domain/authorise.ts'
import type { Role } from '../src/domain/config.ts'
import { type ImageFacts, type ImageRef, imageKey } from '../src/domain/image.ts'
import { type ImageRecord, stateOf } from '../src/domain/record.ts'
import { LOST_OUTCOME, type Person } from '../src/domain/request.ts'
import { WRONG_ACCOUNT } from '../src/domain/wrong-account.ts'
import { verbOf } from './action-words.ts'
import { actions, button } from './elements.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { code, escapeText, shorten, toLine } from './text.ts'
import { personWords, stateWords } from './words.ts'

const groupWords = (group: string): string =>
  /^S[A-Z0-9]+$/.test(group) ? `<!subteam^${group}>` : escapeText(group, 80)

/** Who holds these roles, in Slack's own syntax: for what pings nobody, or is meant to call them. */
export const roleWords = (roles: readonly Role[]): string =>
  [...new Set(roles.flatMap(role => [...role.userGroups.map(groupWords), ...role.users.map(userWords)]))]
    .slice(0, 20)
    .join(', ')

const userWords = (userId: string): string => personWords({ userId, workspaceId: '' }, 'mention')

/** The name that people know and the id that is sure. */
export const imageWords = ({
  imageId,
  facts,
}: {
  imageId: string
  facts?: ImageFacts | undefined
}): string => (facts?.name ? `${code(facts.name, 140)} (${code(imageId)})` : code(imageId))

const COLLEAGUE_HINT =
  'Ask someone in the workspace. If you work in another workspace of the same Enterprise Grid organization, its id has to be listed under slack.workspaces in amiops.config.yml.'

/** "web-1 (ami-0…) was not deregistered": how a refusal begins. */
export const notDone = (action: Action, image: { imageId: string; facts?: ImageFacts | undefined }): string =>
  `${imageWords(image)} was not ${ACTION_RULES[action].past}`

/** What cannot be said of who may, because Slack did not name the members of a group. */
const unreadWords = ({ unread }: NotAllowed): string =>
  unread.length === 0
    ? ''
    : ` Slack did not say who is in ${unread.map(groupWords).join(', ')}, so only the people named in the config count for now.`

/** Passes the request on to those who may, by one click. */
const askButton = (action: Action, image: ImageRef, names: readonly string[]): KnownBlock =>
  actions(
    button({
      actionId: 'forward',
      text: shorten(`Ask ${names.map(name => `@${toLine(name)}`).join(', ')}`, 75),
      label: shorten(`Ask for ${verbOf(action)} of ${image.imageId}`, 75),
      value: `${action}|${imageKey(image)}`,
    }),
  )

/** Tells a person privately that they may not, and who may; one click asks those. */
export const renderRefusal = (action: Action, record: ImageRecord, right: NotAllowed): Message => {
  const what = `to ${verbOf(action)} ${imageWords(record)}`
  switch (right.why) {
    case 'foreign-workspace':
      return renderNote(
        '🚫',
        `${notDone(action, record)}: external (Slack Connect) users can’t manage images.`,
        COLLEAGUE_HINT,
      )
    case 'no-such-right':
      return renderNote(
        '🚫',
        `You don’t have permission ${what}: no role has it. Nothing was changed.`,
        'Ask an amiops admin to add a role under actions in amiops.config.yml.',
      )
    case 'not-in-role': {
      const who = roleWords(right.roles)
      const note = renderNote(
        '🚫',
        `You don’t have permission ${what}. Nothing was changed.`,
        `${who === '' ? 'The roles that have it are empty: ask an amiops admin.' : `Ask ${who}.`}${unreadWords(right)}`,
      )
      return who === '' ? note : { ...note, blocks: [...note.blocks, askButton(action, record, right.names)] }
    }
  }
}

/** The same of a decision. Whoever may decide has been asked already. */
export const renderNoDecision = (action: Action, record: ImageRecord, right: NotAllowed): Message => {
  const request = `the request to ${verbOf(action)} ${imageWords(record)}`
  switch (right.why) {
    case 'foreign-workspace':
      return renderNote(
        '🚫',
        `External (Slack Connect) users can’t approve or decline ${request}. Nothing was changed.`,
        COLLEAGUE_HINT,
      )
    case 'no-such-right':
      return renderNote(
        '🚫',
        `Nobody can approve or decline ${request}: its approvers are no longer in the config. Nothing was changed.`,
        'Ask an amiops admin to name approvers in amiops.config.yml.',
      )
    case 'not-in-role':
      return renderNote(
        '🚫',
        `Only ${roleWords(right.roles) || 'an approver'} can approve or decline ${request}. Nothing was changed.`,
        `It is still awaiting their decision.${unreadWords(right)}`,
      )
  }
}

/** The image is no longer in a state in which this makes sense, or what it needs is not there. */
export const renderGoneState = (action: Action, record: ImageRecord): Message => {
  const state = stateOf(record)
  if (state && ACTION_RULES[action].from.includes(state)) return renderNotToBeDone(action, record)
  const now = state ? `it is ${stateWords(state)} now` : 'EC2 does not know it'
  return renderNote(
    'ℹ️',
    `${notDone(action, record)}: ${now}. Nothing was changed.`,
    'Its card shows the current state.',
  )
}

const NOT_TO_BE_DONE: Readonly<Partial<Record<Action, [why: string, next: string]>>> = {
  deregister: [
    'AWS Backup manages it, and only AWS Backup can remove it',
    'Delete its recovery point in the AWS Backup console.',
  ],
  restore: [
    'it is no longer in the Recycle Bin',
    'It cannot be restored. If one of its snapshots was kept, register a new image from that.',
  ],
  share: ['no removed launch permissions are stored for it', 'Share it in the AWS console instead.'],
}

/** The state would fit; something else does not. */
const renderNotToBeDone = (action: Action, record: ImageRecord): Message => {
  const [why, next] = NOT_TO_BE_DONE[action] ?? ['this is not possible now', 'Its card shows what is.']
  return renderNote('🚫', `${notDone(action, record)}: ${why}. Nothing was changed.`, next)
}

/** Somebody of another company gets no information about images. */
export const renderStranger = (): Message =>
  renderNote(
    '🚫',
    'External (Slack Connect) users can’t use amiops here. Nothing was changed.',
    COLLEAGUE_HINT,
  )

/** The same for a question. */
export const renderForeignPlace = (image: ImageRef): Message =>
  renderNote(
    '🚫',
    `amiops can’t look up ${code(image.imageId)}: its account ${code(image.account)} isn’t configured.`,
    'Ask an amiops admin to add it under accounts in amiops.config.yml.',
  )

/** EC2 could not be asked how the image is: nothing is done on a guess. */
export const renderUnreachable = (action: Action, image: ImageRef, why: string): Message =>
  why === WRONG_ACCOUNT
    ? renderNote(
        '🛑',
        `${notDone(action, image)}: the config names account ${code(image.account)}, but amiops runs with credentials of another account. Nothing was changed.`,
        'Ask an amiops admin to correct accounts in amiops.config.yml and to deploy again.',
      )
    : renderNote(
        '⚠️',
        `${notDone(action, image)}: couldn’t read the image from EC2 in ${image.region} (${escapeText(why, 60)}). Nothing was changed.`,
        'Try again in a minute.',
      )

/** The config does not name the account: nobody has decided what may be done there. */
export const renderForeignAccount = (action: Action, image: ImageRef): Message =>
  renderNote(
    '🚫',
    `${notDone(action, image)}: its account ${code(image.account)} isn’t configured. Nothing was changed.`,
    'Ask an amiops admin to add it under accounts in amiops.config.yml.',
  )

/** Slack's trigger lives for three seconds; or what was asked could not be put on the queue. */
export const renderNotOpened = (action: Action, imageId?: string): Message =>
  renderNote(
    '⚠️',
    `Slack timed out before the form to ${verbOf(action)} ${imageId ? code(imageId) : 'the image'} opened. Nothing was changed.`,
    'Click the button again.',
  )

/** The same of the form that asks why somebody declines. */
export const renderNotDeclined = (): Message =>
  renderNote(
    '⚠️',
    'Slack timed out before the form to decline the request opened. Nothing was changed.',
    'Click Decline again.',
  )

/** What a person asked for could not be put on the queue. */
export const renderNotQueued = (): Message =>
  renderNote(
    '⚠️',
    'Your request was not accepted: amiops’s queue does not respond. Nothing was changed.',
    'Try again in a minute.',
  )

/** Somebody else's request is still in progress. */
export const renderBusy = (
  action: Action,
  record: ImageRecord,
  other: { action: Action; person: Person },
): Message =>
  renderNote(
    '⏳',
    `${notDone(action, record)}: a request by ${personWords(other.person, 'mention')} to ${verbOf(other.action)} it is still in progress.`,
    'Wait for its outcome on the card, then try again.',
  )

/** The click waited on the queue while something was down; by now it may no longer be meant. */
export const renderTooLate = (action: Action, record: ImageRecord): Message =>
  renderNote(
    '⌛',
    `${notDone(action, record)}: your click was delayed by more than ten minutes. Nothing was changed.`,
    'Click again if you still want it.',
  )

/** The same of a decision. */
export const renderDecisionTooLate = (action: Action, record: ImageRecord): Message =>
  renderNote(
    '⌛',
    `Your decision on the request to ${verbOf(action)} ${imageWords(record)} was not recorded: your click was delayed by more than ten minutes. Nothing was changed.`,
    'Decide again on the approval card.',
  )

/** EC2 may have been called, and nobody wrote down what it answered. */
export const renderLost = (action: Action, record: ImageRecord): Message =>
  renderNote('❔', `Request to ${verbOf(action)} ${imageWords(record)}.`, LOST_OUTCOME)

/** A question that could only be read long after it was asked. */
export const renderTooLateToAnswer = (asked: string): Message =>
  renderNote(
    '⌛',
    `${asked === '' ? 'Your question' : code(asked, 200)} was not answered: it was delayed by more than ten minutes.`,
    'Ask again.',
  )
