import type { JsonObject } from '../../../sandbox/slack/types.ts'
import {
  actions,
  button,
  card,
  cell,
  confirm,
  container,
  createShow,
  dataTable,
  image,
  input,
  menu,
  mrkdwn,
  option,
  plain,
  richText,
  type Surface,
  section,
  table,
  times,
  url,
  video,
  x,
} from './samples.ts'
import { type RunningSlack, refusalOf, startSlack } from './start-slack.ts'

/** Slack's limits, each accepted at n and refused at n + 1, through the real client. */

let world: RunningSlack
beforeAll(async () => {
  world = await startSlack()
})
afterAll(() => world.stop())

const show = createShow(() => world)

/** What, its limit, the blocks that hold n of it, and where n + 1 is refused. */
const MESSAGE_LIMITS: [string, number, (n: number) => JsonObject[], string][] = [
  ['blocks of a message', 50, n => times(n, () => ({ type: 'divider' })), '/blocks'],
  ['block_id', 255, n => [{ type: 'divider', block_id: x(n) }], '/blocks/0/block_id'],
  ['header text', 150, n => [{ type: 'header', text: plain(x(n)) }], '/blocks/0/text/text'],
  ['section text', 3000, n => [section({ text: mrkdwn(x(n)) })], '/blocks/0/text/text'],
  ['section fields', 10, n => [section({ fields: times(n, () => plain('x')) })], '/blocks/0/fields'],
  ['section field text', 2000, n => [section({ fields: [plain(x(n))] })], '/blocks/0/fields/0/text'],
  [
    'context elements',
    10,
    n => [{ type: 'context', elements: times(n, () => mrkdwn('x')) }],
    '/blocks/0/elements',
  ],
  ['actions elements', 25, n => [actions(...times(n, () => button()))], '/blocks/0/elements'],
  ['action_id', 255, n => [actions(button({ action_id: x(n) }))], '/blocks/0/elements/0/action_id'],
  ['button text', 75, n => [actions(button({ text: plain(x(n)) }))], '/blocks/0/elements/0/text/text'],
  ['button value', 2000, n => [actions(button({ value: x(n) }))], '/blocks/0/elements/0/value'],
  ['button url', 3000, n => [actions(button({ url: url(n) }))], '/blocks/0/elements/0/url'],
  [
    'button accessibility_label',
    75,
    n => [actions(button({ accessibility_label: x(n) }))],
    '/blocks/0/elements/0/accessibility_label',
  ],
  [
    'confirm title',
    100,
    n => [actions(confirm({ title: plain(x(n)) }))],
    '/blocks/0/elements/0/confirm/title/text',
  ],
  [
    'confirm text',
    300,
    n => [actions(confirm({ text: mrkdwn(x(n)) }))],
    '/blocks/0/elements/0/confirm/text/text',
  ],
  [
    'confirm button',
    30,
    n => [actions(confirm({ confirm: plain(x(n)) }))],
    '/blocks/0/elements/0/confirm/confirm/text',
  ],
  [
    'deny button',
    30,
    n => [actions(confirm({ deny: plain(x(n)) }))],
    '/blocks/0/elements/0/confirm/deny/text',
  ],
  [
    'option text',
    75,
    n => [actions(menu({ options: [option(1, { text: plain(x(n)) })] }))],
    '/blocks/0/elements/0/options/0/text/text',
  ],
  [
    'option value',
    75,
    n => [actions(menu({ options: [option(1, { value: x(n) })] }))],
    '/blocks/0/elements/0/options/0/value',
  ],
  [
    'option description',
    75,
    n => [actions(menu({ options: [option(1, { description: plain(x(n)) })] }))],
    '/blocks/0/elements/0/options/0/description/text',
  ],
  [
    'overflow option url',
    3000,
    n => [actions({ type: 'overflow', options: [option(1, { url: url(n) })] })],
    '/blocks/0/elements/0/options/0/url',
  ],
  [
    'select options',
    100,
    n => [actions(menu({ options: times(n, i => option(i)) }))],
    '/blocks/0/elements/0/options',
  ],
  [
    'select option groups',
    100,
    n => [
      actions({
        type: 'static_select',
        option_groups: times(n, i => ({ label: plain(`Group ${i}`), options: [option(i)] })),
      }),
    ],
    '/blocks/0/elements/0/option_groups',
  ],
  [
    'option group label',
    75,
    n => [actions({ type: 'static_select', option_groups: [{ label: plain(x(n)), options: [option(1)] }] })],
    '/blocks/0/elements/0/option_groups/0/label/text',
  ],
  [
    'placeholder',
    150,
    n => [actions(menu({ placeholder: plain(x(n)) }))],
    '/blocks/0/elements/0/placeholder/text',
  ],
  [
    'overflow options',
    5,
    n => [actions({ type: 'overflow', options: times(n, i => option(i)) })],
    '/blocks/0/elements/0/options',
  ],
  [
    'checkboxes',
    10,
    n => [actions({ type: 'checkboxes', options: times(n, i => option(i)) })],
    '/blocks/0/elements/0/options',
  ],
  [
    'radio buttons',
    10,
    n => [actions({ type: 'radio_buttons', options: times(n, i => option(i)) })],
    '/blocks/0/elements/0/options',
  ],
  ['image alt_text', 2000, n => [image({ alt_text: x(n) })], '/blocks/0/alt_text'],
  ['image title', 2000, n => [image({ title: plain(x(n)) })], '/blocks/0/title/text'],
  ['image url', 3000, n => [image({ image_url: url(n) })], '/blocks/0/image_url'],
  ['input label', 2000, n => [input({ label: plain(x(n)) })], '/blocks/0/label/text'],
  ['input hint', 2000, n => [input({ hint: plain(x(n)) })], '/blocks/0/hint/text'],
  [
    'plain_text_input min_length',
    3000,
    n => [input({ element: { type: 'plain_text_input', min_length: n } })],
    '/blocks/0/element/min_length',
  ],
  ['video title', 200, n => [video({ title: plain(x(n)) })], '/blocks/0/title/text'],
  ['video author', 50, n => [video({ author_name: x(n) })], '/blocks/0/author_name'],
  ['markdown', 12_000, n => [{ type: 'markdown', text: x(n) }], '/blocks/0/text'],
  [
    'markdown of all blocks',
    12_000,
    n => times(2, i => ({ type: 'markdown', text: x(i ? n - 1 : 1) })),
    '/blocks',
  ],
  ['card title', 150, n => [card({ title: mrkdwn(x(n)) })], '/blocks/0/title/text'],
  ['card subtitle', 150, n => [card({ subtitle: mrkdwn(x(n)) })], '/blocks/0/subtitle/text'],
  ['card body', 200, n => [card({ body: mrkdwn(x(n)) })], '/blocks/0/body/text'],
  ['card actions', 3, n => [card({ actions: times(n, () => button()) })], '/blocks/0/actions'],
  ['carousel', 10, n => [{ type: 'carousel', elements: times(n, () => card()) }], '/blocks/0/elements'],
  [
    'container blocks',
    10,
    n => [container({ child_blocks: times(n, () => ({ type: 'divider' })) })],
    '/blocks/0/child_blocks',
  ],
  ['container title', 150, n => [container({ title: plain(x(n)) })], '/blocks/0/title/text'],
  ['container subtitle', 150, n => [container({ subtitle: plain(x(n)) })], '/blocks/0/subtitle/text'],
  [
    'context actions',
    5,
    n => [
      {
        type: 'context_actions',
        elements: times(n, () => ({ type: 'icon_button', icon: 'trash', text: plain('Delete') })),
      },
    ],
    '/blocks/0/elements',
  ],
  ['table rows', 100, n => [table(times(n, () => [cell()]))], '/blocks/0/rows'],
  ['table cells', 20, n => [table([times(n, () => cell())])], '/blocks/0/rows/0'],
  [
    'table columns',
    20,
    n => [table([[cell()]], { column_settings: times(n, () => ({})) })],
    '/blocks/0/column_settings',
  ],
  ['table characters', 10_000, n => [table([[cell(x(n))]])], '/blocks'],
  ['data table rows', 201, n => [dataTable(times(n, () => [cell()]))], '/blocks/0/rows'],
  [
    'data table page size',
    100,
    n => [dataTable([[cell()], [cell()]], { page_size: n })],
    '/blocks/0/page_size',
  ],
  ['data table characters', 20_000, n => [dataTable([[cell()], [cell(x(n - 1))]])], '/blocks'],
]

