/** What the page's tests show: shaped as the sandbox answers, kept apart from it so that drawing is tested alone. */

const plain = (text: string) => ({ type: 'plain_text', text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text, verbatim: true })
const bot = { type: 'message', user: 'U0AMIOPS', bot_id: 'B0AMIOPS' }

export const people = [
  { id: 'U0MARIA', name: 'maria', real_name: 'Maria', user_groups: ['ami-operators', 'on-call'] },
  { id: 'U0ALEX', name: 'alex', real_name: 'Alex', user_groups: ['ami-operators'] },
  { id: 'U0SAM', name: 'sam', real_name: 'Sam', user_groups: [] },
  { id: 'U0GUEST', name: 'guest', real_name: 'Guest', is_stranger: true },
]

export const userGroups = [
  { id: 'S0OPERATORS', handle: 'ami-operators' },
  { id: 'S0ONCALL', handle: 'on-call' },
]

export const channels = [
  { id: 'C0READY', name: 'ami-ready', unread: { maria: 0 } },
  { id: 'C0ALERTS', name: 'ami-alerts', unread: { maria: 3 }, mentions: { maria: 1 } },
  { id: 'C0AUDIT', name: 'ami-audit', members: ['maria', 'alex', 'sam'] },
  { id: 'C0GALLERY', name: 'gallery', members: ['maria'] },
]

export const CARD_TS = '1764000000.000100'
const THREADED_TS = '1764000300.000100'

const confirm = {
  title: plain('Disable payments-api-42?'),
  text: mrkdwn('*3 instances* run it and stay up. Nobody can launch it until it is enabled again.'),
  confirm: plain('Disable'),
  deny: plain('Keep it'),
  style: 'danger',
}

export const card = {
  ...bot,
  ts: CARD_TS,
  text: 'payments-api-42 is available in production, us-east-1.',
  blocks: [
    {
      type: 'section',
      block_id: 'state',
      text: mrkdwn('🟢 *Available* · <https://console.aws.amazon.com/ec2|payments-api-42>'),
      accessory: {
        type: 'overflow',
        action_id: 'more',
        options: [
          { text: plain('Details'), value: 'details' },
          { text: plain('History'), value: 'history' },
          { text: plain('Open the console'), value: 'console', url: 'https://console.aws.amazon.com/' },
        ],
      },
    },
    {
      type: 'context',
      block_id: 'context',
      elements: [
        mrkdwn(
          'production · us-east-1 · `ami-0abc123def4567890` · baked <!date^1764000000^{date_short_pretty} at {time}|earlier> by <@U0MARIA>',
        ),
      ],
    },
    {
      type: 'section',
      block_id: 'facts',
      fields: [
        mrkdwn('*Architecture*\narm64'),
        mrkdwn('*Snapshots*\n2 · 40 GiB'),
        mrkdwn('*Used by*\n3 instances, 1 launch template'),
        mrkdwn('*Owner tag*\nR&amp;D &lt;core&gt;'),
      ],
    },
    {
      type: 'actions',
      block_id: 'actions',
      elements: [
        {
          type: 'button',
          action_id: 'disable',
          value: 'request-1',
          text: plain('Disable…'),
          accessibility_label: 'Disable payments-api-42',
          confirm,
        },
        {
          type: 'button',
          action_id: 'deregister',
          value: 'request-2',
          style: 'danger',
          text: plain('Deregister…'),
        },
      ],
    },
    { type: 'context', block_id: 'status', elements: [mrkdwn('No request is running.')] },
  ],
}

const failure = {
  ...bot,
  ts: THREADED_TS,
  text: 'billing-worker-9 failed.',
  attachments: [
    {
      color: '#c01245',
      blocks: [
        { type: 'header', text: plain(':x: billing-worker-9 failed') },
        {
          type: 'section',
          text: mrkdwn(
            '&gt; Client.InternalError: the snapshot could not be completed\n<!subteam^S0ONCALL> please look, cc <#C0AUDIT>',
          ),
        },
        {
          type: 'actions',
          elements: [{ type: 'button', action_id: 'again', text: plain('Tell me why'), style: 'primary' }],
        },
      ],
    },
  ],
  thread_ts: THREADED_TS,
  reply_count: 2,
  replies: [
    {
      ...bot,
      ts: '1764000360.000100',
      thread_ts: THREADED_TS,
      text: 'Seen late: the event did not come, a look at EC2 found it.',
    },
    {
      ...bot,
      ts: '1764000420.000100',
      thread_ts: THREADED_TS,
      subtype: 'thread_broadcast',
      text: 'It failed *again*; the same reason.',
    },
  ],
}

