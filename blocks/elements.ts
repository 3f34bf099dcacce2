import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  Overflow,
  RichTextBlock,
  RichTextElement,
  SectionBlock,
} from '@slack/types'
import { count, ImpossibleBlock, mrkdwn, plain, within } from './limits.ts'

/** The few Block Kit pieces that amiops uses, each refusing what Slack would refuse; input-elements.ts has those of forms.
 * https://docs.slack.dev/reference/block-kit */

export const section = (text: string): SectionBlock => ({
  type: 'section',
  text: mrkdwn('a section', text, 3000),
})

/** A line of a list, with the button that belongs to it. */
export const row = (text: string, accessory: Button): SectionBlock => ({ ...section(text), accessory })

export const header = (text: string): HeaderBlock => ({
  type: 'header',
  text: plain('a header', text, 150),
})

/** Two columns of facts. */
export const fields = (texts: readonly string[]): SectionBlock => ({
  type: 'section',
  fields: count('a section’s fields', texts, 10).map(text => mrkdwn('a field', text, 2000)),
})

export const context = (...texts: readonly string[]): ContextBlock => ({
  type: 'context',
  elements: count('a context', texts, 10).map(text => mrkdwn('a context', text, 3000)),
})

/** Text that Slack never parses: no mentions, no emoji codes, and only the formatting that is given here. */
export const richText = (...elements: readonly RichTextElement[]): RichTextBlock => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: count('a rich text', elements, 100) }],
})

/** Text to copy as it is, in a box of its own. */
export const preformatted = (text: string): RichTextBlock => ({
  type: 'rich_text',
  elements: [
    {
      type: 'rich_text_preformatted',
      elements: [{ type: 'text', text: within('a preformatted text', text, 3000) }],
    },
  ],
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
