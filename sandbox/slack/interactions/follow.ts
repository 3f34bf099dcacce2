import type { Answer } from '../bot.ts'
import { judgeView } from '../methods/views.ts'
import { SlackError } from '../slack-error.ts'
import { isObject, type Json, type JsonObject, type Person, type View } from '../types.ts'
import { changeView, closeAll, closeTop, pushModal } from '../views.ts'
import type { Workspace } from '../workspace.ts'

export interface SubmitOutcome {
  status: number
  /** What the person reads beside each input, by `block_id`. */
  errors?: JsonObject
  error?: string
}

/** Does what the bot's answer asks for; an answer that makes no sense leaves the modal open. */
export const follow = (
  workspace: Workspace,
  person: Person,
  view: View,
  answer: Answer,
): Omit<SubmitOutcome, 'status'> => {
  try {
    return act(workspace, person, view, parseBody(answer.body))
  } catch (refusal) {
    if (refusal instanceof SlackError) return { error: refusal.code }
    throw refusal
  }
}

const parseBody = (body: string): JsonObject | undefined => {
  if (body.trim() === '') return undefined
  try {
    const parsed = JSON.parse(body) as Json
    return isObject(parsed) && Object.keys(parsed).length > 0 ? parsed : undefined
  } catch {
    throw new SlackError('invalid_response_action')
  }
}

const act = (
  workspace: Workspace,
  person: Person,
  view: View,
  body: JsonObject | undefined,
): Omit<SubmitOutcome, 'status'> => {
  switch (body?.response_action) {
    case undefined:
      closeTop(workspace, person.id)
      return {}
    case 'clear':
      closeAll(workspace, person.id)
      return {}
    case 'update':
      changeView(workspace, view, judgeView(body?.view, 'modal'))
      return {}
    case 'push':
      pushModal(workspace, judgeView(body?.view, 'modal'), person.id)
      return {}
    case 'errors':
      return { errors: judgeErrors(view, body?.errors) }
    default:
      throw new SlackError('invalid_response_action')
  }
}

/** Errors belong to input blocks: one for another block makes Slack refuse the whole answer. */
const judgeErrors = (view: View, errors: Json | undefined): JsonObject => {
  const inputs = new Set(view.blocks.filter(block => block.type === 'input').map(block => block.block_id))
  const isFitting =
    isObject(errors) && Object.keys(errors).length > 0 && Object.keys(errors).every(id => inputs.has(id))
  if (!isFitting) throw new SlackError('invalid_response_action')
  return errors
}