test.each(MESSAGE_LIMITS)('%s: %i and one more', async (_name, limit, make, at) => {
  expect((await show('message', make(limit))).ok).toBe(true)
  const refusal = await refusalOf(show('message', make(limit + 1)))
  expect(refusal.error).toBe('invalid_blocks')
  expect(refusal.messages).toContainEqual(expect.stringContaining(`[json-pointer:${at}]`))
})

const MODAL_LIMITS: [string, number, (n: number) => [JsonObject[], JsonObject?], string][] = [
  ['blocks', 100, n => [times(n, () => ({ type: 'divider' }))], '/view/blocks'],
  ['title', 24, n => [[], { title: plain(x(n)) }], '/view/title/text'],
  ['submit', 24, n => [[], { submit: plain(x(n)) }], '/view/submit/text'],
  ['close', 24, n => [[], { close: plain(x(n)) }], '/view/close/text'],
  ['private_metadata', 3000, n => [[], { private_metadata: x(n) }], '/view/private_metadata'],
  ['callback_id', 255, n => [[], { callback_id: x(n) }], '/view/callback_id'],
  ['external_id', 255, n => [[], { external_id: x(n) }], '/view/external_id'],
  ['alert text', 200, n => [[{ type: 'alert', text: plain(x(n)) }]], '/view/blocks/0/text/text'],
]

