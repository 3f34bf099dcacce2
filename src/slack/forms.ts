import type { View } from '@slack/types'
import type { Ask } from '../domain/ask.ts'
import type { Log } from '../ports.ts'
import type { DecisionClick, FormAsk, SmallForm } from './click.ts'
import type { PlanFormAsk } from './plan-click.ts'
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

/** What a form is opened for: a click on a button with a form, a change that was typed, or a change of many images. */
type Opening = WithoutTrigger<FormAsk | TypedAsk | PlanFormAsk>
type WithoutTrigger<Asked> = Asked extends unknown ? Omit<Asked, 'triggerId'> : never

/** The trigger is valid for three seconds: a form that is not open by then cannot be opened. */
const TIMEOUT_MS = 2_000

/** The first of two clicks has used the trigger, and its form is open. https://docs.slack.dev/reference/methods/views.open */
const USED = ['exchanged_trigger_id', 'trigger_exchanged']

interface DecisionNeeds {
  token: () => Promise<string>
  slackApiUrl: string | undefined
  form: (asks: SmallForm, proposalId: string) => View
  /** Shown privately where no form could be opened. */
  notOpened: { text: string; blocks: readonly object[] }
  log: Log
}

/** Opens the form that asks an approver why they decline, or how many images they approve. */
export const createDecisionOpener =
  ({ token, slackApiUrl, form, notOpened, log }: DecisionNeeds) =>
  async ({ asks, triggerId, proposalId, responseUrl }: DecisionClick): Promise<void> => {
    try {
      const input = { trigger_id: triggerId, view: form(asks, proposalId) }
      await callSlack({ token: await token(), slackApiUrl }, 'views.open', input, TIMEOUT_MS)
    } catch (error) {
      const code = error instanceof SlackRefusal ? error.code : String(error)
      if (USED.includes(code)) return
      log.warn('A form could not be opened.', { asks, code })
      if (responseUrl) await respond(slackApiUrl, responseUrl, notOpened, false)
    }
  }

/** Opens the form of a change at once, and empty; the worker fills it. */
export const createFormOpener =
  ({ token, slackApiUrl, enqueue, openingForm, failedForm, notOpened, log }: Needs) =>
  async ({ triggerId, ...ask }: FormAsk | TypedAsk | PlanFormAsk): Promise<void> => {
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
      log.warn('A form could not be opened.', { asked: ask.kind, code })
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
