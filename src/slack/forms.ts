import type { View } from '@slack/types'
import type { Ask } from '../domain/ask.ts'
import type { Log } from '../ports.ts'
import type { DeclineClick, FormAsk } from './click.ts'
import { respond } from './respond.ts'
import type { TypedAsk } from './slash-command.ts'
import { callSlack, SlackRefusal } from './web-call.ts'

interface Needs {
  token: () => Promise<string>
  /** The address of Slack's Web API, where it is not Slack's own. */
  slackApiUrl: string | undefined
  enqueue: (ask: Ask) => Promise<void>
  openingForm: (ask: Opening) => View
  failedForm: (ask: Opening) => View
  /** Shown privately where no form could be opened. */
  notOpened: (ask: Opening) => { text: string; blocks: readonly object[] }
  log: Log
}

/** What a form is opened for: a click on what needs one, or a change that was typed. */
type Opening = Omit<FormAsk, 'triggerId'> | Omit<TypedAsk, 'triggerId'>

/** The trigger is valid for three seconds: a form that is not open by then cannot be opened. */
const TIMEOUT_MS = 2_000

/** The first of two clicks has used the trigger, and its form is open. https://docs.slack.dev/reference/methods/views.open */
const USED = ['exchanged_trigger_id', 'trigger_exchanged']

interface DeclineNeeds {
  token: () => Promise<string>
  slackApiUrl: string | undefined
  declineForm: (proposalId: string) => View
  /** Shown privately where no form could be opened. */
  notOpened: { text: string; blocks: readonly object[] }
  log: Log
}

/** Opens the form that asks an approver why they decline. */
export const createDeclineOpener =
  ({ token, slackApiUrl, declineForm, notOpened, log }: DeclineNeeds) =>
  async ({ triggerId, proposalId, responseUrl }: DeclineClick): Promise<void> => {
    try {
      const input = { trigger_id: triggerId, view: declineForm(proposalId) }
      await callSlack({ token: await token(), slackApiUrl }, 'views.open', input, TIMEOUT_MS)
    } catch (error) {
      const code = error instanceof SlackRefusal ? error.code : String(error)
      if (USED.includes(code)) return
      log.warn('A form could not be opened.', { action: 'decline', code })
      if (responseUrl) await respond(slackApiUrl, responseUrl, notOpened, false)
    }
  }

/** Opens the form of a change at once, and empty; the worker fills it. */
export const createFormOpener =
  ({ token, slackApiUrl, enqueue, openingForm, failedForm, notOpened, log }: Needs) =>
  async ({ triggerId, ...ask }: FormAsk | TypedAsk): Promise<void> => {
    let slack: { token: string; slackApiUrl: string | undefined } | undefined
    let viewId: string | undefined
    try {
      slack = { token: await token(), slackApiUrl }
      const input = { trigger_id: triggerId, view: openingForm(ask) }
      const { view } = await callSlack(slack, 'views.open', input, TIMEOUT_MS)
      const id = typeof view === 'object' && view !== null && 'id' in view ? view.id : undefined
      if (typeof id === 'string') viewId = id
    } catch (error) {
      const code = error instanceof SlackRefusal ? error.code : String(error)
      if (USED.includes(code)) return
      log.warn('A form could not be opened.', { asked: ask.kind === 'propose' ? ask.action : ask.text, code })
    }
    if (!slack || viewId === undefined) {
      const { responseUrl } = ask.place
      if (responseUrl) await respond(slackApiUrl, responseUrl, notOpened(ask), false)
      return
    }
    try {
      await enqueue({ ...ask, viewId })
    } catch (error) {
      const input = { view_id: viewId, view: failedForm(ask) }
      await callSlack(slack, 'views.update', input, TIMEOUT_MS).catch(() => {})
      throw error
    }
  }
