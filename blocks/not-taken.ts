import type { Action } from '../src/domain/actions.ts'
import type { ImageRecord } from '../src/domain/record.ts'
import { LOST_OUTCOME } from '../src/domain/request.ts'
import { verbOf } from './action-words.ts'
import { imageWords, notDone } from './image-words.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { code } from './text.ts'

/** Slack's trigger was used too late (it is valid for three seconds), or the ask could not be queued. */
export const renderNotOpened = (action: Action, imageId?: string): Message =>
  renderNote(
    '⚠️',
    `Slack timed out before the form to ${verbOf(action)} ${imageId ? code(imageId) : 'the image'} opened. Nothing was changed.`,
    'Click the button again.',
  )

/** The same for the form that asks why somebody declines. */
export const renderNotDeclined = (): Message =>
  renderNote(
    '⚠️',
    'Slack timed out before the form to decline the request opened. Nothing was changed.',
    'Click Decline again.',
  )

/** The queue did not confirm what a person asked for: it may hold it, since an answer that is lost is no refusal. */
export const renderNotQueued = (): Message =>
  renderNote(
    '⚠️',
    'amiops’s queue did not confirm your request: it may still be carried out.',
    'Wait a minute and look at the card before you try again.',
  )

/** The click waited in the queue during an outage; the person may no longer want it. */
export const renderTooLate = (action: Action, record: ImageRecord): Message =>
  renderNote(
    '⌛',
    `${notDone(action, record)}: your click was delayed by more than ten minutes. Nothing was changed.`,
    'Click again if you still want it.',
  )

/** The same for a decision. */
export const renderDecisionTooLate = (action: Action, record: ImageRecord): Message =>
  renderNote(
    '⌛',
    `Your decision on the request to ${verbOf(action)} ${imageWords(record)} was not recorded: your click was delayed by more than ten minutes. Nothing was changed.`,
    'Decide again on the approval card.',
  )

/** EC2 may have been called, and its answer was not saved. */
export const renderLost = (action: Action, record: ImageRecord): Message =>
  renderNote('❔', `Request to ${verbOf(action)} ${imageWords(record)}.`, LOST_OUTCOME)

/** A question that was read long after it was asked. */
export const renderTooLateToAnswer = (asked: string): Message =>
  renderNote(
    '⌛',
    `${asked === '' ? 'Your question' : code(asked, 200)} was not answered: it was delayed by more than ten minutes.`,
    'Ask again.',
  )
