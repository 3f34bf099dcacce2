import { ACTION_RULES } from '../src/domain/actions.ts'
import type { Attempt } from '../src/domain/history.ts'
import type { ImageFacts } from '../src/domain/image.ts'
import type { Card } from '../src/domain/record.ts'
import { LOST_OUTCOME } from '../src/domain/request.ts'
import { verbOf } from './action-words.ts'
import { imageWords, notDone } from './image-words.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { type Done, pastWords } from './past-words.ts'
import { code, escapeText } from './text.ts'
import { snapshotResultWords } from './way-back.ts'
import { personWords } from './words.ts'

export interface OutcomeView {
  /** What was asked for, and its outcome so far. */
  attempt: Done & Pick<Attempt, 'outcome' | 'reason' | 'approvedBy' | 'snapshots'>
  image: { imageId: string; facts?: ImageFacts | undefined }
  /** The image's cards. */
  cards: readonly Pick<Card, 'channelId'>[]
  /** The slash command's name. */
  command: string
}

const channelsOf = ({ cards }: OutcomeView): string =>
  [...new Set(cards.map(({ channelId }) => `<#${channelId}>`))].slice(0, 3).join(', ')

const followWords = (view: OutcomeView): string => {
  const channels = channelsOf(view)
  return channels === ''
    ? `Check ${code(`${view.command} status ${view.image.imageId}`)} for the result.`
    : `Follow progress in ${channels}.`
}

const nextWords = (view: OutcomeView): string => {
  const { snapshots = [] } = view.attempt
  const channels = channelsOf(view)
  return [
    ...(snapshots.length > 0 ? [`${snapshotResultWords(snapshots)}.`] : []),
    channels === ''
      ? `Details: ${code(`${view.command} history ${view.image.imageId}`)}.`
      : `Its card is in ${channels}.`,
  ].join(' ')
}

/** The state of a request, for its form and for direct messages. */
export const renderOutcome = (view: OutcomeView): Message => {
  const { attempt, image } = view
  const { action, outcome, approvedBy } = attempt
  const name = imageWords(image)
  const approved = approvedBy ? ` The request was approved by ${personWords(approvedBy, 'mention')}.` : ''
  if (attempt.reason === LOST_OUTCOME)
    return renderNote('❔', `Request to ${verbOf(action)} ${name}.${approved}`, LOST_OUTCOME)
  const reason = escapeText(attempt.reason ?? '', 1_000)
  switch (outcome) {
    case 'accepted':
      return renderNote(
        '⏳',
        `EC2 accepted the request to ${verbOf(action)} ${name}; awaiting confirmation.${approved}`,
        followWords(view),
      )
    case 'confirmed':
      return renderNote('✅', `${name} was ${pastWords(attempt)}.${approved}`, nextWords(view))
    case 'failed':
    case 'refused':
      return renderNote('❌', `${notDone(action, image)}.${approved}`, reason || nextWords(view))
    case 'unknown':
      return renderNote(
        '❔',
        `EC2 did not answer the request to ${verbOf(action)} ${name}.${approved}`,
        reason || followWords(view),
      )
    default:
      return renderNote('⏳', `${ACTION_RULES[action].doing} ${name}…${approved}`, followWords(view))
  }
}
