import { App, AwsLambdaReceiver } from '@slack/bolt'
import type { View } from '@slack/types'
import { ACTIONS } from '../domain/actions.ts'
import { type Ask, LOOKS } from '../domain/ask.ts'
import type { Log } from '../ports.ts'
import { createBoltLogger } from './bolt-logger.ts'
import { type DecisionClick, type FormAsk, parseAction, parseDecisionClick } from './click.ts'
import { parseCommandClick } from './command-click.ts'
import { listenForForms } from './listen-for-forms.ts'
import { DETAILS_SHORTCUT, parseMessageShortcut } from './message-shortcut.ts'
import { PLAN_CLICKS, type PlanFormAsk, parsePlanClick } from './plan-click.ts'
import { parseSlashCommand, type TypedAsk } from './slash-command.ts'

interface Needs {
  /** Puts what was asked on the queue. Must be done before Slack is answered. */
  enqueue: (ask: Ask) => Promise<void>
  /** Opens a form within the trigger's three seconds, then puts the ask on the queue. */
  openForm: (ask: FormAsk | TypedAsk | PlanFormAsk) => Promise<void>
  /** Opens the small form of a decision that needs more. */
  openDecisionForm: (click: DecisionClick) => Promise<void>
  /** Draws a form again after a tick in it. */
  toggleOverride: (body: unknown, action: unknown) => Promise<void>
  /** Answers that the queue did not accept the request. @returns whether Slack accepted the answer */
  answerNotQueued: (ask: Ask) => Promise<boolean>
  /** The same as text, for answers that Slack shows directly. */
  notQueuedText: string
  /** What a form shows while its submission is checked. */
  checkingForm: (title: string, proposalId: string) => View
  nowMs: () => number
  log: Log
}

/** Buttons that only open a page: Slack sends the click all the same. */
const LINKS = ['console']
/** Buttons that run a command. */
const COMMANDS = 'command-\\d+'
const ASKS = [
  ...ACTIONS,
  ...LOOKS,
  'more',
  'undo-share',
  'undo-retire',
  'approve',
  'withdraw',
  'forward',
  'acknowledge',
  'unacknowledge',
  'list',
  'list-previous',
  ...PLAN_CLICKS,
]

/**
 * Bolt as the public function needs it: it reads the body, finds the listener and makes the answer. It does not verify the signature:
 * `authenticate` has done that before.
 */
export const createBoltReceiver = ({
  enqueue,
  openForm,
  openDecisionForm,
  toggleOverride,
  answerNotQueued,
  notQueuedText,
  checkingForm,
  nowMs,
  log,
}: Needs): AwsLambdaReceiver => {
  const logger = createBoltLogger(log)
  // The secret is required but unused: the receiver would check it only after parsing the body.
  const receiver = new AwsLambdaReceiver({
    signingSecret: 'checked-before',
    signatureVerification: false,
    logger,
  })
  const app = new App({ receiver, logger, authorize: async () => ({}), convoStore: false })

  /** @returns whether it is on the queue */
  const isQueued = async (ask: Ask): Promise<boolean> => {
    try {
      await enqueue(ask)
      return true
    } catch (error) {
      log.error('A request from Slack could not be queued.', {
        request: ask.key,
        why: error instanceof Error ? error.message : 'unknown',
      })
      return false
    }
  }

  app.action(new RegExp(`^(${ASKS.join('|')}|${COMMANDS})$`), async ({ ack, body, action }) => {
    const ask =
      parseCommandClick(body, action, nowMs()) ??
      parsePlanClick(body, action, nowMs()) ??
      parseAction(body, action, nowMs())
    if (ask && 'triggerId' in ask) await openForm(ask)
    else if (ask) {
      // Without an acknowledgement, Slack itself warns the person beside the button.
      if (!(await isQueued(ask)) && !(await answerNotQueued(ask))) return
    } else
      log.info('A click asked for nothing that amiops does.', {
        action: 'action_id' in action ? action.action_id : '',
      })
    await ack()
  })
  app.action(new RegExp(`^(${LINKS.join('|')})$`), async ({ ack }) => ack())

  app.action(/^(decline|plan-decline|plan-approve-number)$/, async ({ ack, body, action }) => {
    const click = parseDecisionClick(body, action)
    if (click) await openDecisionForm(click)
    await ack()
  })

  app.action('options', async ({ ack, body, action }) => {
    await toggleOverride(body, action)
    await ack()
  })

  app.shortcut(DETAILS_SHORTCUT, async ({ ack, body }) => {
    const ask = parseMessageShortcut(body, nowMs())
    // Without an acknowledgement Slack itself tells the person that it failed.
    if (ask && !(await isQueued(ask)) && !(await answerNotQueued(ask))) return
    await ack()
  })

  // Slack sends only the app's own commands; the manifest decides their names.
  app.command(/^\//, async ({ ack, body }) => {
    const ask = parseSlashCommand(body, nowMs())
    if (ask && 'triggerId' in ask) {
      await openForm(ask)
      return ack()
    }
    // Not a bare string: a function URL would send it as JSON.
    if (ask && !(await isQueued(ask))) return ack({ response_type: 'ephemeral', text: notQueuedText })
    await ack()
  })

  listenForForms(app, { isQueued, notQueuedText, checkingForm, nowMs })

  // A listener that throws has not acknowledged: Slack then shows the person an error.
  app.error(async error =>
    log.error('A request from Slack could not be queued.', { code: error.code, why: error.message }),
  )
  return receiver
}
