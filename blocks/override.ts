import type { KnownBlock } from '@slack/types'
import { ACTION_RULES, type Action } from '../src/domain/actions.ts'
import { section } from './elements.ts'
import { type Form, MAX_WORD, word } from './form.ts'

/** The emergency override in a form: the box, and what the form says once it is ticked. */

export const OVERRIDE_VALUE = 'breakGlass'
export const OVERRIDE_TEXT = 'Emergency override: skip approval'

const WARNING_ID = 'override_warning'

/** Slack takes 24 characters. */
const withoutApproval = (action: Action): string => {
  const { label } = ACTION_RULES[action]
  const whole = `${label} without approval`
  return whole.length <= MAX_WORD ? whole : `${label}, no approval`
}

/** What the button that sends a form says where the config asks for approval. */
export const approvalSubmit = (action: Action, isOverride: boolean): string =>
  isOverride ? withoutApproval(action) : 'Request approval'

export const overrideWarning = (action: Action): KnownBlock => ({
  ...section(
    `🚨 *${ACTION_RULES[action].label} without approval:* nobody is asked, and the image is ${ACTION_RULES[action].past} as soon as you submit.`,
  ),
  block_id: WARNING_ID,
})

/**
 * The open form after the box was ticked or cleared: everything else stays, also what was typed.
 *
 * @param mustOverride nobody else can approve it: its button never asks for approval
 */
export const withOverride = (
  open: Form,
  action: Action,
  isOverride: boolean,
  mustOverride: boolean,
): Form => {
  const blocks = open.blocks.filter(block => block.block_id !== WARNING_ID)
  const at = blocks.findIndex(block => block.block_id === 'options') + 1
  const warning = isOverride ? [overrideWarning(action)] : []
  return {
    ...open,
    submit: word('a form’s submit', approvalSubmit(action, isOverride || mustOverride)),
    blocks: [...blocks.slice(0, at), ...warning, ...blocks.slice(at)],
  }
}