test.each(MODAL_LIMITS)('a modal’s %s: %i and one more', async (_name, limit, make, at) => {
  expect((await show('modal', ...make(limit))).ok).toBe(true)
  const refusal = await refusalOf(show('modal', ...make(limit + 1)))
  expect(refusal.error).toBe('invalid_arguments')
  expect(refusal.messages).toContainEqual(expect.stringContaining(`[json-pointer:${at}]`))
})

test('a Home takes 100 blocks and not one more', async () => {
  expect(
    (
      await show(
        'home',
        times(100, () => ({ type: 'divider' })),
      )
    ).ok,
  ).toBe(true)
  const refusal = await refusalOf(
    show(
      'home',
      times(101, () => ({ type: 'divider' })),
    ),
  )
  expect(refusal.messages).toEqual(['[ERROR] no more than 100 items allowed [json-pointer:/view/blocks]'])
})

test('a long text is refused in Slack’s words', async () => {
  expect(await refusalOf(show('message', [{ type: 'header', text: plain(x(151)) }]))).toEqual({
    error: 'invalid_blocks',
    messages: ['[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]'],
  })
})

test('characters are counted, not bytes', async () => {
  expect((await show('message', [{ type: 'header', text: plain('🟢'.repeat(150)) }])).ok).toBe(true)
  expect((await refusalOf(show('message', [{ type: 'header', text: plain('🟢'.repeat(151)) }]))).error).toBe(
    'invalid_blocks',
  )
})