const gallery = {
  ...bot,
  ts: '1764000600.000100',
  text: 'Every block',
  edited: { user: 'U0AMIOPS', ts: '1764000601.000000' },
  blocks: [
    {
      type: 'section',
      block_id: 'hostile',
      text: mrkdwn('&lt;img src=x onerror=alert(1)&gt; <javascript:alert(1)|click> https://example.com'),
    },
    {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: 'Deregistered: ', style: { bold: true } },
            { type: 'link', url: 'https://example.com', text: 'ami-0777' },
            { type: 'text', text: ' ' },
            { type: 'emoji', name: 'wastebasket' },
          ],
        },
        {
          type: 'rich_text_list',
          style: 'bullet',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'one snapshot stays' }] }],
        },
      ],
    },
    { type: 'divider' },
    {
      type: 'table',
      rows: [
        [
          { type: 'raw_text', text: 'Image' },
          { type: 'raw_text', text: 'State' },
        ],
        [
          { type: 'raw_text', text: 'golden-al2023' },
          { type: 'raw_text', text: 'disabled' },
        ],
      ],
    },
    { type: 'markdown', text: '**Bold** and `code` in Markdown\n\n- first\n- second\n\n<b>not HTML</b>' },
    {
      type: 'actions',
      block_id: 'choices',
      elements: [
        {
          type: 'static_select',
          action_id: 'pick',
          placeholder: plain('Pick a region'),
          options: [
            { text: plain('us-east-1'), value: 'us-east-1' },
            { text: plain('eu-west-1'), value: 'eu-west-1' },
          ],
        },
        { type: 'datepicker', action_id: 'day', initial_date: '2026-11-30' },
      ],
    },
    { type: 'data_table', caption: 'Only Slack', rows: [] },
  ],
}

export const messages: Record<string, object[]> = {
  'ami-ready': [card, gallery],
  'ami-alerts': [failure],
  'ami-audit': [],
}

export const privateMessages: Record<string, object[]> = {
  alex: [
    { ...bot, ts: '1764000600.000100', channel: 'D0ALEX', is_unread: false, text: 'web-1 was disabled.' },
    {
      ...bot,
      ts: '1764000700.000100',
      channel: 'D0ALEX',
      is_unread: true,
      text: 'Your plan is done.',
      reply_count: 1,
      latest_reply: '1764000701.000100',
      replies: [{ ...bot, ts: '1764000701.000100', thread_ts: '1764000700.000100', text: 'All images' }],
    },
  ],
  sam: [
    {
      ...bot,
      ts: '1764000700.000100',
      channel: 'C0READY',
      is_ephemeral: true,
      text: 'You may not disable payments-api-42.',
      blocks: [
        {
          type: 'section',
          text: mrkdwn(':no_entry: You may not disable *payments-api-42*. Ask <!subteam^S0OPERATORS>.'),
        },
        {
          type: 'actions',
          elements: [{ type: 'button', action_id: 'ask', value: 'r', text: plain('Ask them') }],
        },
      ],
    },
  ],
}

export const modal = {
  id: 'V0DEREGISTER',
  type: 'modal',
  title: plain('Deregister image'),
  submit: plain('Deregister'),
  close: plain('Keep it'),
  callback_id: 'deregister',
  blocks: [
    {
      type: 'section',
      text: mrkdwn('*payments-api-42* · 2 snapshots, 40 GiB. :warning: This can’t be undone after 7 days.'),
    },
    {
      type: 'input',
      block_id: 'name',
      label: plain('Type the image’s name'),
      hint: plain('payments-api-42'),
      element: { type: 'plain_text_input', action_id: 'typed', focus_on_load: true },
    },
    {
      type: 'input',
      block_id: 'snapshots',
      optional: true,
      label: plain('Snapshots'),
      element: {
        type: 'checkboxes',
        action_id: 'delete',
        options: [{ text: mrkdwn('Delete them *too*'), description: plain('Saves 40 GiB'), value: 'yes' }],
      },
    },
    {
      type: 'input',
      block_id: 'reason',
      label: plain('Reason'),
      element: {
        type: 'radio_buttons',
        action_id: 'why',
        initial_option: { text: plain('Too old'), value: 'old' },
        options: [
          { text: plain('Too old'), value: 'old' },
          { text: plain('Not safe'), value: 'unsafe' },
        ],
      },
    },
    {
      type: 'input',
      block_id: 'approver',
      label: plain('Second person'),
      element: { type: 'users_select', action_id: 'who' },
    },
  ],
}

export const home = {
  type: 'home',
  blocks: [
    { type: 'header', text: plain('Your images') },
    { type: 'section', text: mrkdwn('2 requests are waiting for you.') },
    { type: 'actions', elements: [{ type: 'button', action_id: 'refresh', text: plain('Refresh') }] },
  ],
}

/** What all images of the AWS side have in common. */
export const fleetRow = {
  state: 'available',
  createdAtMs: 1764000000000,
  sizeGiB: 8,
  architecture: 'x86_64',
  sharedWith: 0,
  isProtected: false,
  uses: 0,
}

export const imageDetail = {
  image: { ImageId: 'ami-0123456789abcdef0', Name: 'any' },
  launchPermissions: [],
  recycled: null,
  protectedUntilMs: null,
  snapshots: [],
  uses: [],
}
