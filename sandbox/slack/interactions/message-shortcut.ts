import { postNotice } from '../ephemerals.ts'
import { findMessage } from '../messages.ts'
import { toJson } from '../methods/method.ts'
import { redact } from '../redact.ts'
import type { JsonObject, Person } from '../types.ts'
import type { ClickOutcome } from './click.ts'
import { ImpossibleGesture, type Interactor, outcomeOf } from './interactor.ts'
import { asForm, envelope, FORM } from './payload.ts'
import { channelOf, shownName } from './reach.ts'

/** A person chooses a shortcut of the app in the menu of a message; ephemeral messages have no such menu. */
export const chooseShortcut = async (
  interactor: Interactor,
  person: Person,
  { channel: where, ts, callback_id }: { channel: string; ts: string; callback_id: string },
): Promise<ClickOutcome> => {
  const { workspace, bot, timeline, triggers } = interactor
  const shortcut = workspace.shortcuts.find(one => one.callback_id === callback_id)
  if (!shortcut) throw new ImpossibleGesture(404, `the app has no message shortcut ${callback_id}`)
  const channel = channelOf(interactor, person, where)
  const message = findMessage(channel, ts)
  if (!message) throw new ImpossibleGesture(404, `${person.name} sees no message ${ts} in ${channel.name}`)
  // Slack's samples of this payload name no app.
  const { api_app_id: _none, ...common } = envelope('message_action', person, workspace.isOrgWide)
  const payload: JsonObject = {
    ...common,
    callback_id,
    action_ts: workspace.nextTs(),
    trigger_id: triggers.issue(person.id),
    response_url: interactor.responseUrls.issue({
      kind: 'actions',
      channelId: channel.id,
      userId: person.id,
    }),
    channel: { id: channel.id, name: shownName(channel) },
    message_ts: message.ts,
    message: toJson(message),
  }
  const answer = await bot.send(FORM, asForm(payload))
  const title = `${person.name} chose ${shortcut.name} -> ${outcomeOf(answer)}`
  timeline.record('slack', title, { payload: redact(payload), answer: answer.body }, answer.endedAtMs)
  if (!answer.error) return { status: answer.status }
  postNotice(workspace, channel, person, `:warning: ${shortcut.name} failed with the error "${answer.error}"`)
  return { status: answer.status, error: answer.error }
}
