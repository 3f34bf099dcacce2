import type { EmailInput, NumberInput, PlainTextInput, URLInput } from '@slack/types'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { withEmoji } from '../text/emoji.ts'
import { type ElementProps, useChoice } from './use-choice.tsx'

export type TextElement = PlainTextInput | NumberInput | EmailInput | URLInput

const types = {
  plain_text_input: 'text',
  number_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
} as const

const names = {
  plain_text_input: 'Text',
  number_input: 'Number',
  email_text_input: 'Email address',
  url_text_input: 'Web address',
} as const

/** An app that listens to every character hears of a burst of typing once. */
const PAUSE_MS = 250

/** The inputs that take typing. With `dispatch_action` they tell the app: at Enter unless it wants every character. */
export const TextInputElement = (props: ElementProps<TextElement>) => {
  const { element } = props
  const { state, keep, choose, beside } = useChoice(props)
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed']
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const write = (text: string) => {
    const next = { ...state, value: text || null }
    keep(next)
    if (props.isInput || !triggers.includes('on_character_entered')) return
    clearTimeout(timer.current)
    timer.current = setTimeout(() => choose(next), PAUSE_MS)
  }
  const isMultiline = element.type === 'plain_text_input' && element.multiline === true
  const onKeyDown = (event: KeyboardEvent) => {
    const isEnter =
      event.key === 'Enter' && !event.nativeEvent.isComposing && !(isMultiline && event.shiftKey)
    if (!isEnter || props.isInput || !triggers.includes('on_enter_pressed')) return
    event.preventDefault()
    choose(state)
  }
  const shared = {
    id: props.id,
    className: 'input',
    'aria-label': props.id ? undefined : names[element.type],
    'aria-describedby': props.describedBy,
    'aria-invalid': props.isInvalid,
    'aria-required': props.isRequired,
    // React would focus it before the dialog opens, and the dialog would then look for itself.
    'data-start': element.focus_on_load ? '' : undefined,
    placeholder: withEmoji(element.placeholder?.text ?? ''),
    value: state.value ?? '',
    onChange: (event: { target: { value: string } }) => write(event.target.value),
    onKeyDown,
  }
  const limit = element.type === 'plain_text_input' ? element.max_length : undefined
  return (
    <>
      {isMultiline ? (
        <textarea rows={4} maxLength={limit} {...shared} />
      ) : (
        <input
          type={types[element.type]}
          inputMode={element.type === 'number_input' ? 'decimal' : undefined}
          maxLength={limit}
          {...shared}
        />
      )}
      {limit !== undefined && (state.value ?? '').length > limit * 0.8 && (
        <span className="input-count">{limit - (state.value ?? '').length} characters left</span>
      )}
      {beside}
    </>
  )
}
