/** Every block and every element of Block Kit once, as a workspace of their own to walk through. */

const plain = (text: string) => ({ type: 'plain_text', text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text, verbatim: true })
const option = (text: string, value = text) => ({ text: plain(text), value })
const section = (...words: object[]) => ({ type: 'rich_text_section', elements: words })
const words = (text: string, style?: object) => ({ type: 'text', text, ...(style ? { style } : {}) })
const rich = (text: string) => ({ type: 'rich_text', elements: [section(words(text))] })
const cell = (text: string) => ({ type: 'raw_text', text })
const number = (value: number, text = String(value)) => ({ type: 'raw_number', value, text })

/** A picture that needs no network: the fixture's own. */
export const PICTURE = '/picture.svg'
const picture = (base: string, alt_text: string) => ({
  type: 'image',
  image_url: `${base}${PICTURE}`,
  alt_text,
})

const bot = { type: 'message', user: 'U0AMIOPS', bot_id: 'B0AMIOPS' }

/** One message for each list of blocks, a minute apart. */
const message = (minute: number, text: string, blocks: object[], more: object = {}) => ({
  ...bot,
  ts: `${1_764_001_000 + minute * 60}.000100`,
  text,
  blocks: blocks.map((block, index) => ({ block_id: `b${minute}-${index}`, ...block })),
  ...more,
})

const regions = [option('us-east-1'), option('us-west-2'), option('eu-west-1'), option('ap-south-1')]

const confirm = {
  title: plain('Sure?'),
  text: mrkdwn('This is *asked first*.'),
  confirm: plain('Do it'),
  deny: plain('Leave it'),
}

const layout = (base: string) => [
  { type: 'header', text: plain(':package: Header') },
  { type: 'header', level: 2, text: plain('Header, level 2') },
  { type: 'header', level: 3, text: plain('Header, level 3') },
  {
    type: 'section',
    text: mrkdwn('A section with a thumbnail, *bold*, _italic_, ~gone~ and `code`.'),
    accessory: picture(base, 'A small square'),
  },
  {
    type: 'section',
    fields: [
      mrkdwn('*State*\navailable'),
      mrkdwn('*Size*\n40 GiB'),
      plain('Plain'),
      mrkdwn('<!date^1764000000^{date_short_pretty} at {time}|24 Nov>'),
    ],
  },
  {
    type: 'section',
    text: mrkdwn(`A long text. ${'It goes on and on, and says the same again. '.repeat(20)}`),
  },
  { type: 'divider' },
  {
    type: 'context',
    elements: [picture(base, 'A dot'), mrkdwn('built by <@U0MARIA> in <#C0READY>'), plain('and plain')],
  },
  { ...picture(base, 'A blue square'), title: plain('A picture'), block_id: 'picture' },
  { type: 'image', image_url: `${base}/none.png`, alt_text: 'What the picture would show' },
]

const richText = [
  {
    type: 'rich_text',
    elements: [
      section(
        words('Bold', { bold: true }),
        words(', '),
        words('italic', { italic: true }),
        words(', '),
        words('struck', { strike: true }),
        words(', '),
        words('underlined', { underline: true }),
        words(', '),
        words('code', { code: true }),
        words('. Hello '),
        { type: 'user', user_id: 'U0MARIA' },
        words(', '),
        { type: 'usergroup', usergroup_id: 'S0ONCALL' },
        words(', '),
        { type: 'broadcast', range: 'here' },
        words(' in '),
        { type: 'channel', channel_id: 'C0READY' },
        words(' '),
        { type: 'emoji', name: 'rocket', unicode: '1f680' },
        words(' '),
        { type: 'color', value: '#2eb67d' },
        words(' on '),
        { type: 'date', timestamp: 1_764_000_000, format: '{date_long} at {time}', fallback: '24 November' },
        words(' '),
        { type: 'link', url: 'https://example.com/', text: 'a link' },
      ),
      {
        type: 'rich_text_list',
        style: 'bullet',
        indent: 0,
        elements: [section(words('one')), section(words('two'))],
      },
      { type: 'rich_text_list', style: 'bullet', indent: 1, elements: [section(words('two, inside'))] },
      { type: 'rich_text_list', style: 'ordered', indent: 0, offset: 2, elements: [section(words('third'))] },
      { type: 'rich_text_quote', elements: [words('Somebody said this.')] },
      {
        type: 'rich_text_preformatted',
        elements: [words('aws ec2 disable-image \\\n  --image-id ami-0abc')],
      },
    ],
  },
  {
    type: 'markdown',
    text: '## Markdown\n\n**Bold**, `code`, [a link](https://example.com/)\n\n- first\n- second\n\n| a | b |\n|---|---|\n| 1 | 2 |',
  },
]

