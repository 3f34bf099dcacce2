import type { JsonObject } from '../../../sandbox/slack/types.ts'
import { type RunningSlack, refusalOf, startSlack } from './start-slack.ts'

let world: RunningSlack
beforeEach(async () => {
  world = await startSlack()
})
afterEach(() => world.stop())

const plain = (text: string) => ({ type: 'plain_text', text })
const modal = (more: JsonObject = {}): JsonObject => ({
  type: 'modal',
  callback_id: 'confirm',
  private_metadata: 'opaque',
  title: plain('Deregister'),
  submit: plain('Yes'),
  blocks: [
    {
      type: 'input',
      block_id: 'reason',
      label: plain('Why'),
      element: { type: 'plain_text_input', action_id: 'text', max_length: 10 },
    },
    {
      type: 'input',
      block_id: 'keep',
      optional: true,
      label: plain('Keep'),
      element: {
        type: 'static_select',
        action_id: 'choice',
        options: [{ text: plain('Snapshots'), value: 'snapshots' }],
      },
    },
  ],
  ...more,
})

const trigger = async (person = 'maria') => {
  await world.post(`/people/${person}/command`, { channel: 'C0READY', command: '/ami' })
  return String(world.received.at(-1)?.body.trigger_id)
}
const open = async (view = modal()) =>
  world.client.views.open({ trigger_id: await trigger(), view } as never) as Promise<{
    view: { id: string; hash: string }
  }>
const shown = () => world.get<JsonObject | null>('/people/maria/modal')
const submit = (values: JsonObject) => world.post('/people/maria/submit', { values })
const filled = { reason: { text: 'old' } }

test('a modal is open for the one who acted, and for nobody else', async () => {
  const { view } = await open()
  expect(view).toMatchObject({ id: expect.stringMatching(/^V/), team_id: 'T0SANDBOX', app_id: 'A0AMIOPS' })
  expect(await shown()).toMatchObject({ id: view.id, callback_id: 'confirm', private_metadata: 'opaque' })
  expect(await world.get('/people/alex/modal')).toBeNull()
})

test('a trigger works for three seconds and once', async () => {
  const first = await trigger()
  const openWith = (trigger_id: string) => world.client.views.open({ trigger_id, view: modal() } as never)
  await openWith(first)
  expect((await refusalOf(openWith(first))).error).toBe('exchanged_trigger_id')
  const second = await trigger()
  world.clock.advance(3_000)
  await openWith(second)
  const third = await trigger()
  world.clock.advance(3_001)
  expect((await refusalOf(openWith(third))).error).toBe('expired_trigger_id')
  expect((await refusalOf(openWith('1.2.3'))).error).toBe('invalid_trigger_id')
})

test('a trigger works as long as Slack waits for the bot, where that is longer', async () => {
  await world.stop()
  world = await startSlack({ answerWithinMs: 60_000 })
  const late = await trigger()
  world.clock.advance(60_000)
  await world.client.views.open({ trigger_id: late, view: modal() } as never)
  const tooLate = await trigger()
  world.clock.advance(60_001)
  const refused = world.client.views.open({ trigger_id: tooLate, view: modal() } as never)
  expect((await refusalOf(refused)).error).toBe('expired_trigger_id')
})

test('a submission carries what the person filled in', async () => {
  const { view } = await open()
  expect(await submit({ reason: { text: 'old' }, keep: { choice: 'snapshots' } })).toEqual({ status: 200 })
  expect(world.received.at(-1)?.isGenuine).toBe(true)
  expect(world.received.at(-1)?.body).toMatchObject({
    type: 'view_submission',
    user: { id: 'U0MARIA' },
    response_urls: [],
    trigger_id: expect.any(String),
    view: {
      id: view.id,
      private_metadata: 'opaque',
      state: {
        values: {
          reason: { text: { type: 'plain_text_input', value: 'old' } },
          keep: { choice: { type: 'static_select', selected_option: { value: 'snapshots' } } },
        },
      },
    },
  })
  expect(await shown()).toBeNull()
})

test('the client itself stops what cannot be submitted', async () => {
  await open()
  const before = world.received.length
  for (const values of [
    {},
    { reason: { text: 'much too long' } },
    { reason: { text: 'ok' }, keep: { choice: 'volumes' } },
    { nowhere: { text: 'x' } },
  ]) {
    expect((await world.ask('POST', '/people/maria/submit', { values })).status).toBe(422)
  }
  expect(world.received).toHaveLength(before)
})

test('the bot objects to an input and the modal stays open', async () => {
  await open()
  world.botAnswers(() => Response.json({ response_action: 'errors', errors: { reason: 'Say more' } }))
  expect(await submit(filled)).toEqual({ status: 200, errors: { reason: 'Say more' } })
  expect(await shown()).not.toBeNull()
})

test('the bot objects to something that is no input: Slack cannot show it', async () => {
  await open()
  world.botAnswers(() => Response.json({ response_action: 'errors', errors: { elsewhere: 'No' } }))
  expect(await submit(filled)).toEqual({ status: 200, error: 'invalid_response_action' })
  expect(await shown()).not.toBeNull()
})

test('the bot answers a submission with another view, in its place or on top', async () => {
  await open()
  const next = modal({ title: plain('Next') })
  world.botAnswers(() => Response.json({ response_action: 'update', view: next }))
  await submit(filled)
  expect(await shown()).toMatchObject({ title: { text: 'Next' }, previous_view_id: null })
  world.botAnswers(() => Response.json({ response_action: 'push', view: next }))
  await submit(filled)
  expect(await shown()).toMatchObject({ previous_view_id: expect.stringMatching(/^V/) })
  world.botAnswers(() => Response.json({ response_action: 'clear' }))
  await submit(filled)
  expect(await shown()).toBeNull()
})

