import { postNotice } from '../ephemerals.ts'
import { redact } from '../redact.ts'
import type { Json, Person, View } from '../types.ts'
import { closeAll, closeTop, describeView, topOf } from '../views.ts'
import type { Workspace } from '../workspace.ts'
import { fillIn } from './fill-in.ts'
import { follow, type SubmitOutcome } from './follow.ts'
import { ImpossibleGesture, type Interactor, outcomeOf } from './interactor.ts'
import { asForm, envelope, FORM } from './payload.ts'

const openModalOf = (workspace: Workspace, person: Person): View => {
  const view = topOf(workspace, person.id)
  if (!view) throw new ImpossibleGesture(404, `${person.name} has no modal open`)
  return view
}

/** Slack's one text for every failure; the timeline has the cause. */
const TROUBLE = 'We had some trouble connecting. Try again?'

/** A person fills in the modal in front and submits it. */
export const submit = async (
  interactor: Interactor,
  person: Person,
  values: Record<string, Json>,
): Promise<SubmitOutcome> => {
  const { workspace, bot, timeline, triggers } = interactor
  const view = openModalOf(workspace, person)
  if (!view.submit) throw new ImpossibleGesture(422, 'this modal has no submit button')
  fillIn(interactor, person, view, values)
  const payload = {
    ...envelope('view_submission', person, workspace.isOrgWide),
    trigger_id: triggers.issue(person.id),
    view: describeView(view),
    response_urls: [],
  }
  const answer = await bot.send(FORM, asForm(payload))
  const title = `${person.name} submitted ${titleOf(view)} -> ${outcomeOf(answer)}`
  timeline.record('slack', title, { payload: redact(payload), answer: answer.body }, answer.endedAtMs)
  const outcome = answer.error ? { error: answer.error } : follow(workspace, person, view, answer)
  if (outcome.error) postNotice(workspace, workspace.imWith(person), person, TROUBLE)
  return { status: answer.status, ...outcome }
}

/** A person closes the modal in front; the bot is notified only if the view asked for it. */
export const close = async ({ workspace, bot, timeline }: Interactor, person: Person, isClearing = false) => {
  const view = openModalOf(workspace, person)
  const clears = isClearing || view.clear_on_close
  if (clears) closeAll(workspace, person.id)
  else closeTop(workspace, person.id)
  if (!view.notify_on_close) return { status: 0 }
  const payload = {
    ...envelope('view_closed', person, workspace.isOrgWide),
    view: describeView(view),
    is_cleared: clears,
  }
  const answer = await bot.send(FORM, asForm(payload))
  timeline.record(
    'slack',
    `${person.name} closed ${titleOf(view)} -> ${outcomeOf(answer)}`,
    redact(payload),
    answer.endedAtMs,
  )
  return { status: answer.status }
}

const titleOf = (view: View): string => String(view.title?.text ?? view.callback_id)