const tables = [
  {
    type: 'table',
    column_settings: [{ is_wrapped: true }, { align: 'right' }],
    rows: [
      [cell('Image'), cell('Snapshots'), cell('Owner')],
      [cell('golden-al2023'), number(2), rich('core')],
      [cell('edge-proxy-7'), number(12), rich('net')],
    ],
  },
  {
    type: 'data_table',
    caption: 'Images by size',
    page_size: 3,
    row_header_column_index: 0,
    rows: [
      [cell('Image'), cell('GiB'), cell('State')],
      [cell('golden-9'), number(40), rich('available')],
      [cell('golden-10'), number(8), rich('disabled')],
      [cell('edge-1'), number(120), rich('available')],
      [cell('api-4'), number(16), rich('failed')],
      [cell('api-5'), number(20), rich('available')],
    ],
  },
]

const charts = [
  {
    type: 'data_visualization',
    title: 'Images by state',
    chart: {
      type: 'pie',
      segments: [
        { label: 'available', value: 12 },
        { label: 'disabled', value: 4 },
        { label: 'failed', value: 1 },
      ],
    },
  },
  {
    type: 'data_visualization',
    title: 'Images made by week',
    chart: {
      type: 'bar',
      series: [
        {
          name: 'production',
          data: [
            { label: 'W1', value: 4 },
            { label: 'W2', value: 7 },
            { label: 'W3', value: 3 },
          ],
        },
        {
          name: 'staging',
          data: [
            { label: 'W1', value: 9 },
            { label: 'W2', value: 5 },
            { label: 'W3', value: 11 },
          ],
        },
      ],
      axis_config: { categories: ['W1', 'W2', 'W3'], x_label: 'Week', y_label: 'Images' },
    },
  },
]

const lines = ['line', 'area'].map(type => ({
  type: 'data_visualization',
  title: `GiB stored, as ${type}`,
  chart: {
    type,
    series: [
      {
        name: 'GiB',
        data: [
          { label: 'Mon', value: 120 },
          { label: 'Tue', value: 160 },
          { label: 'Wed', value: 90 },
          { label: 'Thu', value: 210 },
        ],
      },
    ],
    axis_config: { categories: ['Mon', 'Tue', 'Wed', 'Thu'] },
  },
}))

/** What Slack draws and the bot never sends. */
const notDrawn = [
  { type: 'card', title: mrkdwn('golden-9') },
  { type: 'plan', title: 'Clean up us-east-1' },
  {
    type: 'actions',
    block_id: 'not-drawn',
    elements: [
      {
        type: 'workflow_button',
        action_id: 'workflow',
        text: plain('Workflow'),
        workflow: { trigger: { url: 'https://example.com/trigger' } },
      },
    ],
  },
]

const buttons = [
  {
    type: 'actions',
    block_id: 'buttons',
    elements: [
      { type: 'button', action_id: 'plain', value: 'v1', text: plain('Plain') },
      {
        type: 'button',
        action_id: 'primary',
        value: 'v2',
        style: 'primary',
        text: plain('Primary'),
        accessibility_label: 'Primary for golden-9',
      },
      { type: 'button', action_id: 'danger', value: 'v3', style: 'danger', text: plain('Danger'), confirm },
      { type: 'button', action_id: 'link', url: 'https://example.com/', text: plain('Link') },
      { type: 'overflow', action_id: 'overflow', options: [option('First'), option('Second')] },
    ],
  },
]

