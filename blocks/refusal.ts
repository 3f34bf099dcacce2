import { ACTION_RULES, type Action } from '../src/domain/actions.ts'
import type { NotAllowed } from '../src/domain/authorise.ts'
import type { Role } from '../src/domain/config.ts'
import type { ImageFacts, ImageRef } from '../src/domain/image.ts'
import { type ImageRecord, stateOf } from '../src/domain/record.ts'
import type { Person } from '../src/domain/request.ts'
import { WRONG_ACCOUNT } from '../src/domain/wrong-account.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { code, escapeText } from './text.ts'
import { personWords, stateWords } from './words.ts'

const groupWords = (group: string): string =>
  /^S[A-Z0-9]+$/.test(group) ? `<!subteam^${group}>` : escapeText(group, 80)

/** Who holds these roles, in Slack's own syntax: for what pings nobody, or is meant to call them. */
export const roleWords = (roles: readonly Role[]): string =>
  [...new Set(roles.flatMap(role => [...role.userGroups.map(groupWords), ...role.users.map(userWords)]))]
    .slice(0, 20)
    .join(', ')

/** Who may, as Slack draws it. A private message pings nobody. */
const mayWords = (roles: readonly Role[]): string => {
  const who = roleWords(roles)
  return who === '' ? 'Nobody has this right: amiops.config.yml gives it to no role.' : `These may: ${who}.`
}

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

/** Tells a person privately why amiops did nothing, and who could do it. */
export const renderRefusal = (
  action: Action | 'approve',
  record: ImageRecord,
  right: NotAllowed,
): Message => {
  const label = action === 'approve' ? 'Your decision' : ACTION_RULES[action].label
  const what = `${label} ${action === 'approve' ? 'on' : 'of'} ${imageWords(record)} was not carried out`
  const unread =
    right.unread.length === 0
      ? ''
      : ` Slack did not say who is in ${right.unread.map(groupWords).join(', ')}, so only the people named in the config count for now.`
  switch (right.why) {
    case 'foreign-workspace':
      return renderNote(
        '🚫',
        `${what}: people from another company or workspace cannot change images here.`,
        COLLEAGUE_HINT,
      )
    case 'no-such-right':
      return renderNote(
        '🚫',
        `${what}: the config lets nobody do it.`,
        'Whoever keeps amiops.config.yml can give a role this right.',
      )
    case 'not-in-role':
      return renderNote(
        '🚫',
        `${what}: you are in none of the roles that may.`,
        `${mayWords(right.roles)}${unread}`,
      )
  }
}

/** The image is no longer in a state in which this makes sense, or what it needs is not there. */
export const renderGoneState = (action: Action, record: ImageRecord): Message => {
  const { label } = ACTION_RULES[action]
  const state = stateOf(record)
  if (state && ACTION_RULES[action].from.includes(state)) return renderNotToBeDone(action, record)
  const now = state ? `it is ${stateWords(state)} now` : 'EC2 does not know it'
  return renderNote(
    'ℹ️',
    `${label} of ${imageWords(record)} was not needed: ${now}. Nothing was changed.`,
    'The card shows the image as it is.',
  )
}

const NOT_TO_BE_DONE: Readonly<Partial<Record<Action, [why: string, next: string]>>> = {
  deregister: [
    'AWS Backup manages it, and EC2 lets nobody else remove it',
    'Delete its recovery point in the AWS Backup console.',
  ],
  restore: [
    'the Recycle Bin does not hold it any more',
    'It cannot be brought back; an image can be made anew from a snapshot, if one was kept.',
  ],
  share: [
    'amiops keeps no launch permissions of it that were taken away',
    'Share it in the AWS console, if it is wanted.',
  ],
}

/** The state would fit; something else does not. */
const renderNotToBeDone = (action: Action, record: ImageRecord): Message => {
  const [why, next] = NOT_TO_BE_DONE[action] ?? ['it cannot be done now', 'Look at the card again.']
  return renderNote(
    '🚫',
    `${ACTION_RULES[action].label} of ${imageWords(record)} was not carried out: ${why}. Nothing was changed.`,
    next,
  )
}

