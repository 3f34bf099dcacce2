import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  ContextBlock,
  DividerBlock,
  InputBlock,
  MrkdwnElement,
  Overflow,
  PlainTextElement,
  RichTextBlock,
  RichTextElement,
  SectionBlock,
} from '@slack/types'

/** The few Block Kit pieces that amiops uses, each refusing what Slack would refuse.
 * https://docs.slack.dev/reference/block-kit */

/** Thrown where a message could never be delivered: a fault of ours, found before Slack finds it. */
export class ImpossibleBlock extends Error {
  override name = 'ImpossibleBlock'
}

/** Refuses a text that is empty or longer than Slack takes. */
const within = (what: string, text: string, max: number): string => {
  if (text.length < 1 || text.length > max)
    throw new ImpossibleBlock(`Expected ${what} to have 1 to ${max} characters, got ${text.length}.`)
  return text
}

const count = <T>(what: string, items: readonly T[], max: number): T[] => {
  if (items.length < 1 || items.length > max)
    throw new ImpossibleBlock(`Expected ${what} to hold 1 to ${max}, got ${items.length}.`)
  return [...items]
}

const plain = (what: string, text: string, max: number): PlainTextElement => ({
  type: 'plain_text',
  text: within(what, text, max),
  emoji: false,
})

/** `verbatim`: Slack must not find links or channels in it by itself. */
const mrkdwn = (what: string, text: string, max: number): MrkdwnElement => ({
  type: 'mrkdwn',
  text: within(what, text, max),
  verbatim: true,
})

export const section = (text: string): SectionBlock => ({
  type: 'section',
  text: mrkdwn('a section', text, 3000),
})

/** A line of a list, with the button that belongs to it. */
export const row = (text: string, accessory: Button): SectionBlock => ({ ...section(text), accessory })

/** Two columns of facts. */
export const fields = (texts: readonly string[]): SectionBlock => ({
  type: 'section',
  fields: count('a section’s fields', texts, 10).map(text => mrkdwn('a field', text, 2000)),
})

export const context = (...texts: readonly string[]): ContextBlock => ({
  type: 'context',
  elements: count('a context', texts, 10).map(text => mrkdwn('a context', text, 3000)),
})

/** Text that is never parsed: no mention, no emoji code, no formatting but what stands here. */
export const richText = (...elements: readonly RichTextElement[]): RichTextBlock => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: count('a rich text', elements, 100) }],
})

/** Somebody else's words, quoted. */
export const quote = (text: string): RichTextBlock => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_quote', elements: [{ type: 'text', text: within('a quote', text, 3000) }] }],
})

export interface ConfirmWords {
  title: string
  text: string
  confirm: string
  deny: string
  style?: 'danger' | 'primary'
}

export const confirm = (words: ConfirmWords): ConfirmationDialog => ({
  title: plain('a confirm’s title', words.title, 100),
  text: plain('a confirm’s text', words.text, 300),
  confirm: plain('a confirm’s yes', words.confirm, 30),
  deny: plain('a confirm’s no', words.deny, 30),
  ...(words.style && { style: words.style }),
})

export interface ButtonWords {
  actionId: string
  text: string
  /** What a screen reader says instead of the text: names the image, so that no two buttons sound alike. */
  label: string
  value?: string
  url?: string
  style?: 'primary' | 'danger'
  confirm?: ConfirmWords
}

export const button = (words: ButtonWords): Button => ({
  type: 'button',
  action_id: within('an action_id', words.actionId, 255),
  text: plain('a button', words.text, 75),
  accessibility_label: within('an accessibility_label', words.label, 75),
  ...(words.value !== undefined && { value: within('a button’s value', words.value, 2000) }),
  ...(words.url !== undefined && { url: within('a button’s url', words.url, 3000) }),
  ...(words.style && { style: words.style }),
  ...(words.confirm && { confirm: confirm(words.confirm) }),
})

export interface OptionWords {
  text: string
  value: string
  url?: string
}

export const overflow = (actionId: string, options: readonly OptionWords[]): Overflow => ({
  type: 'overflow',
  action_id: within('an action_id', actionId, 255),
  options: count('an overflow', options, 5).map(option => ({
    text: plain('an option', option.text, 75),
    value: within('an option’s value', option.value, 75),
    ...(option.url !== undefined && { url: within('an option’s url', option.url, 3000) }),
  })),
})

export const actions = (...elements: readonly (Button | Overflow)[]): ActionsBlock => {
  const ids = elements.map(e => e.action_id)
  const twice = ids.find((id, i) => ids.indexOf(id) !== i)
  if (twice !== undefined)
    throw new ImpossibleBlock(`Expected each action_id once in a block, got ${twice} twice.`)
  return { type: 'actions', elements: count('actions', elements, 25) }
}

export const divider = (): DividerBlock => ({ type: 'divider' })

export interface InputWords {
  /** The block's id and the element's: what was typed is read back by it, and kept when the form is drawn again. */
  id: string
  label: string
  hint?: string
  isRequired: boolean
}

/** A line or a few of text that a person types. */
export const textInput = (
  words: InputWords & { isMultiline: boolean; max: number; initial?: string },
): InputBlock => ({
  type: 'input',
  block_id: within('a block_id', words.id, 255),
  optional: !words.isRequired,
  label: plain('an input’s label', words.label, 2000),
  ...(words.hint !== undefined && { hint: plain('an input’s hint', words.hint, 2000) }),
  element: {
    type: 'plain_text_input',
    action_id: within('an action_id', words.id, 255),
    multiline: words.isMultiline,
    max_length: words.max,
    ...(words.initial && { initial_value: within('an input’s value', words.initial, words.max) }),
  },
})

/** @param words `isDispatched`: each tick is sent to the app at once */
export const checkboxes = (
  words: InputWords & { isDispatched?: boolean },
  choices: readonly { value: string; text: string; description?: string }[],
  chosen: readonly string[],
): InputBlock => {
  const options = count('checkboxes', choices, 10).map(({ value, text, description }) => ({
    value: within('an option’s value', value, 75),
    text: plain('an option', text, 75),
    ...(description !== undefined && { description: plain('an option’s description', description, 75) }),
  }))
  const initial = options.filter(({ value }) => chosen.includes(value))
  return {
    type: 'input',
    block_id: within('a block_id', words.id, 255),
    optional: !words.isRequired,
    label: plain('an input’s label', words.label, 2000),
    ...(words.isDispatched && { dispatch_action: true }),
    element: {
      type: 'checkboxes',
      action_id: within('an action_id', words.id, 255),
      options,
      ...(initial.length > 0 && { initial_options: initial }),
    },
  }
}
