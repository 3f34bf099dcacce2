import { ButtonElement } from './button.tsx'
import { CheckboxesElement, RadioElement } from './choices.tsx'
import { DateInputElement } from './date-input.tsx'
import { NotDrawn } from './not-drawn.tsx'
import { OverflowElement } from './overflow.tsx'
import { SelectElement } from './select.tsx'
import { TextInputElement } from './text-input.tsx'
import type { ElementProps } from './use-choice.tsx'

/** One interactive element, whichever it is. */
export const Element = (props: ElementProps) => {
  const { element, ...rest } = props
  switch (element.type) {
    case 'button':
      return <ButtonElement element={element} blockId={props.blockId} />
    case 'overflow':
      return <OverflowElement element={element} blockId={props.blockId} />
    case 'checkboxes':
      return <CheckboxesElement {...rest} element={element} />
    case 'radio_buttons':
      return <RadioElement {...rest} element={element} />
    case 'static_select':
    case 'multi_static_select':
    case 'external_select':
    case 'multi_external_select':
    case 'users_select':
    case 'multi_users_select':
    case 'channels_select':
    case 'multi_channels_select':
    case 'conversations_select':
    case 'multi_conversations_select':
      return <SelectElement {...rest} element={element} />
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return <TextInputElement {...rest} element={element} />
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return <DateInputElement {...rest} element={element} />
    default:
      return <NotDrawn type={(element as { type: string }).type} />
  }
}
