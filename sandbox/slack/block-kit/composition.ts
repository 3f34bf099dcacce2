import { all, boolean, byType, type Check, list, object, oneOf, string, textOf, url } from './check.ts'
import { atLeastOne, atMostOne } from './check-fields.ts'

/** Composition objects: the parts that blocks and elements are made of. https://docs.slack.dev/reference/block-kit/composition-objects */
const plain = (max: number): Check =>
  object({ type: oneOf('plain_text'), text: textOf('plain_text', max), 'emoji?': boolean })
const marked = (max: number): Check =>
  object({ type: oneOf('mrkdwn'), text: textOf('mrkdwn', max), 'verbatim?': boolean })

export const plainText = (max = 3000): Check => byType({ plain_text: plain(max) })
export const mrkdwn = (max = 3000): Check => byType({ mrkdwn: marked(max) })
export const anyText = (max = 3000): Check => byType({ plain_text: plain(max), mrkdwn: marked(max) })

export const blockId = string(255, 1)
export const actionId = string(255, 1)
export const style = oneOf('primary', 'danger')

export const confirm = object({
  'title?': plainText(100),
  text: anyText(300),
  'confirm?': plainText(30),
  'deny?': plainText(30),
  'style?': style,
})

// 150 is what one of Slack's own libraries allows, 75 what another says. The smaller one is safe with both.
const OPTION_VALUE_MAX = 75

const optionFields = { value: string(OPTION_VALUE_MAX, 1), 'description?': plainText(75) }
export const plainOption = object({ text: plainText(75), ...optionFields })
export const overflowOption = object({ text: plainText(75), ...optionFields, 'url?': url() })
/** Checkboxes and radio buttons take mrkdwn in an option. */
export const anyOption = object({ text: anyText(75), ...optionFields, 'description?': anyText(75) })

export const optionGroup = object({ label: plainText(75), options: list(plainOption, 100) })

export const dispatchActionConfig = object({
  trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), 2),
})

export const conversationFilter = all(
  object({
    'include?': list(oneOf('im', 'mpim', 'private', 'public'), 4),
    'exclude_external_shared_channels?': boolean,
    'exclude_bot_users?': boolean,
  }),
  atLeastOne('include', 'exclude_external_shared_channels', 'exclude_bot_users'),
)

const slackFile = all(
  object({ 'id?': string(255, 1), 'url?': url() }),
  atLeastOne('id', 'url'),
  atMostOne('id', 'url'),
)

/** An image as element or block: from a public address or from a file in Slack, never both. */
export const image = (more: Readonly<Record<string, Check>> = {}): Check =>
  all(
    object({
      type: oneOf('image'),
      alt_text: string(2000, 1),
      'image_url?': url(),
      'slack_file?': slackFile,
      ...more,
    }),
    atLeastOne('image_url', 'slack_file'),
    atMostOne('image_url', 'slack_file'),
  )
