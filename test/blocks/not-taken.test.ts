import {
  renderDecisionTooLate,
  renderLost,
  renderNotDeclined,
  renderNotOpened,
  renderNotQueued,
  renderTooLate,
  renderTooLateToAnswer,
} from '../../blocks/not-taken.ts'
import { givenFacts, givenRecord } from '../domain/given.ts'
import { note } from './given.ts'

const RECORD = givenRecord({ facts: givenFacts() })
const NAME = '`payments-base-42` (`ami-0123456789abcdef0`)'

test('a form that Slack did not open in time', () => {
  expect(renderNotOpened('disable', 'ami-1')).toEqual(
    note(
      '⚠️ Slack timed out before the form to disable `ami-1` opened. Nothing was changed.',
      'Click the button again.',
    ),
  )
  expect(renderNotOpened('retire').text).toBe(
    '⚠️ Slack timed out before the form to retire the image opened. Nothing was changed. Click the button again.',
  )
  expect(renderNotDeclined()).toEqual(
    note(
      '⚠️ Slack timed out before the form to decline the request opened. Nothing was changed.',
      'Click Decline again.',
    ),
  )
})

test('a request that the queue did not confirm', () => {
  expect(renderNotQueued()).toEqual(
    note(
      '⚠️ amiops’s queue did not confirm your request: it may still be carried out.',
      'Wait a minute and look at the card before you try again.',
    ),
  )
})

test('what came more than ten minutes late: a click, a decision, a question', () => {
  expect(renderTooLate('disable', RECORD)).toEqual(
    note(
      `⌛ ${NAME} was not disabled: your click was delayed by more than ten minutes. Nothing was changed.`,
      'Click again if you still want it.',
    ),
  )
  expect(renderDecisionTooLate('disable', RECORD)).toEqual(
    note(
      `⌛ Your decision on the request to disable ${NAME} was not recorded: your click was delayed by more than ten minutes. Nothing was changed.`,
      'Decide again on the approval card.',
    ),
  )
  expect(renderTooLateToAnswer('status web-1')).toEqual(
    note('⌛ `status web-1` was not answered: it was delayed by more than ten minutes.', 'Ask again.'),
  )
  expect(renderTooLateToAnswer('').text).toBe(
    '⌛ Your question was not answered: it was delayed by more than ten minutes. Ask again.',
  )
})

test('an outcome that nobody knows any more', () => {
  expect(renderLost('disable', RECORD)).toEqual(
    note(
      `❔ Request to disable ${NAME}.`,
      'The outcome was not recorded. Check the state on the image’s card, and send a new request if the change is missing.',
    ),
  )
})
