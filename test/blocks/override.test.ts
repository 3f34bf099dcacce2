import type { Form } from '../../blocks/form.ts'
import { approvalSubmit, overrideWarning, withOverride } from '../../blocks/override.ts'
import { drawn } from './drawn.ts'

const WARNING =
  '🚨 *Disable without approval:* nobody is asked, and the image is disabled as soon as you submit.'

const open = (): Form =>
  ({
    submit: { type: 'plain_text', text: 'Request approval' },
    blocks: [
      { type: 'section', block_id: 'head', text: { type: 'mrkdwn', text: 'head' } },
      { type: 'section', block_id: 'options', text: { type: 'mrkdwn', text: 'options' } },
      { type: 'section', block_id: 'purpose', text: { type: 'mrkdwn', text: 'purpose' } },
    ],
  }) as unknown as Form

test('the button: what it does, within the 24 characters that Slack takes', () => {
  expect(approvalSubmit('disable', false)).toBe('Request approval')
  expect(approvalSubmit('disable', true)).toBe('Disable without approval')
  expect(approvalSubmit('deregister', true)).toBe('Deregister, no approval')
})

test('the warning', () => {
  expect(drawn({ blocks: [overrideWarning('disable')] })).toEqual([WARNING])
})

test('ticked: the warning comes below the options, and the button changes; cleared: both are as before', () => {
  const ticked = withOverride(open(), 'disable', true, false)
  expect(drawn(ticked)).toEqual(['head', 'options', WARNING, 'purpose'])
  expect(ticked.submit?.text).toBe('Disable without approval')
  expect(drawn(withOverride(ticked, 'disable', true, false))).toEqual(['head', 'options', WARNING, 'purpose'])
  const cleared = withOverride(ticked, 'disable', false, false)
  expect(drawn(cleared)).toEqual(['head', 'options', 'purpose'])
  expect(cleared.submit?.text).toBe('Request approval')
})

test('where nobody else can approve it, its button never asks for approval', () => {
  const cleared = withOverride(open(), 'disable', false, true)
  expect(drawn(cleared)).toEqual(['head', 'options', 'purpose'])
  expect(cleared.submit?.text).toBe('Disable without approval')
})
