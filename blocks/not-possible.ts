import { ACTION_RULES, type Action, type PlanAction } from '../src/domain/actions.ts'
import { isHeldByRevocation } from '../src/domain/available-actions.ts'
import type { ImageRef } from '../src/domain/image.ts'
import { type ImageRecord, stateOf } from '../src/domain/record.ts'
import { isRestorableUnknown } from '../src/domain/recycle-bin-state.ts'
import type { Person } from '../src/domain/request.ts'
import type { Revoked } from '../src/domain/revocation.ts'
import { WRONG_ACCOUNT } from '../src/domain/wrong-account.ts'
import { verbOf } from './action-words.ts'
import { whyWords } from './ec2-trouble.ts'
import { imageWords, notDone } from './image-words.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { revokedWords, UNDO_REVOCATION } from './revoke-words.ts'
import { code } from './text.ts'
import { personWords, stateWords } from './words.ts'

/** The image's state does not allow the action any more, or something that it needs is missing. @param command the slash command's name */
export const renderGoneState = (action: Action, record: ImageRecord, command: string): Message => {
  if (record.revoked && isHeldByRevocation(action, record))
    return renderRevoked(action, record, record.revoked, command)
  const state = stateOf(record)
  const { from, becomes, past } = ACTION_RULES[action]
  if (action === 'restore' && isRestorableUnknown(record))
    return renderNote(
      '⚠️',
      `${notDone(action, record)}: EC2 did not say whether the Recycle Bin holds it. Nothing was changed.`,
      'Try again in a minute.',
    )
  if (state && from.includes(state)) return renderNotToBeDone(action, record)
  if (action !== 'restore' && becomes.some(one => one === state))
    return renderNote('ℹ️', `${imageWords(record)} is already ${past}. Nothing was changed.`)
  const now = state ? `it is ${stateWords(state)} now` : 'EC2 does not know it'
  return renderNote(
    'ℹ️',
    `${notDone(action, record)}: ${now}. Nothing was changed.`,
    action === 'share' && state === 'disabled'
      ? 'Enable it first, then re-share it.'
      : `Its history shows what changed it: ${code(`${command} history ${record.imageId}`)}.`,
  )
}

/** A revoked image: its undo is the way, and who may not undo it sees who revoked it, and why. */
const renderRevoked = (action: Action, record: ImageRecord, revoked: Revoked, command: string): Message =>
  renderNote(
    '⛔',
    `${notDone(action, record)}: it is revoked. Nothing was changed.`,
    `${revokedWords(revoked, 'mention')}. To use it again, click “${UNDO_REVOCATION}” on its card, which ${code(`${command} status ${record.imageId}`)} shows.`,
  )

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

/** The state allows it; something else does not. */
const renderNotToBeDone = (action: Action, record: ImageRecord): Message => {
  const [why, next] = NOT_TO_BE_DONE[action] ?? ['this is not possible now', 'Its card shows what is.']
  return renderNote('🚫', `${notDone(action, record)}: ${why}. Nothing was changed.`, next)
}

/** EC2 could not be asked about the image: nothing is done on a guess. */
export const renderUnreachable = (action: PlanAction, image: ImageRef, why: string): Message =>
  why === WRONG_ACCOUNT
    ? renderNote(
        '🛑',
        `${notDone(action, image)}: the config names account ${code(image.account)}, but amiops runs with credentials of another account. Nothing was changed.`,
        'Ask an amiops admin to correct accounts in amiops.config.yml and to deploy again.',
      )
    : renderNote(
        '⚠️',
        `${notDone(action, image)}: couldn’t read the image from EC2 in ${image.region}: ${whyWords(why)}. Nothing was changed.`,
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
