import { all, boolean, integer, list, pattern, string } from './check.ts'
import { notAbove, offered } from './check-fields.ts'
import { anyOption, dispatchActionConfig } from './composition.ts'
import { chosen, confirmable, element, focusable, placeholder } from './element-parts.ts'
import { richTextBlock } from './rich-text.ts'

const date = pattern(/^\d{4}-\d{2}-\d{2}$/, 'must be a date in the format YYYY-MM-DD')
const time = pattern(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time in the format HH:mm')
const typed = { ...focusable, ...placeholder, 'dispatch_action_config?': dispatchActionConfig }

export const choices = {
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

export const richTextInput = {
  rich_text_input: element('rich_text_input', { ...typed, 'initial_value?': richTextBlock }),
}

export const textInputs = {
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