const REFUSED: [string, JsonObject[], string][] = [
  ['a block of no known type', [{ type: 'shout' }], 'unsupported type: shout [json-pointer:/blocks/0/type]'],
  ['a block without a type', [{}], 'missing required field: type [json-pointer:/blocks/0]'],
  [
    'a field that Slack does not know',
    [section({ colour: 'red' })],
    'invalid additional property: colour [json-pointer:/blocks/0]',
  ],
  [
    'a header in mrkdwn',
    [{ type: 'header', text: mrkdwn('x') }],
    'unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
  ],
  [
    'a header that is a bare string',
    [{ type: 'header', text: 'x' }],
    'must provide an object [json-pointer:/blocks/0/text]',
  ],
  [
    'an empty text',
    [section({ text: mrkdwn('') })],
    'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'a section without anything',
    [{ type: 'section' }],
    'must define either `text` or `fields` [json-pointer:/blocks/0]',
  ],
  [
    'a button without text',
    [actions({ type: 'button' })],
    'missing required field: text [json-pointer:/blocks/0/elements/0]',
  ],
  [
    'a button in a colour',
    [actions(button({ style: 'default' }))],
    'must be a valid enum value [json-pointer:/blocks/0/elements/0/style]',
  ],
  [
    'a button that is disabled',
    [actions(button({ disabled: true }))],
    'invalid additional property: disabled [json-pointer:/blocks/0/elements/0]',
  ],
  [
    'a link that is none',
    [actions(button({ url: 'console' }))],
    'must be a valid url [json-pointer:/blocks/0/elements/0/url]',
  ],
  ['no elements', [actions()], 'no less than 1 items allowed [json-pointer:/blocks/0/elements]'],
  [
    'a button in a context',
    [{ type: 'context', elements: [button()] }],
    'unsupported type: button [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    'a text field to type in among buttons',
    [actions({ type: 'plain_text_input' })],
    'unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    'a menu without options',
    [actions({ type: 'static_select' })],
    'must define either `options` or `option_groups` [json-pointer:/blocks/0/elements/0]',
  ],
  [
    'an option without value',
    [actions(menu({ options: [{ text: plain('x') }] }))],
    'missing required field: value [json-pointer:/blocks/0/elements/0/options/0]',
  ],
  [
    'a url in a menu that is no overflow',
    [actions(menu({ options: [option(1, { url: 'https://example.com' })] }))],
    'invalid additional property: url [json-pointer:/blocks/0/elements/0/options/0]',
  ],
  [
    'a mrkdwn option in an overflow',
    [actions({ type: 'overflow', options: [option(1, { text: mrkdwn('x') })] })],
    'unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/options/0/text/type]',
  ],
  [
    'an image without a source',
    [{ type: 'image', alt_text: 'x' }],
    'must define either `image_url` or `slack_file` [json-pointer:/blocks/0]',
  ],
  [
    'an image without alt_text',
    [{ type: 'image', image_url: 'https://example.com/a.png' }],
    'missing required field: alt_text [json-pointer:/blocks/0]',
  ],
  [
    'an alert outside a modal',
    [{ type: 'alert', text: plain('x') }],
    'unsupported type: alert [json-pointer:/blocks/0/type]',
  ],
  [
    'the same block_id twice',
    times(2, () => ({ type: 'divider', block_id: 'same' })),
    '`block_id` "same" already exists [json-pointer:/blocks/1/block_id]',
  ],
  [
    'the same action_id twice in a block',
    [actions(...times(2, () => button({ action_id: 'same' })))],
    '`action_id` "same" already exists [json-pointer:/blocks/0/elements/1/action_id]',
  ],
  ['two tables', times(2, () => table([[cell()]])), 'only one table allowed [json-pointer:/blocks/1]'],
  [
    'a data table of one row',
    [dataTable([[cell()]])],
    'no less than 2 items allowed [json-pointer:/blocks/0/rows]',
  ],
  [
    'a data table with rows of different lengths',
    [dataTable([[cell()], [cell(), cell()]])],
    'all rows must have the same number of columns [json-pointer:/blocks/0/rows/1]',
  ],
  [
    'a data table with a rich header',
    [dataTable([[richText('x')], [cell()]])],
    'unsupported type: rich_text [json-pointer:/blocks/0/rows/0/0/type]',
  ],
  [
    'a card without anything',
    [{ type: 'card' }],
    'must define either `hero_image` or `title` or `actions` or `body` [json-pointer:/blocks/0]',
  ],
  [
    'a card whose title is a bare string',
    [card({ title: 'x' })],
    'must provide an object [json-pointer:/blocks/0/title]',
  ],
  [
    'an unknown part of rich text',
    [{ type: 'rich_text', elements: [{ type: 'rich_text_poem' }] }],
    'unsupported type: rich_text_poem [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    'a date that is none',
    [actions({ type: 'datepicker', initial_date: 'today' })],
    'must be a date in the format YYYY-MM-DD [json-pointer:/blocks/0/elements/0/initial_date]',
  ],
]

test.each(REFUSED)('%s is refused', async (_name, blocks, problem) => {
  const refusal = await refusalOf(show('message', blocks))
  expect(refusal.error).toBe('invalid_blocks')
  expect(refusal.messages).toContain(`[ERROR] ${problem}`)
})

