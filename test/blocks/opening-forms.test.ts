import { failedFormOf, notOpenedOf, openingFormOf } from '../../blocks/opening-forms.ts'
import { IMAGE } from '../domain/given.ts'
import { drawn } from './drawn.ts'

const PROPOSE = { kind: 'propose', key: 'p1', action: 'disable', image: IMAGE } as const
const said = (form: { title: unknown; blocks: readonly object[] }): string =>
  [JSON.stringify(form.title), ...drawn(form)].join(' | ')

test('while nothing is known: each form says what is looked for', () => {
  expect(said(openingFormOf(PROPOSE))).toContain('⏳ Checking usage, sharing and recoverability…')
  expect(openingFormOf(PROPOSE).private_metadata).toContain('p1')
  expect(said(openingFormOf({ kind: 'command', text: 'disable web-1' }))).toContain('⏳ Looking for `web-1`…')
  expect(said(openingFormOf({ kind: 'select' }))).toContain('⏳ Reading the list…')
  expect(said(openingFormOf({ kind: 'plan' }))).toContain('⏳ Looking at the images…')
})

test('a form that was not opened: what to click or type again', () => {
  expect(notOpenedOf(PROPOSE).text).toBe(
    '⚠️ Slack timed out before the form to disable `ami-0123456789abcdef0` opened. Nothing was changed. Click the button again.',
  )
  expect(notOpenedOf({ kind: 'command', command: '/amis', text: 'disable web-1' }).text).toBe(
    '⚠️ Slack timed out before the form opened. Nothing was changed. Type `/amis disable web-1` again.',
  )
  for (const kind of ['select', 'plan'] as const)
    expect(notOpenedOf({ kind }).text).toBe(
      '⚠️ The form for these images could not be opened. Nothing was changed. Click the button again.',
    )
})

test('an open form whose request could not be queued says the same', () => {
  expect(said(failedFormOf(PROPOSE))).toContain(
    '⚠️ Slack timed out before the form to disable the image opened. Nothing was changed. | Click the button again.',
  )
  expect(said(failedFormOf(PROPOSE))).toContain('Disable image')
  expect(said(failedFormOf({ kind: 'select' }))).toContain('⚠️ The form for these images could not be opened.')
  expect(said(failedFormOf({ kind: 'select' }))).toContain('amiops')
})
