import { RetryLater, throwIfBusy } from '../../src/domain/retry-later.ts'

const thrownBy = (answer: { kind: string; retryAfterSec?: number }): unknown => {
  try {
    throwIfBusy(answer, 'the form is drawn')
  } catch (error) {
    return error
  }
  return undefined
}

test('Slack has no room: the queue delivers it again when Slack asked for, and the log says what waits', () => {
  const error = thrownBy({ kind: 'busy', retryAfterSec: 7 })
  expect(error).toBeInstanceOf(RetryLater)
  expect(error).toMatchObject({
    name: 'RetryLater',
    afterSec: 7,
    message: 'Slack asks to wait before the form is drawn.',
  })
})

test('Slack does not say how long: after a second', () => {
  expect(thrownBy({ kind: 'busy' })).toMatchObject({ afterSec: 1 })
})

test('any other answer is an answer', () => {
  expect(thrownBy({ kind: 'posted', retryAfterSec: 7 })).toBeUndefined()
})
