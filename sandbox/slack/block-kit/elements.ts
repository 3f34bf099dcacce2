import {
  all,
  atLeastOne,
  atMostOne,
  boolean,
  type Check,
  integer,
  list,
  notAbove,
  object,
  offered,
  oneOf,
  pattern,
  string,
  url,
} from './check.ts'
import {
  actionId,
  anyOption,
  confirm,
  conversationFilter,
  dispatchActionConfig,
  image,
  optionGroup,
  overflowOption,
  plainOption,
  plainText,
  style,
} from './composition.ts'
import { richTextBlock } from './rich-text.ts'

/** Every interactive element by its `type`. https://docs.slack.dev/reference/block-kit/block-elements */
type Fields = Readonly<Record<string, Check>>

const element = (type: string, fields: Fields): Check =>
  object({ type: oneOf(type), 'action_id?': actionId, ...fields })

const confirmable = { 'confirm?': confirm }
const focusable = { 'focus_on_load?': boolean }
const placeholder = { 'placeholder?': plainText(150) }
const chosen = { ...confirmable, ...focusable, ...placeholder }
const typed = { ...focusable, ...placeholder, 'dispatch_action_config?': dispatchActionConfig }
const many = { 'max_selected_items?': integer(1, 100) }
const label = { 'accessibility_label?': string(75) }
const date = pattern(/^\d{4}-\d{2}-\d{2}$/, 'must be a date in the format YYYY-MM-DD')
const time = pattern(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time in the format HH:mm')
const ids = list(string(255, 1), 100)
const fromConversations = { 'filter?': conversationFilter, 'default_to_current_conversation?': boolean }
const answersByUrl = { 'response_url_enabled?': boolean }

/** A menu with its own options: a flat list or groups, never both. */
const withOptions = (type: string, fields: Fields): Check =>
  all(
    element(type, {
      ...chosen,
      'options?': list(plainOption, 100),
      'option_groups?': list(optionGroup, 100),
      ...fields,
    }),
    atLeastOne('options', 'option_groups'),
    atMostOne('options', 'option_groups'),
    offered('initial_option', 'initial_options'),
  )

const buttonLike = { text: plainText(75), 'style?': style, ...label, ...confirmable }
const feedbackButton = object({ text: plainText(75), value: string(2000, 1), ...label })

const buttons = {
  button: element('button', { ...buttonLike, 'value?': string(2000), 'url?': url() }),
  workflow_button: element('workflow_button', {
    ...buttonLike,
    workflow: object({
      trigger: object({
        url: url(),
        'customizable_input_parameters?': list(object({ name: string(255, 1), value: string(3000) }), 100, 0),
      }),
    }),
  }),
  overflow: element('overflow', { options: list(overflowOption, 5), ...confirmable }),
}

const menus = {
  static_select: withOptions('static_select', { 'initial_option?': plainOption }),
  external_select: element('external_select', {
    ...chosen,
    'initial_option?': plainOption,
    'min_query_length?': integer(0, 1000),
  }),
  users_select: element('users_select', { ...chosen, 'initial_user?': string(255, 1) }),
  conversations_select: element('conversations_select', {
    ...chosen,
    ...fromConversations,
    ...answersByUrl,
    'initial_conversation?': string(255, 1),
  }),
  channels_select: element('channels_select', {
    ...chosen,
    ...answersByUrl,
    'initial_channel?': string(255, 1),
  }),
  multi_static_select: withOptions('multi_static_select', {
    'initial_options?': list(plainOption, 100),
    ...many,
  }),
  multi_external_select: element('multi_external_select', {
    ...chosen,
    ...many,
    'initial_options?': list(plainOption, 100),
    'min_query_length?': integer(0, 1000),
  }),
  multi_users_select: element('multi_users_select', { ...chosen, ...many, 'initial_users?': ids }),
  multi_conversations_select: element('multi_conversations_select', {
    ...chosen,
    ...many,
    ...fromConversations,
    'initial_conversations?': ids,
  }),
  multi_channels_select: element('multi_channels_select', { ...chosen, ...many, 'initial_channels?': ids }),
}

const choices = {
  checkboxes: all(
    element('checkboxes', {
      ...confirmable,
      ...focusable,
      options: list(anyOption, 10),
      'initial_options?': list(anyOption, 10),
    }),
    offered('initial_options'),
  ),
  radio_buttons: all(
    element('radio_buttons', {
      ...confirmable,
      ...focusable,
      options: list(anyOption, 10),
      'initial_option?': anyOption,
    }),
    offered('initial_option'),
  ),
  datepicker: element('datepicker', { ...chosen, 'initial_date?': date }),
  timepicker: element('timepicker', { ...chosen, 'initial_time?': time, 'timezone?': string(255, 1) }),
  datetimepicker: element('datetimepicker', {
    ...confirmable,
    ...focusable,
    'initial_date_time?': integer(1_000_000_000, 9_999_999_999),
  }),
}

const richTextInput = {
  rich_text_input: element('rich_text_input', { ...typed, 'initial_value?': richTextBlock }),
}

const textInputs = {
  plain_text_input: all(
    element('plain_text_input', {
      ...typed,
      'initial_value?': string(3000),
      'multiline?': boolean,
      'min_length?': integer(0, 3000),
      'max_length?': integer(1, 3000),
    }),
    notAbove('min_length', 'max_length'),
  ),
  email_text_input: element('email_text_input', { ...typed, 'initial_value?': string(3000) }),
  url_text_input: element('url_text_input', { ...typed, 'initial_value?': string(3000) }),
  number_input: all(
    element('number_input', {
      ...typed,
      is_decimal_allowed: boolean,
      'initial_value?': string(255),
      'min_value?': string(255),
      'max_value?': string(255),
    }),
    notAbove('min_value', 'max_value'),
  ),
  file_input: element('file_input', {
    'filetypes?': list(string(255, 1), 100),
    'max_files?': integer(1, 10),
  }),
}

const contextual = {
  feedback_buttons: element('feedback_buttons', {
    positive_button: feedbackButton,
    negative_button: feedbackButton,
  }),
  icon_button: element('icon_button', {
    icon: oneOf('trash'),
    text: plainText(75),
    'value?': string(2000),
    'visible_to_user_ids?': ids,
    ...label,
    ...confirmable,
  }),
}

/** A bare `url` element, the source of a task card. */
export const urlSource = object({ type: oneOf('url'), url: url(), text: string(3000, 1) })

// A section has no room for the two-part picker.
const { datetimepicker: _tooLarge, ...smallChoices } = choices

export const actionElements = { ...buttons, ...menus, ...choices, ...richTextInput }
export const accessoryElements = { ...buttons, ...menus, ...smallChoices, image: image() }
export const inputElements = { ...menus, ...choices, ...textInputs, ...richTextInput }
export const contextActionElements = contextual
export const cardActions = { button: buttons.button }

/** Every element that a person can use, and that therefore carries an `action_id`. */
export const INTERACTIVE: ReadonlySet<string> = new Set(
  Object.keys({ ...actionElements, ...inputElements, ...contextual }),
)
