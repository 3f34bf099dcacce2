import type { InputBlock } from '@slack/types'
import { count, plain, within } from './limits.ts'

export interface InputWords {
  /** The id of the block and of its element: what was typed is read by it, and kept when the form is drawn again. */
  id: string
  label: string
  hint?: string
  isRequired: boolean
}

/** The block around an element: its label, and whether it must be filled in. */
const inputOf = ({ id, isRequired, label, hint }: InputWords) => ({
  type: 'input' as const,
  block_id: within('a block_id', id, 255),
  optional: !isRequired,
  label: plain('an input’s label', label, 2000),
  ...(hint !== undefined && { hint: plain('an input’s hint', hint, 2000) }),
})

/** A line or a few of text that a person types. */
export const textInput = (
  words: InputWords & { isMultiline: boolean; max: number; initial?: string },
): InputBlock => ({
  ...inputOf(words),
  element: {
    type: 'plain_text_input',
    action_id: within('an action_id', words.id, 255),
    multiline: words.isMultiline,
    max_length: words.max,
    ...(words.initial && { initial_value: within('an input’s value', words.initial, words.max) }),
  },
})

/** Why a person asks for a change. @param initial what they have typed */
export const reasonInput = (isRequired: boolean, initial: string | undefined): InputBlock =>
  textInput({
    id: 'purpose',
    label: 'Reason (recorded in the audit log)',
    isRequired,
    isMultiline: true,
    max: 500,
    ...(initial && { initial }),
  })

/** @param words `isDispatched`: each tick is sent to the app at once */
export const checkboxes = (
  words: InputWords & { isDispatched?: boolean },
  choices: readonly { value: string; text: string; description?: string }[],
  chosen: readonly string[],
): InputBlock => {
  const options = count('checkboxes', choices, 10).map(optionOf)
  const initial = options.filter(({ value }) => chosen.includes(value))
  return {
    ...inputOf(words),
    ...(words.isDispatched && { dispatch_action: true }),
    element: {
      type: 'checkboxes',
      action_id: within('an action_id', words.id, 255),
      options,
      ...(initial.length > 0 && { initial_options: initial }),
    },
  }
}

/** Some of many choices. */
export const multiSelect = (
  words: InputWords,
  choices: readonly { value: string; text: string; description?: string }[],
  chosen: readonly string[],
): InputBlock => {
  const options = count('a select', choices, 100).map(optionOf)
  const initial = options.filter(({ value }) => chosen.includes(value))
  return {
    ...inputOf(words),
    element: {
      type: 'multi_static_select',
      action_id: within('an action_id', words.id, 255),
      options,
      ...(initial.length > 0 && { initial_options: initial }),
    },
  }
}

/** A day, as `2026-12-24`. */
export const dateInput = (words: InputWords, initial: string): InputBlock => ({
  ...inputOf(words),
  element: { type: 'datepicker', action_id: within('an action_id', words.id, 255), initial_date: initial },
})

/** One of a few choices. */
export const radioButtons = (
  words: InputWords,
  choices: readonly { value: string; text: string; description?: string }[],
  chosen?: string,
): InputBlock => {
  const options = count('radio buttons', choices, 10).map(optionOf)
  const initial = options.find(({ value }) => value === chosen)
  return {
    ...inputOf(words),
    element: {
      type: 'radio_buttons',
      action_id: within('an action_id', words.id, 255),
      options,
      ...(initial && { initial_option: initial }),
    },
  }
}

/** One of many choices. */
export const select = (
  words: InputWords,
  choices: readonly { value: string; text: string }[],
  chosen?: string,
): InputBlock => {
  const options = count('a select', choices, 100).map(optionOf)
  const initial = options.find(({ value }) => value === chosen)
  return {
    ...inputOf(words),
    element: {
      type: 'static_select',
      action_id: within('an action_id', words.id, 255),
      options,
      ...(initial && { initial_option: initial }),
    },
  }
}

const optionOf = ({ value, text, description }: { value: string; text: string; description?: string }) => ({
  value: within('an option’s value', value, 75),
  text: plain('an option', text, 75),
  ...(description !== undefined && { description: plain('an option’s description', description, 75) }),
})