const choices = [
  {
    type: 'actions',
    block_id: 'selects',
    elements: [
      { type: 'static_select', action_id: 'static', placeholder: plain('Region'), options: regions },
      {
        type: 'static_select',
        action_id: 'grouped',
        placeholder: plain('Grouped'),
        option_groups: [
          { label: plain('Europe'), options: [option('eu-west-1'), option('eu-north-1')] },
          { label: plain('America'), options: [option('us-east-1')] },
        ],
        confirm,
      },
      { type: 'external_select', action_id: 'external', min_query_length: 2, placeholder: plain('Image') },
      { type: 'users_select', action_id: 'user', placeholder: plain('Person') },
      { type: 'channels_select', action_id: 'channel', placeholder: plain('Channel') },
      {
        type: 'conversations_select',
        action_id: 'conversation',
        placeholder: plain('Conversation'),
        filter: { include: ['im'] },
      },
    ],
  },
  {
    type: 'actions',
    block_id: 'multis',
    elements: [
      {
        type: 'multi_static_select',
        action_id: 'multi_static',
        placeholder: plain('Regions'),
        options: regions,
        max_selected_items: 2,
      },
      {
        type: 'multi_external_select',
        action_id: 'multi_external',
        min_query_length: 0,
        placeholder: plain('Images'),
      },
      {
        type: 'multi_users_select',
        action_id: 'multi_users',
        placeholder: plain('People'),
        initial_users: ['U0SAM'],
      },
      { type: 'multi_channels_select', action_id: 'multi_channels', placeholder: plain('Channels') },
      {
        type: 'multi_conversations_select',
        action_id: 'multi_conversations',
        placeholder: plain('Conversations'),
      },
    ],
  },
  {
    type: 'actions',
    block_id: 'ticks',
    elements: [
      {
        type: 'checkboxes',
        action_id: 'checks',
        options: [
          { ...option('Snapshots', 'snapshots'), description: plain('40 GiB') },
          option('Copies', 'copies'),
        ],
      },
      {
        type: 'radio_buttons',
        action_id: 'radios',
        options: [option('Now', 'now'), option('Later', 'later')],
      },
    ],
  },
  {
    type: 'actions',
    block_id: 'dates',
    elements: [
      { type: 'datepicker', action_id: 'date', placeholder: plain('Day') },
      { type: 'timepicker', action_id: 'time', placeholder: plain('Hour') },
      { type: 'datetimepicker', action_id: 'datetime' },
    ],
  },
  {
    type: 'section',
    block_id: 'beside',
    text: mrkdwn('A select beside a text'),
    accessory: {
      type: 'static_select',
      action_id: 'accessory',
      placeholder: plain('Size'),
      options: [option('small'), option('large')],
    },
  },
  {
    type: 'input',
    block_id: 'dispatch',
    dispatch_action: true,
    label: plain('Tells at Enter'),
    hint: plain('Press Enter.'),
    element: { type: 'plain_text_input', action_id: 'typed' },
  },
  {
    type: 'input',
    block_id: 'live',
    dispatch_action: true,
    label: plain('Tells at every character'),
    element: {
      type: 'plain_text_input',
      action_id: 'live',
      dispatch_action_config: { trigger_actions_on: ['on_character_entered'] },
    },
  },
]

const files = [
  {
    id: 'F0TEXT',
    name: 'plan.sh',
    title: 'plan.sh',
    mimetype: 'text/x-sh',
    pretty_type: 'Shell',
    size: 1234,
    preview: '#!/bin/sh\naws ec2 describe-images --owners self',
    preview_is_truncated: true,
    url_private: '/download/plan.sh',
    url_private_download: '/download/plan.sh',
  },
  {
    id: 'F0IMAGE',
    name: 'chart.svg',
    title: 'A chart',
    mimetype: 'image/svg+xml',
    pretty_type: 'SVG',
    size: 230,
    url_private: PICTURE,
    url_private_download: '/download/chart.svg',
    alt_txt: 'A blue square',
  },
  {
    id: 'F0ZIP',
    name: 'all.zip',
    mimetype: 'application/zip',
    pretty_type: 'Zip',
    size: 7_340_032,
    url_private_download: '/download/all.zip',
  },
]