const ACCEPTED: [string, Surface, JsonObject[]][] = [
  ['the same action_id in two blocks', 'message', times(2, () => actions(button({ action_id: 'same' })))],
  [
    'rich text of every kind',
    'message',
    [
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'x', style: { bold: true } },
              { type: 'link', url: 'https://example.com', text: 'link' },
              { type: 'emoji', name: 'eyes' },
              { type: 'user', user_id: 'U0MARIA' },
              { type: 'usergroup', usergroup_id: 'S0ONCALL' },
              { type: 'channel', channel_id: 'C0READY' },
              { type: 'broadcast', range: 'here' },
              { type: 'date', timestamp: 1720710212, format: '{date}', fallback: 'a date' },
            ],
          },
          {
            type: 'rich_text_list',
            style: 'bullet',
            elements: [{ type: 'rich_text_section', elements: [] }],
          },
          { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'code' }], border: 0 },
          { type: 'rich_text_quote', elements: [{ type: 'text', text: 'quote' }] },
        ],
      },
    ],
  ],
  [
    'every accessory',
    'message',
    [
      button(),
      menu(),
      image(),
      { type: 'overflow', options: [option(1)] },
      { type: 'datepicker' },
      { type: 'timepicker' },
      { type: 'users_select' },
      { type: 'conversations_select', filter: { include: ['public'] } },
      { type: 'channels_select' },
      { type: 'multi_static_select', options: [option(1)], max_selected_items: 1 },
      { type: 'checkboxes', options: [option(1)] },
    ].map(accessory => section({ accessory })),
  ],
  [
    'a plan with its tasks',
    'message',
    [
      {
        type: 'plan',
        title: 'Plan',
        tasks: [
          { type: 'task_card', task_id: '1', title: 'Task', status: 'complete', details: richText('x') },
        ],
      },
    ],
  ],
  [
    'feedback buttons',
    'message',
    [
      {
        type: 'context_actions',
        elements: [
          {
            type: 'feedback_buttons',
            positive_button: { text: plain('Good'), value: 'good' },
            negative_button: { text: plain('Bad'), value: 'bad' },
          },
        ],
      },
    ],
  ],
  [
    'every input',
    'modal',
    [
      'plain_text_input',
      'email_text_input',
      'url_text_input',
      'rich_text_input',
      'file_input',
      'datepicker',
      'timepicker',
      'datetimepicker',
      'users_select',
      'multi_users_select',
      'multi_channels_select',
      'external_select',
    ].map(type => input({ element: { type } })),
  ],
  [
    'a number input that may be a fraction',
    'modal',
    [input({ element: { type: 'number_input', is_decimal_allowed: true } })],
  ],
  ['an alert', 'modal', [{ type: 'alert', text: mrkdwn('Careful'), level: 'warning' }]],
  ['a table', 'home', [table([[cell(), { type: 'raw_number', value: 1, text: '1' }, richText('x')]])]],
]

test.each(ACCEPTED)('%s is accepted in a %s', async (_name, surface, blocks) => {
  expect((await show(surface, blocks)).ok).toBe(true)
})

const NOT_THERE: [string, Surface, JsonObject][] = [
  ['markdown', 'modal', { type: 'markdown', text: 'x' }],
  ['markdown', 'home', { type: 'markdown', text: 'x' }],
  ['alert', 'home', { type: 'alert', text: plain('x') }],
  ['table', 'modal', table([[cell()]])],
  ['carousel', 'modal', { type: 'carousel', elements: [card()] }],
  ['container', 'modal', container()],
  ['context_actions', 'home', { type: 'context_actions', elements: [] }],
  ['plan', 'modal', { type: 'plan', title: 'x' }],
]

test.each(NOT_THERE)('%s is not supported in a %s', async (type, surface, block) => {
  const refusal = await refusalOf(show(surface, [block]))
  expect(refusal.messages).toContain(`[ERROR] unsupported type: ${type} [json-pointer:/view/blocks/0/type]`)
})

test('a modal with an input needs a submit button, and a title in any case', async () => {
  await world.post('/people/maria/command', { channel: 'C0READY', command: '/ami' })
  const refusal = await refusalOf(
    world.client.apiCall('views.open', { trigger_id: 'any', view: { type: 'modal', blocks: [input()] } }),
  )
  expect(refusal.messages).toEqual([
    '[ERROR] missing required field: title [json-pointer:/view]',
    '[ERROR] missing required field: submit [json-pointer:/view]',
  ])
})

test('only one element has the focus', async () => {
  const focused = () => input({ element: { type: 'plain_text_input', focus_on_load: true } })
  expect((await show('modal', [focused()])).ok).toBe(true)
  expect((await refusalOf(show('modal', [focused(), focused()]))).messages).toEqual([
    '[ERROR] only one element can have focus_on_load [json-pointer:/view/blocks/1]',
  ])
})
