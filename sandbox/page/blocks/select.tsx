import type { MultiSelect, Option, OptionGroup, Select } from '@slack/types'
import { useDirectory } from '../text/directory.tsx'
import { withEmoji } from '../text/emoji.ts'
import type { StateValue } from './state-value.ts'
import { type ElementProps, useChoice } from './use-choice.tsx'

const toOption = (value: string, text: string): Option => ({ value, text: { type: 'plain_text', text } })

/** What can be chosen, in groups; a group without a label stands for a flat list. */
const useGroups = (element: Select | MultiSelect): OptionGroup[] => {
  const { people, channels } = useDirectory()
  const flat = (options: Option[]): OptionGroup[] => [{ label: { type: 'plain_text', text: '' }, options }]
  const members = people.map(p => toOption(p.id, `@${p.name}`))
  const rooms = channels.map(c => toOption(c.id, `#${c.name}`))
  switch (element.type) {
    case 'static_select':
    case 'multi_static_select':
      return element.option_groups ?? flat(element.options ?? [])
    case 'users_select':
    case 'multi_users_select':
      return flat(members)
    case 'channels_select':
    case 'multi_channels_select':
      return flat(rooms)
    case 'conversations_select':
    case 'multi_conversations_select':
      return flat([...rooms, ...members])
    case 'external_select':
    case 'multi_external_select':
      return flat([])
  }
}

const readSelected = (state: StateValue): string[] => {
  const options = state.selected_options ?? (state.selected_option ? [state.selected_option] : [])
  const single = state.selected_user ?? state.selected_channel ?? state.selected_conversation
  return (
    state.selected_users ??
    state.selected_channels ??
    state.selected_conversations ??
    (single ? [single] : options.map(o => o.value ?? ''))
  )
}

/** `state` with other choices in it, in the field that its type uses. */
const withSelected = (state: StateValue, chosen: Option[]): StateValue => {
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
      return { ...state, selected_options: chosen }
    default:
      return { ...state, selected_option: chosen[0] ?? null }
  }
}

const optionLine = (option: Option) => (
  <option key={option.value} value={option.value}>
    {withEmoji(option.text.text)}
  </option>
)

/** Every kind of select menu, on the browser's own control: the keyboard and the phone know it already. */
export const SelectElement = (props: ElementProps<Select | MultiSelect>) => {
  const { element } = props
  const { state, choose, isBusy, dialog } = useChoice(props)
  const groups = useGroups(element)
  const isMultiple = element.type.startsWith('multi_')
  const selected = readSelected(state)
  const placeholder = withEmoji(element.placeholder?.text ?? 'Choose…')
  return (
    <>
      <select
        id={props.id}
        className="select"
        aria-label={props.id ? undefined : placeholder}
        aria-describedby={props.describedBy}
        aria-invalid={props.isInvalid}
        aria-busy={isBusy}
        multiple={isMultiple}
        required={props.isRequired}
        value={isMultiple ? selected : (selected[0] ?? '')}
        onChange={event => {
          const values = [...event.target.selectedOptions].map(o => o.value)
          choose(
            withSelected(
              state,
              groups.flatMap(g => g.options).filter(o => values.includes(o.value ?? '')),
            ),
          )
        }}
      >
        {!isMultiple && (
          <option value="" disabled={props.isRequired ?? true}>
            {placeholder}
          </option>
        )}
        {groups.map(group =>
          group.label.text ? (
            <optgroup key={group.label.text} label={withEmoji(group.label.text)}>
              {group.options.map(optionLine)}
            </optgroup>
          ) : (
            group.options.map(optionLine)
          ),
        )}
      </select>
      {dialog}
    </>
  )
}
