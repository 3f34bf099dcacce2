import { renderAllTaken, renderSuggestionOver } from '../../blocks/suggestion-answers.ts'
import type { Suggestion } from '../../src/domain/suggestion.ts'
import { ALEX, note } from './given.ts'

const given = (special: Partial<Suggestion>) => special as Suggestion

const EXPIRED = note('⌛ This suggestion has expired. Nothing was changed.', 'The next one is a new message.')

test.each([
  ['no longer kept', undefined, EXPIRED],
  ['expired', given({ state: 'expired', declinedBy: ALEX }), EXPIRED],
  ['declined by somebody unknown', given({ state: 'declined' }), EXPIRED],
  [
    'declined',
    given({ state: 'declined', declinedBy: ALEX }),
    note('👀 <@U0ALEX> already declined this suggestion.'),
  ],
])('a suggestion that is over: %s', (_what, suggestion, message) => {
  expect(renderSuggestionOver(suggestion)).toEqual(message)
})

test('all images of a suggestion are in plans', () => {
  expect(renderAllTaken()).toEqual(
    note(
      '👀 All images of this suggestion are part of a plan already.',
      'The plan’s card shows what becomes of them.',
    ),
  )
})
