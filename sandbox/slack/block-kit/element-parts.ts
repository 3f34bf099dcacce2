import { boolean, type Check, list, object, oneOf, string } from './check.ts'
import { actionId, confirm, plainText } from './composition.ts'

/** What several elements have in common. https://docs.slack.dev/reference/block-kit/block-elements */
export type Fields = Readonly<Record<string, Check>>

export const element = (type: string, fields: Fields): Check =>
  object({ type: oneOf(type), 'action_id?': actionId, ...fields })

export const confirmable = { 'confirm?': confirm }
export const focusable = { 'focus_on_load?': boolean }
export const placeholder = { 'placeholder?': plainText(150) }
export const chosen = { ...confirmable, ...focusable, ...placeholder }
export const label = { 'accessibility_label?': string(75) }
export const ids = list(string(255, 1), 100)
