import { all, boolean, type Check, integer, list, string } from './check.ts'
import { atLeastOne, atMostOne, offered } from './check-fields.ts'
import { conversationFilter, optionGroup, plainOption } from './composition.ts'
import { chosen, element, type Fields, ids } from './element-parts.ts'

const many = { 'max_selected_items?': integer(1, 100) }
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

export const menus = {
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
