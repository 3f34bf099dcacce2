import type { ActionsBlockElement, AnyBlock, InputBlockElement, KnownBlock, Option } from '@slack/types'

export type AnyElement = ActionsBlockElement | InputBlockElement

/** What an element holds, as `view.state.values` names it. https://docs.slack.dev/reference/views */
export interface StateValue {
  type: string
  value?: string | null
  selected_option?: Option | null
  selected_options?: Option[]
  selected_date?: string | null
  selected_time?: string | null
  selected_date_time?: number | null
  selected_user?: string | null
  selected_users?: string[]
  selected_channel?: string | null
  selected_channels?: string[]
  selected_conversation?: string | null
  selected_conversations?: string[]
}

export type FormValues = Record<string, Record<string, StateValue>>

/** What an element holds before anybody touched it. Undefined for one that holds nothing, such as a button. */
export const readInitialValue = (element: AnyElement): StateValue | undefined => {
  const { type } = element
  switch (element.type) {
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return { type, value: element.initial_value ?? null }
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type, selected_option: element.initial_option ?? null }
    case 'checkboxes':
    case 'multi_static_select':
    case 'multi_external_select':
      return { type, selected_options: element.initial_options ?? [] }
    case 'datepicker':
      return { type, selected_date: element.initial_date ?? null }
    case 'timepicker':
      return { type, selected_time: element.initial_time ?? null }
    case 'datetimepicker':
      return { type, selected_date_time: element.initial_date_time ?? null }
    case 'users_select':
      return { type, selected_user: element.initial_user ?? null }
    case 'multi_users_select':
      return { type, selected_users: element.initial_users ?? [] }
    case 'channels_select':
      return { type, selected_channel: element.initial_channel ?? null }
    case 'multi_channels_select':
      return { type, selected_channels: element.initial_channels ?? [] }
    case 'conversations_select':
      return { type, selected_conversation: element.initial_conversation ?? null }
    case 'multi_conversations_select':
      return { type, selected_conversations: element.initial_conversations ?? [] }
    default:
      return undefined
  }
}

const elementsOf = (block: AnyBlock): AnyElement[] => {
  const known = block as KnownBlock
  switch (known.type) {
    case 'input':
      return [known.element]
    case 'actions':
      return known.elements
    case 'section':
      return known.accessory && known.accessory.type !== 'image' ? [known.accessory] : []
    default:
      return []
  }
}

/** What a whole view holds when it opens. */
export const readInitialValues = (blocks: readonly AnyBlock[]): FormValues => {
  const values: FormValues = {}
  for (const block of blocks) {
    for (const element of elementsOf(block)) {
      const actionId = element.action_id
      const value = readInitialValue(element)
      if (!value || !block.block_id || !actionId) continue
      values[block.block_id] = { ...values[block.block_id], [actionId]: value }
    }
  }
  return values
}

/** The bare choice inside a value: what `POST …/click` takes as `value`. */
export const readChoice = (state: StateValue): string | string[] | number | object | undefined => {
  if (state.selected_options) return state.selected_options.map(option => option.value ?? '')
  const lists = state.selected_users ?? state.selected_channels ?? state.selected_conversations
  if (lists) return lists
  const single =
    state.value ??
    state.selected_option?.value ??
    state.selected_date ??
    state.selected_time ??
    state.selected_user ??
    state.selected_channel ??
    state.selected_conversation ??
    state.selected_date_time
  return single ?? undefined
}
