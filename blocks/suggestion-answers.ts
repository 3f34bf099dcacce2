import type { Suggestion } from '../src/domain/suggestion.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { personWords } from './words.ts'

/** Private sentences about a suggestion. */

/** @param suggestion undefined where it is no longer kept */
export const renderSuggestionOver = (suggestion: Suggestion | undefined): Message => {
  if (suggestion?.state === 'declined' && suggestion.declinedBy)
    return renderNote(
      '👀',
      `${personWords(suggestion.declinedBy, 'mention')} already declined this suggestion.`,
    )
  return renderNote(
    '⌛',
    'This suggestion has expired. Nothing was changed.',
    'The next one is a new message.',
  )
}

export const renderAllTaken = (): Message =>
  renderNote(
    '👀',
    'All images of this suggestion are part of a plan already.',
    'The plan’s card shows what becomes of them.',
  )
