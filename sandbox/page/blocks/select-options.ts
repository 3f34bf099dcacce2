import type {
  ConversationsSelect,
  MultiConversationsSelect,
  MultiSelect,
  Option,
  OptionGroup,
  Select,
} from '@slack/types'
import type { Channel } from '../model.ts'
import { useDirectory } from '../text/directory.tsx'
import type { StateValue } from './state-value.ts'

export type AnySelect = Select | MultiSelect

const toOption = (value: string, text: string): Option => ({ value, text: { type: 'plain_text', text } })

/** A flat list is one group without a label. */
export const flat = (options: Option[]): OptionGroup[] => [
  { label: { type: 'plain_text', text: '' }, options },
]

type Filter = NonNullable<(ConversationsSelect | MultiConversationsSelect)['filter']>

const passes = (channel: Channel, { include, exclude_external_shared_channels }: Filter) =>
  (!include || include.includes(channel.is_private ? 'private' : 'public')) &&
  !(exclude_external_shared_channels && channel.is_ext_shared)

/** What can be chosen without asking the app, in groups. */
export const useGroups = (element: AnySelect): OptionGroup[] => {
  const { people, channels } = useDirectory()
  const members = people.map(p => toOption(p.id, `@${p.name}`))
  const rooms = (list: readonly Channel[]) => list.map(c => toOption(c.id, `#${c.name}`))
  switch (element.type) {
    case 'static_select':
    case 'multi_static_select':
      return element.option_groups ?? flat(element.options ?? [])
    case 'users_select':
    case 'multi_users_select':
      return flat(members)
    case 'channels_select':
    case 'multi_channels_select':
      return flat(rooms(channels.filter(channel => !channel.is_private)))
    case 'conversations_select':
    case 'multi_conversations_select': {
      const filter = element.filter ?? {}
      const direct = !filter.include || filter.include.includes('im') ? members : []
      return flat([...rooms(channels.filter(channel => passes(channel, filter))), ...direct])
    }
    case 'external_select':
    case 'multi_external_select':
      return []
  }
}

/** The chosen options; people and channels are held by their ids alone. */
export const readSelected = (state: StateValue, groups: readonly OptionGroup[]): Option[] => {
  const options = state.selected_options ?? (state.selected_option ? [state.selected_option] : undefined)
  if (options) return options
  const single = state.selected_user ?? state.selected_channel ?? state.selected_conversation
  const ids =
    state.selected_users ??
    state.selected_channels ??
    state.selected_conversations ??
    (single ? [single] : [])
  const known = groups.flatMap(group => group.options)
  return ids.map(id => known.find(option => option.value === id) ?? toOption(id, id))
}

/** `state` with other choices in it, in the field that its type uses. */
export const withSelected = (state: StateValue, chosen: readonly Option[]): StateValue => {
  const ids = chosen.map(o => o.value ?? '')
  switch (state.type) {
    case 'users_select':
      return { ...state, selected_user: ids[0] ?? null }
    case 'multi_users_select':
      return { ...state, selected_users: ids }
    case 'channels_select':
      return { ...state, selected_channel: ids[0] ?? null }
    case 'multi_channels_select':
      return { ...state, selected_channels: ids }
    case 'conversations_select':
      return { ...state, selected_conversation: ids[0] ?? null }
    case 'multi_conversations_select':
      return { ...state, selected_conversations: ids }
    case 'multi_static_select':
    case 'multi_external_select':
      return { ...state, selected_options: [...chosen] }
    default:
      return { ...state, selected_option: chosen[0] ?? null }
  }
}

/** The groups with what fits the words that were typed; empty groups are left out. */
export const filterGroups = (groups: readonly OptionGroup[], typed: string): OptionGroup[] => {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = (option: Option) => words.every(word => option.text.text.toLowerCase().includes(word))
  return groups
    .map(group => ({ ...group, options: group.options.filter(fits) }))
    .filter(group => group.options.length > 0)
}
