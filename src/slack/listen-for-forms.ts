import type { App, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt'
import type { View } from '@slack/types'
import type { Ask } from '../domain/ask.ts'
import {
  CONFIRM_CALLBACK,
  DECLINE_CALLBACK,
  FORM_CALLBACK,
  PLAN_CALLBACK,
  PLAN_DECLINE_CALLBACK,
  PLAN_NUMBER_CALLBACK,
  SELECT_CALLBACK,
} from '../domain/form-fields.ts'
import { parseConfirmation } from './confirmation.ts'
import { parsePlan, parsePlanDecline, parsePlanNumber, parseSelect } from './plan-submission.ts'
import { parseDecline, parseSubmission, type Submission } from './submission.ts'

interface Needs {
  /** Puts what was asked on the queue. @returns whether it is there */
  isQueued: (ask: Ask) => Promise<boolean>
  notQueuedText: string
  /** What a form shows while its submission is checked. */
  checkingForm: (title: string, proposalId: string) => View
  nowMs: () => number
}

/** A form with fields that was sent. */
type Sent =
  | Submission
  | Submission<'decide'>
  | Submission<'plan'>
  | Submission<'submit-plan'>
  | Submission<'decide-plan'>

/** Forms that are sent: each becomes a message of the queue, and shows that it is checked. */
export const listenForForms = (app: App, { isQueued, notQueuedText, checkingForm, nowMs }: Needs): void => {
  const take = async (
    { ack, view }: Pick<SlackViewMiddlewareArgs<ViewSubmitAction>, 'ack' | 'view'>,
    sent: Sent | undefined,
  ): Promise<void> => {
    if (!sent) return ack()
    if (Object.keys(sent.errors).length > 0)
      return ack({ response_action: 'errors', errors: { ...sent.errors } })
    if (!(await isQueued(sent.ask))) {
      // At a field: everything typed stays, and the form can be sent again.
      const field = view.blocks.find(block => block.type === 'input')?.block_id
      return field === undefined
        ? undefined
        : ack({ response_action: 'errors', errors: { [field]: notQueuedText } })
    }
    await ack({
      response_action: 'update',
      view: checkingForm(view.title.text, 'proposalId' in sent.ask ? sent.ask.proposalId : ''),
    })
  }
  app.view<ViewSubmitAction>(FORM_CALLBACK, ({ body, ...args }) => take(args, parseSubmission(body, nowMs())))
  app.view<ViewSubmitAction>(DECLINE_CALLBACK, ({ body, ...args }) => take(args, parseDecline(body, nowMs())))
  app.view<ViewSubmitAction>(SELECT_CALLBACK, ({ body, ...args }) => take(args, parseSelect(body, nowMs())))
  app.view<ViewSubmitAction>(PLAN_CALLBACK, ({ body, ...args }) => take(args, parsePlan(body, nowMs())))
  app.view<ViewSubmitAction>(PLAN_NUMBER_CALLBACK, ({ body, ...args }) =>
    take(args, parsePlanNumber(body, nowMs())),
  )
  app.view<ViewSubmitAction>(PLAN_DECLINE_CALLBACK, ({ body, ...args }) =>
    take(args, parsePlanDecline(body, nowMs())),
  )

  app.view(CONFIRM_CALLBACK, async ({ ack, body, view }) => {
    const ask = parseConfirmation(body, nowMs())
    if (!ask) return ack()
    // It has no field to show an error at: without an acknowledgement Slack warns the person in the form.
    if (!(await isQueued(ask))) return
    await ack({ response_action: 'update', view: checkingForm(view.title.text, '') })
  })
}
