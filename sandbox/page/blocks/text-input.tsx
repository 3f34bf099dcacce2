import type { EmailInput, NumberInput, PlainTextInput, URLInput } from '@slack/types'
import { withEmoji } from '../text/emoji.ts'
import { type ElementProps, useChoice } from './use-choice.tsx'

type TextElement = PlainTextInput | NumberInput | EmailInput | URLInput

const types = {
  plain_text_input: 'text',
  number_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
} as const

/** The inputs that take typing. */
export const TextInputElement = (props: ElementProps<TextElement>) => {
  const { element } = props
  const { state, choose, dialog } = useChoice({ ...props, isInput: true })
  const shared = {
    id: props.id,
    className: 'input',
    'aria-describedby': props.describedBy,
    'aria-invalid': props.isInvalid,
    required: props.isRequired,
    // React would focus it before the dialog opens, and the dialog would then look for itself.
    'data-start': element.focus_on_load ? '' : undefined,
    placeholder: withEmoji(element.placeholder?.text ?? ''),
    value: state.value ?? '',
    onChange: (event: { target: { value: string } }) =>
      choose({ ...state, value: event.target.value || null }),
  }
  if (element.type === 'plain_text_input') {
    const limits = { minLength: element.min_length, maxLength: element.max_length }
    return (
      <>
        {element.multiline ? (
          <textarea rows={4} {...shared} {...limits} />
        ) : (
          <input type="text" {...shared} {...limits} />
        )}
        {dialog}
      </>
    )
  }
  const isNumber = element.type === 'number_input'
  return <input type={types[element.type]} inputMode={isNumber ? 'decimal' : undefined} {...shared} />
}
