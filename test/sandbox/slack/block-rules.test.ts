import type { JsonObject } from '../../../sandbox/slack/types.ts'
import {
  actions,
  button,
  card,
  cell,
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

/** The newer blocks, and the rules that look at more than one field; each at n and n + 1, through the real client. */

let world: RunningSlack
beforeAll(async () => {
  world = await startSlack()
})
afterAll(() => world.stop())

const show = createShow(() => world)
const rejects = async (surface: Surface, blocks: JsonObject[], more?: JsonObject) =>
  refusalOf(show(surface, blocks, more))

const categories = (count: number) => times(count, index => `Day ${index}`)
const points = (count: number): JsonObject[] => categories(count).map(label => ({ label, value: 1 }))
const series = (name = 'Built', count = 2): JsonObject => ({ name, data: points(count) })
const bars = (more: JsonObject = {}, count = 2): JsonObject => ({
  type: 'bar',
  series: [series('Built', count)],
  axis_config: { categories: categories(count) },
  ...more,
})
const pie = (count = 2): JsonObject => ({ type: 'pie', segments: points(count) })
const chart = (of: JsonObject = pie(), more: JsonObject = {}): JsonObject => ({
  type: 'data_visualization',
  title: 'Images',
  chart: of,
  ...more,
})
const task = (more: JsonObject = {}): JsonObject => ({
  type: 'task_card',
  task_id: '1',
  title: 'Task',
  status: 'complete',
  ...more,
})
const feedback = (more: JsonObject = {}): JsonObject => ({
  type: 'feedback_buttons',
  positive_button: { text: plain('Good'), value: 'good' },
  negative_button: { text: plain('Bad'), value: 'bad' },
  ...more,
})
const contextActions = (...elements: JsonObject[]): JsonObject => ({ type: 'context_actions', elements })
const field = (more: JsonObject): JsonObject => input({ element: { type: 'plain_text_input', ...more } })
const choice = (type: string, more: JsonObject): JsonObject =>
  actions({ type, options: [option(1), option(2)], ...more })

/** What, its limit, the blocks that hold n of it, and where n + 1 is refused. */
const LIMITS: [string, number, (n: number) => JsonObject[], string][] = [
  ['data visualizations of a message', 2, n => times(n, () => chart()), '/blocks/2'],
  ['chart title', 50, n => [chart(pie(), { title: x(n) })], '/blocks/0/title'],
  ['pie segments', 12, n => [chart(pie(n))], '/blocks/0/chart/segments'],
  [
    'pie segment label',
    20,
    n => [chart({ type: 'pie', segments: [{ label: x(n), value: 1 }] })],
    '/blocks/0/chart/segments/0/label',
  ],
  [
    'chart series',
    12,
    n => [chart(bars({ series: times(n, index => series(`Series ${index}`)) }))],
    '/blocks/0/chart/series',
  ],
  ['chart points', 20, n => [chart(bars({}, n))], '/blocks/0/chart/series/0/data'],
  ['chart categories', 20, n => [chart(bars({}, n))], '/blocks/0/chart/axis_config/categories'],
  ['series name', 20, n => [chart(bars({ series: [series(x(n))] }))], '/blocks/0/chart/series/0/name'],
  [
    'axis label',
    50,
    n => [chart(bars({ axis_config: { categories: categories(2), x_label: x(n) } }))],
    '/blocks/0/chart/axis_config/x_label',
  ],
  ['header level', 4, n => [{ type: 'header', text: plain('x'), level: n }], '/blocks/0/level'],
  ['card subtext', 200, n => [card({ subtext: mrkdwn(x(n)) })], '/blocks/0/subtext/text'],
  ['call_id', 255, n => [{ type: 'call', call_id: x(n) }], '/blocks/0/call_id'],
  [
    'file external_id',
    255,
    n => [{ type: 'file', source: 'remote', external_id: x(n) }],
    '/blocks/0/external_id',
  ],
  ['video description', 200, n => [video({ description: plain(x(n)) })], '/blocks/0/description/text'],
  ['video url', 3000, n => [video({ video_url: url(n) })], '/blocks/0/video_url'],
  [
    'feedback button text',
    75,
    n => [contextActions(feedback({ positive_button: { text: plain(x(n)), value: 'good' } }))],
    '/blocks/0/elements/0/positive_button/text/text',
  ],
  [
    'feedback button value',
    2000,
    n => [contextActions(feedback({ negative_button: { text: plain('Bad'), value: x(n) } }))],
    '/blocks/0/elements/0/negative_button/value',
  ],
  ['data table columns', 20, n => [dataTable(times(2, () => times(n, () => cell())))], '/blocks/0/rows/0'],
  [
    'data table’s column of row headers',
    1,
    n => [
      dataTable(
        times(2, () => times(2, () => cell())),
        { row_header_column_index: n },
      ),
    ],
    '/blocks/0/row_header_column_index',
  ],
  ['plain_text_input max_length', 3000, n => [field({ max_length: n })], '/blocks/0/element/max_length'],
  [
    'plain_text_input initial_value',
    3000,
    n => [field({ initial_value: x(n) })],
    '/blocks/0/element/initial_value',
  ],
  [
    'min_length beside max_length',
    10,
    n => [field({ min_length: n, max_length: 10 })],
    '/blocks/0/element/min_length',
  ],
  [
    'number_input min_value beside max_value',
    10,
    n => [
      input({
        element: { type: 'number_input', is_decimal_allowed: false, min_value: `${n}`, max_value: '10' },
      }),
    ],
    '/blocks/0/element/min_value',
  ],
  [
    'file_input max_files',
    10,
    n => [input({ element: { type: 'file_input', max_files: n } })],
    '/blocks/0/element/max_files',
  ],
]

test.each(LIMITS)('%s: %i and one more', async (_name, limit, make, at) => {
  expect((await show('message', make(limit))).ok).toBe(true)
  const refusal = await rejects('message', make(limit + 1))
  expect(refusal.error).toBe('invalid_blocks')
  expect(refusal.messages).toContainEqual(expect.stringContaining(`[json-pointer:${at}]`))
})

const HOME_LIMITS: [string, number, (n: number) => JsonObject][] = [
  ['private_metadata', 3000, n => ({ private_metadata: x(n) })],
  ['callback_id', 255, n => ({ callback_id: x(n) })],
  ['external_id', 255, n => ({ external_id: x(n) })],
]

test.each(HOME_LIMITS)('a Home’s %s: %i and one more', async (name, limit, make) => {
  expect((await show('home', [], make(limit))).ok).toBe(true)
  const refusal = await rejects('home', [], make(limit + 1))
  expect(refusal.error).toBe('invalid_arguments')
  expect(refusal.messages).toEqual([
    `[ERROR] must be less than ${limit + 1} characters [json-pointer:/view/${name}]`,
  ])
})

test('a view of 250,000 bytes and one more', async () => {
  const options = times(100, index => ({ ...option(index), text: plain(`${index} ${x(60)}`) }))
  const rows = times(19, () => actions({ type: 'static_select', options }))
  const bytes = (blocks: JsonObject[]) =>
    Buffer.byteLength(JSON.stringify({ type: 'home', blocks, private_metadata: '' }))
  const filler = times(60, () => section({ text: plain(x(1000)) }))
  const room = 250_000 - bytes([...rows, ...filler])
  // What is still missing is spread over texts of at most 3,000 and the private_metadata.
  const each = Math.floor(room / 60)
  const blocks = [...rows, ...times(60, () => section({ text: plain(x(1000 + each)) }))]
  const rest = 250_000 - bytes(blocks)
  expect((await show('home', blocks, { private_metadata: x(rest) })).ok).toBe(true)
  expect((await rejects('home', blocks, { private_metadata: x(rest + 1) })).error).toBe('view_too_large')
})

test('texts of a message: 12,000 characters together and one more', async () => {
  const sections = (last: number) =>
    [...times(4, () => x(2400)), x(last)].map(text => section({ text: mrkdwn(text) }))
  const { ts } = (await show('message', sections(2400))) as unknown as { ts: string }
  expect((await rejects('message', sections(2401))).error).toBe('msg_blocks_too_long')
  const update = { channel: 'C0READY', ts, text: 'x', blocks: sections(2401) }
  expect((await refusalOf(world.client.apiCall('chat.update', update))).error).toBe('msg_blocks_too_long')
  const ephemeral = { channel: 'C0READY', user: 'U0SAM', text: 'x', blocks: sections(2401) }
  expect((await refusalOf(world.client.apiCall('chat.postEphemeral', ephemeral))).error).toBe(
    'msg_blocks_too_long',
  )
})

test('attachments of 100,000 bytes and one more', async () => {
  const post = (length: number) => {
    const empty = JSON.stringify([{ text: '' }]).length
    const attachments = [{ text: x(length - empty) }]
    return world.client.apiCall('chat.postMessage', { channel: 'C0READY', text: 'x', attachments })
  }
  expect((await post(100_000)).ok).toBe(true)
  expect((await refusalOf(post(100_001))).error).toBe('attachment_payload_limit_exceeded')
})

test('a hundred attachments and one more', async () => {
  const post = (count: number) =>
    world.client.apiCall('chat.postMessage', {
      channel: 'C0READY',
      attachments: times(count, () => ({ text: 'x' })),
    })
  expect((await post(100)).ok).toBe(true)
  expect((await refusalOf(post(101))).error).toBe('too_many_attachments')
})

const header = (text: string): JsonObject => ({ type: 'header', text: plain(text) })
const ESCAPED: [string, (rest: string) => JsonObject[], number][] = [
  ['an ampersand takes five', rest => [header(`&${rest}`)], 145],
  ['an angle bracket takes four', rest => [header(`<${rest}`)], 146],
  ['an entity is counted as it is written', rest => [header(`&amp;${rest}`)], 145],
  ['a mention in plain text is text', rest => [header(`<@U0>${rest}`)], 139],
  [
    'a link in mrkdwn is counted as it is written',
    rest => [section({ fields: [mrkdwn(`<https://a.b|c>${rest}`)] })],
    1985,
  ],
  ['a lone bracket in mrkdwn takes four', rest => [section({ fields: [mrkdwn(`1 < 2${rest}`)] })], 1992],
]

test.each(ESCAPED)('lengths are counted after escaping: %s', async (_name, make, room) => {
  expect((await show('message', make(x(room)))).ok).toBe(true)
  expect((await rejects('message', make(x(room + 1)))).error).toBe('invalid_blocks')
})

const twin = (index: number) => button({ action_id: 'same', value: `${index}` })
const REFUSED: [string, JsonObject[], string][] = [
  [
    'a pie without segments',
    [chart(pie(0))],
    'no less than 1 items allowed [json-pointer:/blocks/0/chart/segments]',
  ],
  [
    'a chart without series',
    [chart(bars({ series: [] }))],
    'no less than 1 items allowed [json-pointer:/blocks/0/chart/series]',
  ],
  [
    'a chart of no known kind',
    [chart({ type: 'donut' })],
    'unsupported type: donut [json-pointer:/blocks/0/chart/type]',
  ],
  [
    'a value in words',
    [chart({ type: 'pie', segments: [{ label: 'x', value: 'many' }] })],
    'must be a number [json-pointer:/blocks/0/chart/segments/0/value]',
  ],
  [
    'two series of one name',
    [chart(bars({ series: [series('same'), series('same')] }))],
    '`name` "same" already exists [json-pointer:/blocks/0/chart/series/1/name]',
  ],
  [
    'a series that leaves a category out',
    [chart(bars({ series: [series('Built', 1)] }))],
    'labels must match the categories of `axis_config` [json-pointer:/blocks/0/chart/series/0/data]',
  ],
  [
    'the same block_id inside a container and outside',
    [
      { type: 'divider', block_id: 'same' },
      container({ child_blocks: [{ type: 'divider', block_id: 'same' }] }),
    ],
    '`block_id` "same" already exists [json-pointer:/blocks/1/child_blocks/0/block_id]',
  ],
  [
    'the same block_id on two cards of a carousel',
    [{ type: 'carousel', elements: times(2, () => card({ block_id: 'same' })) }],
    '`block_id` "same" already exists [json-pointer:/blocks/0/elements/1/block_id]',
  ],
  [
    'the same action_id twice on a card',
    [card({ actions: times(2, twin) })],
    '`action_id` "same" already exists [json-pointer:/blocks/0/actions/1/action_id]',
  ],
  [
    'the same action_id twice in a row of a container',
    [container({ child_blocks: [actions(...times(2, twin))] })],
    '`action_id` "same" already exists [json-pointer:/blocks/0/child_blocks/0/elements/1/action_id]',
  ],
  [
    'a second table, hidden in a container',
    [table([[cell()]]), container({ child_blocks: [table([[cell()]])] })],
    'only one table allowed [json-pointer:/blocks/1/child_blocks/0]',
  ],
  [
    'tables that are too long together with one in a container',
    [container({ child_blocks: [table([[cell(x(10_001))]])] })],
    'table blocks must be less than 10001 characters together [json-pointer:/blocks]',
  ],
  [
    'a container in a container',
    [container({ child_blocks: [container()] })],
    'unsupported type: container [json-pointer:/blocks/0/child_blocks/0/type]',
  ],
  [
    'a container that is closed and cannot be opened',
    [container({ default_collapsed: true })],
    'requires `is_collapsible` to be true [json-pointer:/blocks/0/default_collapsed]',
  ],
  [
    'a container of an unknown width',
    [container({ width: 'huge' })],
    'must be a valid enum value [json-pointer:/blocks/0/width]',
  ],
  [
    'an empty carousel',
    [{ type: 'carousel', elements: [] }],
    'no less than 1 items allowed [json-pointer:/blocks/0/elements]',
  ],
  ['a call without an id', [{ type: 'call' }], 'missing required field: call_id [json-pointer:/blocks/0]'],
  [
    'a file that is not remote',
    [{ type: 'file', source: 'local', external_id: 'x' }],
    'must be a valid enum value [json-pointer:/blocks/0/source]',
  ],
  [
    'a task in an unknown state',
    [task({ status: 'lost' })],
    'must be a valid enum value [json-pointer:/blocks/0/status]',
  ],
  [
    'a plan whose title is a text object',
    [{ type: 'plan', title: plain('x') }],
    'must be a string [json-pointer:/blocks/0/title]',
  ],
  [
    'a data table without a caption',
    [{ type: 'data_table', rows: [[cell()], [cell()]] }],
    'missing required field: caption [json-pointer:/blocks/0]',
  ],
  [
    'an icon that Slack does not have',
    [contextActions({ type: 'icon_button', icon: 'star', text: plain('x') })],
    'must be a valid enum value [json-pointer:/blocks/0/elements/0/icon]',
  ],
  [
    'a button among context actions',
    [contextActions(button())],
    'unsupported type: button [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    'a first choice that the menu does not offer',
    [actions(menu({ initial_option: option(2) }))],
    'must exactly match one of the options [json-pointer:/blocks/0/elements/0/initial_option]',
  ],
  [
    'a first choice with another text than in the menu',
    [actions(menu({ initial_option: option(1, { text: plain('Other') }) }))],
    'must exactly match one of the options [json-pointer:/blocks/0/elements/0/initial_option]',
  ],
  [
    'ticks that are not offered',
    [choice('checkboxes', { initial_options: [option(1), option(3)] })],
    'must exactly match one of the options [json-pointer:/blocks/0/elements/0/initial_options]',
  ],
  [
    'a radio button that is not offered',
    [choice('radio_buttons', { initial_option: option(3) })],
    'must exactly match one of the options [json-pointer:/blocks/0/elements/0/initial_option]',
  ],
]

test.each(REFUSED)('%s is refused', async (_name, blocks, problem) => {
  const refusal = await rejects('message', blocks)
  expect(refusal.error).toBe('invalid_blocks')
  expect(refusal.messages).toContain(`[ERROR] ${problem}`)
})

test('a block_id is used in the message and again in its attachment', async () => {
  const divider = { type: 'divider', block_id: 'same' }
  const attachments = [{ blocks: [divider] }]
  expect(await rejects('message', [divider], { attachments })).toEqual({
    error: 'invalid_blocks',
    messages: ['[ERROR] `block_id` "same" already exists [json-pointer:/attachments/0/blocks/0/block_id]'],
  })
  expect((await show('message', [{ type: 'divider', block_id: 'other' }], { attachments })).ok).toBe(true)
})

const ACCEPTED: [string, Surface, JsonObject[]][] = [
  ['a pie', 'message', [chart()]],
  ...['bar', 'line', 'area'].map((type): [string, Surface, JsonObject[]] => [
    `a chart of type ${type}`,
    'message',
    [chart(bars({ type }))],
  ]),
  ['a call', 'message', [{ type: 'call', call_id: 'R123' }]],
  ['a remote file', 'message', [{ type: 'file', source: 'remote', external_id: 'x' }]],
  ['a video', 'message', [video({ author_name: 'Maria', provider_name: 'Videos' })]],
  [
    'a whole card',
    'message',
    [
      card({
        icon: image(),
        hero_image: image(),
        subtitle: mrkdwn('x'),
        body: mrkdwn('x'),
        actions: [button()],
      }),
    ],
  ],
  ['a carousel', 'home', [{ type: 'carousel', elements: [card()] }]],
  [
    'a container that opens',
    'home',
    [container({ is_collapsible: true, default_collapsed: true, child_blocks: [table([[cell()]])] })],
  ],
  [
    'a container with a rich title',
    'message',
    [container({ title: undefined as never, rich_text_title: richText('x') })],
  ],
  ['a data table', 'home', [dataTable([[cell()], [richText('x')]])]],
  ['a card', 'modal', [card()]],
  [
    'a task',
    'message',
    [task({ details: richText('x'), sources: [{ type: 'url', url: url(30), text: 'x' }] })],
  ],
  [
    'a first choice from a group',
    'message',
    [
      actions({
        type: 'static_select',
        option_groups: [{ label: plain('Group'), options: [option(1)] }],
        initial_option: option(1),
      }),
    ],
  ],
  ['ticks that are offered', 'message', [choice('checkboxes', { initial_options: [option(2)] })]],
]

test.each(ACCEPTED)('%s is accepted in a %s', async (_name, surface, blocks) => {
  expect((await show(surface, blocks)).ok).toBe(true)
})

const NOT_THERE: [string, Surface, JsonObject][] = [
  ['data_visualization', 'home', chart()],
  ['data_visualization', 'modal', chart()],
  ['call', 'home', { type: 'call', call_id: 'R1' }],
  ['task_card', 'home', task()],
  ['context_actions', 'modal', contextActions(feedback())],
  ['data_table', 'modal', dataTable([[cell()], [cell()]])],
  ['file', 'modal', { type: 'file', source: 'remote', external_id: 'x' }],
]

test.each(NOT_THERE)('%s is not supported in a %s', async (type, surface, block) => {
  const refusal = await rejects(surface, [block])
  expect(refusal.messages).toContain(`[ERROR] unsupported type: ${type} [json-pointer:/view/blocks/0/type]`)
})
