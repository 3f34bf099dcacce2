import type { Action } from '../src/domain/actions.ts'
import type { ImageRecord } from '../src/domain/record.ts'
import { LOST_OUTCOME } from '../src/domain/request.ts'
import { verbOf } from './action-words.ts'
import { imageWords, notDone } from './image-words.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { code } from './text.ts'

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
