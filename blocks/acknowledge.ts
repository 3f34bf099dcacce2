import type { Right } from '../src/domain/authorise.ts'
import { type ImageRecord, stateOf } from '../src/domain/record.ts'
import type { Person } from '../src/domain/request.ts'
import { section } from './elements.ts'
import { imageWords } from './image-words.ts'
import { type Message, message } from './message.ts'
import { renderNote } from './note.ts'
import { roleWords } from './role-words.ts'
import { personWords, stateWords } from './words.ts'

/** The quiet line in the thread of a failed image. */
export const renderAcknowledgedLine = (by: Person, isUndone: boolean): Message => {
  const line = isUndone
    ? `👀 ${personWords(by, 'name')} undid the acknowledgement`
    : `👀 Acknowledged by ${personWords(by, 'name')}`
  return message(line, [section(line)])
}

/** For a person without a role. */
export const renderMayNotAcknowledge = (right: Exclude<Right, { allowed: true }>): Message => {
  const who = right.why === 'foreign-workspace' ? '' : roleWords(right.roles)
  return renderNote(
    '🚫',
    right.why === 'foreign-workspace'
      ? 'External (Slack Connect) users can’t acknowledge failures.'
      : 'You don’t have permission to acknowledge failures.',
    who === '' ? 'Ask someone in this workspace.' : `Ask ${who}.`,
  )
}

/** The failure has ended, or somebody else has acknowledged it. */
export const renderNothingToAcknowledge = (record: ImageRecord): Message => {
  const { acknowledged } = record
  return stateOf(record) === 'failed'
    ? renderNote(
        '👀',
        acknowledged
          ? `${imageWords(record)} was already acknowledged by ${personWords(acknowledged.by, 'mention')}.`
          : `${imageWords(record)} is not acknowledged.`,
      )
    : renderNote(
        '👀',
        `${imageWords(record)} is no longer failed: it is ${stateWords(stateOf(record))}.`,
        'Nothing to acknowledge.',
      )
}
