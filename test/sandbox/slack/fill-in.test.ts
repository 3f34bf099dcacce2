import type { Json, JsonObject } from '../../../sandbox/slack/types.ts'
import { input, option, plain, viewOf } from './samples.ts'
import { type RunningSlack, startSlack } from './start-slack.ts'

/** What the client itself lets a person type and choose, before the bot hears anything. */

let world: RunningSlack
beforeAll(async () => {
  world = await startSlack()
})
afterAll(() => world.stop())

const submitTo = async (element: JsonObject, value: Json) => {
  await world.post('/people/maria/command', { channel: 'C0READY', command: '/ami' })
  const blocks = [input({ block_id: 'block', element: { action_id: 'action', ...element } })]
  const trigger_id = world.received.at(-1)?.body.trigger_id
  await world.client.apiCall('views.open', { trigger_id, view: viewOf('modal', blocks) })
  const { status } = await world.ask('POST', '/people/maria/submit', { values: { block: { action: value } } })
  return status
}
const sent = () => {
  const view = world.received.at(-1)?.body.view as { state?: { values?: JsonObject } } | undefined
  return view?.state?.values
}

const number = { type: 'number_input', is_decimal_allowed: false, min_value: '1', max_value: '10' }
const text = { type: 'plain_text_input', min_length: 2, max_length: 5 }
const options = [option(1), option(2)]

const CASES: [string, JsonObject, Json[], Json[]][] = [
  ['a text', text, ['ab', 'abcde'], ['a', 'abcdef']],
  ['a long text', { type: 'plain_text_input' }, ['x'.repeat(3000)], ['x'.repeat(3001)]],
  ['a number', number, ['1', '10'], ['0', '11', '1.5', 'many', ' ']],
  ['a fraction', { ...number, is_decimal_allowed: true }, ['1.5'], ['0.9']],
  ['an email address', { type: 'email_text_input' }, ['a@b.example'], ['a@b', 'maria']],
  ['a URL', { type: 'url_text_input' }, ['https://example.com'], ['example']],
  ['a day', { type: 'datepicker' }, ['2026-02-28'], ['tomorrow', '2026-13-01']],
  ['a time', { type: 'timepicker' }, ['00:00', '23:59'], ['24:00', '7']],
  ['a moment', { type: 'datetimepicker' }, [1_768_478_400], ['now', 1.5]],
  ['an option', { type: 'static_select', options }, ['value-1'], ['value-3']],
  ['a radio button', { type: 'radio_buttons', options }, ['value-2'], ['value-3']],
  ['ticks', { type: 'checkboxes', options }, [['value-1', 'value-2']], [['value-1', 'value-3'], []]],
  [
    'an option as the state holds it',
    { type: 'static_select', options },
    [{ type: 'static_select', selected_option: option(1) }],
    [
      { type: 'static_select', selected_option: option(3) },
      { type: 'static_select', selected_option: null },
    ],
  ],
]

test.each(CASES)('%s: what the client sends, and what it stops', async (_name, element, taken, stopped) => {
  for (const value of taken) expect([value, await submitTo(element, value)]).toEqual([value, 200])
  for (const value of stopped) {
    const heard = world.received.length
    expect([value, await submitTo(element, value)]).toEqual([value, 422])
    // The command that opened the modal, and no submission.
    expect(world.received).toHaveLength(heard + 1)
  }
})

test('what could not be sent is not kept either', async () => {
  expect(await submitTo(text, 'x')).toBe(422)
  expect(await world.get('/people/maria/modal')).toMatchObject({
    state: { values: { block: { action: { value: null } } } },
  })
})

test('the bot gets the menu’s own option, whatever else was claimed about it', async () => {
  const claimed = { type: 'static_select', selected_option: { ...option(1), text: plain('Another text') } }
  expect(await submitTo({ type: 'static_select', options }, claimed)).toBe(200)
  expect(sent()).toMatchObject({ block: { action: { selected_option: { text: { text: 'Option 1' } } } } })
})