/** Somebody of another company gets no information about images. */
export const renderStranger = (): Message =>
  renderNote(
    '🚫',
    'External (Slack Connect) users cannot use amiops here. Nothing was changed.',
    COLLEAGUE_HINT,
  )

/** The same for a question. */
export const renderForeignPlace = (image: ImageRef): Message =>
  renderNote(
    '🚫',
    `amiops does not look at ${code(image.imageId)}: its account ${code(image.account)} is not in the config.`,
    'Whoever keeps amiops.config.yml can add it under accounts.',
  )

/** EC2 could not be asked how the image is: nothing is done on a guess. */
export const renderUnreachable = (action: Action, image: ImageRef, why: string): Message => {
  const what = `${ACTION_RULES[action].label} of ${code(image.imageId)} was not carried out`
  if (why === WRONG_ACCOUNT)
    return renderNote(
      '🛑',
      `${what}: the config names account ${code(image.account)}, but amiops runs with the credentials of another account.`,
      'Nothing was changed. Correct accounts in amiops.config.yml, then deploy again.',
    )
  return renderNote(
    '⚠️',
    `${what}: EC2 in ${image.region} could not be asked how the image is (${code(why, 60)}).`,
    'Nothing was changed. Try again in a minute.',
  )
}

/** The config does not name the account: nobody has decided what may be done there. */
export const renderForeignAccount = (action: Action, image: ImageRef): Message =>
  renderNote(
    '🚫',
    `${ACTION_RULES[action].label} of ${code(image.imageId)} was not carried out: its account ${code(image.account)} is not in the config.`,
    'Nothing was changed. Whoever keeps amiops.config.yml can add it under accounts.',
  )

/** Slack's trigger lives for three seconds; or what was asked could not be put on the queue. */
export const renderNotOpened = (action: Action, imageId?: string): Message =>
  renderNote(
    '⚠️',
    `The form for ${ACTION_RULES[action].label}${imageId ? ` of ${code(imageId)}` : ''} could not be opened in time. Nothing was changed.`,
    'Click the button again.',
  )

/** What a person asked for could not be put on the queue. */
export const renderNotQueued = (): Message =>
  renderNote(
    '⚠️',
    'amiops could not take your request: its queue does not answer. Nothing was done.',
    'Try again in a minute.',
  )

/** Somebody else's request is still under way. */
export const renderBusy = (
  action: Action,
  record: ImageRecord,
  other: { action: Action; person: Person },
): Message =>
  renderNote(
    '⏳',
    `${ACTION_RULES[action].label} of ${imageWords(record)} was not carried out: ${personWords(other.person, 'mention')} asked for ${ACTION_RULES[other.action].label} just before, and it is still under way.`,
    'The card shows how it ends; then you can ask again.',
  )

/** The click waited on the queue while something was down; by now it may no longer be meant. */
export const renderTooLate = (action: Action | 'decide', record: ImageRecord): Message =>
  renderNote(
    '⌛',
    `${action === 'decide' ? 'Your decision on the change' : ACTION_RULES[action].label} of ${imageWords(record)} was not carried out: your click could only be served now, more than ten minutes later.`,
    'Nothing was changed. Click again if it is still wanted.',
  )

/** EC2 may have been called, and nobody wrote down what it answered. */
export const renderLost = (action: Action, record: ImageRecord): Message =>
  renderNote(
    '❔',
    `How ${ACTION_RULES[action].label} of ${imageWords(record)} ended was lost, and something else was asked for since then.`,
    'The card shows the image as it is.',
  )

/** The same of a question: what it was about may look different by now. */
export const renderTooLateToAnswer = (asked: string): Message =>
  renderNote(
    '⌛',
    `${asked === '' ? 'Your question' : code(asked, 200)} was not answered: amiops could only read it now, more than ten minutes later.`,
    'Ask again.',
  )