/** What is wrong with these must harm nobody else. */
const broken = [
  { type: 'hologram', text: 'not a block of Slack' },
  { type: 'section', text: null, fields: 'none' },
  { type: 'actions', block_id: 'odd', elements: [{ type: 'dial', action_id: 'dial' }] },
  { type: 'section', text: mrkdwn('Still drawn.') },
]

/** The channel `gallery`. `base` is the address of the fixture, for pictures. */
export const createGallery = (base: string): object[] => [
  message(0, 'Layout', layout(base), { edited: { user: 'U0AMIOPS', ts: '1764001001.000000' } }),
  message(1, 'Rich text', richText),
  message(2, 'Tables', tables),
  message(3, 'Charts', charts),
  message(4, 'Lines', lines),
  message(5, 'What is not drawn', notDrawn),
  message(7, 'Buttons', buttons),
  message(8, 'Choices', choices),
  message(9, 'Files', [], { blocks: undefined, files }),
  message(10, 'Broken', broken),
]

/** A modal with every input. */
export const everyInput = {
  id: 'V0EVERY',
  type: 'modal',
  title: plain('Every input'),
  submit: plain('Send'),
  close: plain('Stop'),
  blocks: [
    { type: 'alert', block_id: 'alert', level: 'warning', text: mrkdwn('Nothing of this is *real*.') },
    {
      type: 'input',
      block_id: 'text',
      label: plain('Text'),
      hint: plain('5 to 10 characters'),
      element: { type: 'plain_text_input', action_id: 'a', min_length: 5, max_length: 10 },
    },
    {
      type: 'input',
      block_id: 'lines',
      optional: true,
      label: plain('Lines'),
      element: { type: 'plain_text_input', action_id: 'a', multiline: true },
    },
    {
      type: 'input',
      block_id: 'email',
      label: plain('Email'),
      element: { type: 'email_text_input', action_id: 'a' },
    },
    {
      type: 'input',
      block_id: 'url',
      label: plain('Web address'),
      element: { type: 'url_text_input', action_id: 'a' },
    },
    {
      type: 'input',
      block_id: 'number',
      label: plain('Number'),
      element: {
        type: 'number_input',
        action_id: 'a',
        is_decimal_allowed: false,
        min_value: '1',
        max_value: '9',
      },
    },
    {
      type: 'input',
      block_id: 'select',
      label: plain('Region'),
      element: { type: 'static_select', action_id: 'a', options: regions },
    },
    {
      type: 'input',
      block_id: 'multi',
      label: plain('Regions'),
      element: { type: 'multi_static_select', action_id: 'a', options: regions },
    },
    {
      type: 'input',
      block_id: 'who',
      label: plain('Person'),
      element: { type: 'users_select', action_id: 'a' },
    },
    {
      type: 'input',
      block_id: 'checks',
      label: plain('Ticks'),
      element: {
        type: 'checkboxes',
        action_id: 'a',
        options: [option('Snapshots', 'snapshots'), option('Copies', 'copies')],
      },
    },
    {
      type: 'input',
      block_id: 'radio',
      label: plain('When'),
      element: {
        type: 'radio_buttons',
        action_id: 'a',
        options: [option('Now', 'now'), option('Later', 'later')],
      },
    },
    { type: 'input', block_id: 'date', label: plain('Day'), element: { type: 'datepicker', action_id: 'a' } },
    {
      type: 'input',
      block_id: 'time',
      label: plain('Time'),
      element: { type: 'timepicker', action_id: 'a' },
    },
  ],
}
