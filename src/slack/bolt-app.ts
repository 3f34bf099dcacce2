import { App, AwsLambdaReceiver } from '@slack/bolt'
import type { Ask } from '../domain/ask.ts'
import type { Log } from '../ports.ts'
import { createBoltLogger } from './bolt-logger.ts'
import { parseAction, parseSlashCommand } from './payload.ts'

interface Needs {
  /** Puts what was asked on the queue. Must be done before Slack is answered. */
  enqueue: (ask: Ask) => Promise<void>
  nowMs: () => number
  log: Log
}

/** The buttons that only open a page: Slack tells of the click all the same. */
const LINKS = ['console']
const ASKS = ['enable', 'disable', 'deregister', 'more', 'history', 'check', 'status', 'details']

/**
 * Bolt as the door needs it: it reads the form, finds the listener and makes the answer. It verifies nothing, because
 * `authenticate` has done so before; and it calls Slack for nothing, because nothing here needs an answer from Slack.
 */
export const createBoltReceiver = ({ enqueue, nowMs, log }: Needs): AwsLambdaReceiver => {
  const logger = createBoltLogger(log)
  // The secret is required but unused: the receiver would check it only after parsing the body.
  const receiver = new AwsLambdaReceiver({
    signingSecret: 'checked-before',
    signatureVerification: false,
    logger,
  })
  const app = new App({ receiver, logger, authorize: async () => ({}), convoStore: false })

  app.action(new RegExp(`^(${ASKS.join('|')})$`), async ({ ack, body, action }) => {
    const ask = parseAction(body, action, nowMs())
    if (ask) await enqueue(ask)
    else
      log.info('A click asked for nothing that amiops does.', {
        action: 'action_id' in action ? action.action_id : '',
      })
    await ack()
  })
  app.action(new RegExp(`^(${LINKS.join('|')})$`), async ({ ack }) => ack())

  app.command('/ami', async ({ ack, body }) => {
    const ask = parseSlashCommand(body, nowMs())
    if (ask) await enqueue(ask)
    await ack()
  })

  // A listener that throws has not acknowledged: Slack then tells the person that it did not work.
  app.error(async error =>
    log.error('A request from Slack could not be queued.', { code: error.code, why: error.message }),
  )
  return receiver
}
