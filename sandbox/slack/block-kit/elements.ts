import { list, object, oneOf, string, url } from './check.ts'
import { image, overflowOption, plainText, style } from './composition.ts'
import { confirmable, element, ids, label } from './element-parts.ts'
import { choices, richTextInput, textInputs } from './inputs.ts'
import { menus } from './menus.ts'

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

/** Every interactive element by its `type`, for each place where elements stand. */
export const actionElements = { ...buttons, ...menus, ...choices, ...richTextInput }
export const accessoryElements = { ...buttons, ...menus, ...smallChoices, image: image() }
export const inputElements = { ...menus, ...choices, ...textInputs, ...richTextInput }
export const contextActionElements = contextual
export const cardActions = { button: buttons.button }

/** Every element that a person can use, and that therefore carries an `action_id`. */
export const INTERACTIVE: ReadonlySet<string> = new Set(
  Object.keys({ ...actionElements, ...inputElements, ...contextual }),
)