test('the bot answers with a view that Slack refuses', async () => {
  await open()
  world.botAnswers(() =>
    Response.json({ response_action: 'update', view: modal({ title: plain('x'.repeat(25)) }) }),
  )
  expect(await submit(filled)).toEqual({ status: 200, error: 'invalid_arguments' })
})

test('the bot is too late for a submission', async () => {
  await open()
  world.botAnswers(() => {
    world.clock.advance(3_000)
    return new Promise(resolve => setImmediate(() => resolve(new Response(''))))
  })
  expect(await submit(filled)).toEqual({ status: 0, error: 'operation_timeout' })
  expect(await shown()).not.toBeNull()
  expect(await world.get('/people/maria/private')).toMatchObject([
    { text: 'We had some trouble connecting. Try again?', is_ephemeral: true },
  ])
  expect(await world.get('/people/alex/private')).toEqual([])
})

test.each([404, 500])(
  'the bot answers a submission with %i: the modal stays, with Slack’s own words',
  async status => {
    await open()
    world.botAnswers(() => new Response('', { status }))
    expect(await submit(filled)).toEqual({ status, error: 'dispatch_failed' })
    expect(await shown()).not.toBeNull()
    expect(await world.get('/people/maria/private')).toMatchObject([
      { text: 'We had some trouble connecting. Try again?' },
    ])
  },
)

test('a view is updated by id or by its own name, and only from the state one knows', async () => {
  const { view } = await open(modal({ external_id: 'mine' }))
  const update = (args: JsonObject) =>
    world.client.apiCall('views.update', {
      view: modal({ external_id: 'mine', title: plain('New') }),
      ...args,
    })
  expect((await update({ view_id: view.id, hash: view.hash })).ok).toBe(true)
  expect((await refusalOf(update({ view_id: view.id, hash: view.hash }))).error).toBe('hash_conflict')
  expect((await update({ external_id: 'mine' })).ok).toBe(true)
  expect((await refusalOf(update({ view_id: 'V0NOWHERE' }))).error).toBe('not_found')
  expect(await shown()).toMatchObject({ title: { text: 'New' } })
})

test('a view that was closed meanwhile cannot be updated', async () => {
  const { view } = await open()
  await world.post('/people/maria/close')
  const late = world.client.views.update({ view_id: view.id, view: modal() } as never)
  expect((await refusalOf(late)).error).toBe('not_found')
})

test('the person closes the whole stack, and the bot is notified with is_cleared', async () => {
  await open()
  const top = modal({ notify_on_close: true, external_id: 'top' })
  await world.client.views.push({ trigger_id: await trigger(), view: top } as never)
  expect(await world.post('/people/maria/close', { all: true })).toEqual({ status: 200 })
  expect(world.received.at(-1)?.body).toMatchObject({
    type: 'view_closed',
    is_cleared: true,
    view: { external_id: 'top' },
  })
  expect(await shown()).toBeNull()
})

test('the person closes the view in front, and the one below is there as it was left', async () => {
  await open()
  await world.post('/people/maria/click', { action_id: 'choice', value: 'snapshots' })
  await world.client.views.push({
    trigger_id: await trigger(),
    view: modal({ title: plain('On top') }),
  } as never)
  await world.post('/people/maria/close')
  expect(await shown()).toMatchObject({
    title: { text: 'Deregister' },
    state: { values: { keep: { choice: { selected_option: { value: 'snapshots' } } } } },
  })
})

test('what was chosen stays when the view is updated', async () => {
  const { view } = await open()
  await world.post('/people/maria/click', { action_id: 'choice', value: 'snapshots' })
  expect(world.received.at(-1)?.body).toMatchObject({
    type: 'block_actions',
    container: { type: 'view', view_id: view.id },
    actions: [{ action_id: 'choice', selected_option: { value: 'snapshots' } }],
  })
  await world.client.views.update({ view_id: view.id, view: modal({ title: plain('New') }) } as never)
  expect(await shown()).toMatchObject({
    state: { values: { keep: { choice: { selected_option: { value: 'snapshots' } } } } },
  })
})

test('three views lie on each other, not four', async () => {
  await open()
  const push = async () => world.client.views.push({ trigger_id: await trigger(), view: modal() } as never)
  await push()
  await push()
  expect((await refusalOf(push())).error).toBe('push_limit_reached')
})

test('two open views cannot have the same external_id', async () => {
  await open(modal({ external_id: 'mine' }))
  const push = world.client.views.push({
    trigger_id: await trigger(),
    view: modal({ external_id: 'mine' }),
  } as never)
  expect((await refusalOf(push)).error).toBe('duplicate_external_id')
})

test('a person closes the modal, and the bot is notified if it asked to be', async () => {
  await open()
  const before = world.received.length
  expect(await world.post('/people/maria/close')).toEqual({ status: 0 })
  expect(world.received).toHaveLength(before)
  await open(modal({ notify_on_close: true }))
  expect(await world.post('/people/maria/close')).toEqual({ status: 200 })
  expect(world.received.at(-1)?.body).toMatchObject({ type: 'view_closed', is_cleared: false })
  expect(await shown()).toBeNull()
})

test('a view larger than 250 kB is refused', async () => {
  const options = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      text: plain(`${index} ${'x'.repeat(60)}`),
      value: `${index}`,
    }))
  const blocks = Array.from({ length: 30 }, () => ({
    type: 'actions',
    elements: [{ type: 'static_select', options: options(100) }],
  }))
  expect((await refusalOf(open(modal({ blocks })))).error).toBe('view_too_large')
})
