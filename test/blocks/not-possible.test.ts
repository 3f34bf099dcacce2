import { renderBusy, renderGoneState, renderUnreachable } from '../../blocks/not-possible.ts'
import type { Action } from '../../src/domain/actions.ts'
import type { ImageState } from '../../src/domain/image.ts'
import { WRONG_ACCOUNT } from '../../src/domain/wrong-account.ts'
import { givenFacts, givenRecord, givenTold, IMAGE, MARIA } from '../domain/given.ts'
import { note } from './given.ts'

const NAME = '`payments-base-42` (`ami-0123456789abcdef0`)'
const HISTORY = 'Its history shows what changed it: `/ami history ami-0123456789abcdef0`.'

const record = (state: ImageState, more: object = {}) =>
  givenRecord({
    facts: givenFacts({ state }),
    lastEvent: givenTold({ state: state as never }),
    ...more,
  })
const gone = (action: Action, state: ImageState, more: object = {}) =>
  renderGoneState(action, record(state, more), '/ami')

test('it is so already', () => {
  expect(gone('disable', 'disabled')).toEqual(note(`ℹ️ ${NAME} is already disabled. Nothing was changed.`))
  expect(gone('enable', 'available')).toEqual(note(`ℹ️ ${NAME} is already enabled. Nothing was changed.`))
})

test('its state is another one', () => {
  expect(gone('enable', 'deregistered')).toEqual(
    note(`ℹ️ ${NAME} was not enabled: it is ⚫ Deregistered now. Nothing was changed.`, HISTORY),
  )
  expect(gone('restore', 'available')).toEqual(
    note(`ℹ️ ${NAME} was not restored: it is 🟢 Available now. Nothing was changed.`, HISTORY),
  )
  expect(gone('share', 'disabled')).toEqual(
    note(
      `ℹ️ ${NAME} was not re-shared: it is 🟡 Disabled now. Nothing was changed.`,
      'Enable it first, then re-share it.',
    ),
  )
  expect(gone('share', 'deregistered').text).toContain(HISTORY)
})

test('its state allows it, and something else does not', () => {
  expect(gone('deregister', 'available')).toEqual(
    note(
      `🚫 ${NAME} was not deregistered: AWS Backup manages it, and only AWS Backup can remove it. Nothing was changed.`,
      'Delete its recovery point in the AWS Backup console.',
    ),
  )
  expect(gone('share', 'available')).toEqual(
    note(
      `🚫 ${NAME} was not re-shared: no removed launch permissions are stored for it. Nothing was changed.`,
      'Share it in the AWS console instead.',
    ),
  )
  expect(gone('disable', 'available')).toEqual(
    note(
      `🚫 ${NAME} was not disabled: this is not possible now. Nothing was changed.`,
      'Its card shows what is.',
    ),
  )
})

test('EC2 could not be asked', () => {
  expect(renderUnreachable('disable', IMAGE, 'TimeoutError')).toEqual(
    note(
      '⚠️ `ami-0123456789abcdef0` was not disabled: couldn’t read the image from EC2 in eu-west-1: no answer in time (`TimeoutError`). Nothing was changed.',
      'Try again in a minute.',
    ),
  )
  expect(renderUnreachable('disable', IMAGE, WRONG_ACCOUNT)).toEqual(
    note(
      '🛑 `ami-0123456789abcdef0` was not disabled: the config names account `123456789012`, but amiops runs with credentials of another account. Nothing was changed.',
      'Ask an amiops admin to correct accounts in amiops.config.yml and to deploy again.',
    ),
  )
})

test('somebody else’s request is under way', () => {
  expect(renderBusy('disable', record('available'), { action: 'retire', person: MARIA })).toEqual(
    note(
      `⏳ ${NAME} was not disabled: a request by <@U0MARIA> to retire it is still in progress.`,
      'Wait for its outcome on the card, then try again.',
    ),
  )
})

test('a revoked image: who revoked it and why, and the way back', () => {
  const revoked = { by: MARIA, reason: 'a backdoor', planId: 'p1', atMs: 0 }
  expect(gone('enable', 'disabled', { revoked })).toEqual(
    note(
      `⛔ ${NAME} was not enabled: it is revoked. Nothing was changed.`,
      '⛔ Revoked by <@U0MARIA>: “a backdoor”. To use it again, click “Undo revocation…” on its card, which `/ami status ami-0123456789abcdef0` shows.',
    ),
  )
})
