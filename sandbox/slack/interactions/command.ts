import { createArgs } from '../args.ts'
import type { Answer } from '../bot.ts'
import { type Content, isEmpty, readContent } from '../content.ts'
import { BOT, ORGANIZATION, SISTER_TEAM, TEAM } from '../defaults.ts'
import { postEphemeral, postNotice } from '../ephemerals.ts'
import { postAsPerson, postMessage } from '../messages.ts'
import { redact } from '../redact.ts'
import { SlackError } from '../slack-error.ts'
import { type Channel, isObject, type Json, type JsonObject, type Person } from '../types.ts'
import { type Interactor, outcomeOf } from './interactor.ts'
import { invite, remove } from './join.ts'
import { FORM, teamFor, VERIFICATION_TOKEN } from './payload.ts'
import { channelOf, shownName } from './reach.ts'

export interface Command {
  channel: string
  /** With or without the slash. */
  command: string
  text?: string
}

export interface CommandOutcome {
  /** Of the bot's HTTP answer; 0 when none came in time or the client did not ask the bot. */
  status: number
  body?: string
  error?: string
}

/** A person types a slash command. */
export const command = async (
  interactor: Interactor,
  person: Person,
  given: Command,
): Promise<CommandOutcome> => {
  const { workspace, bot, timeline, triggers, responseUrls } = interactor
  const channel = channelOf(interactor, person, given.channel)
  const name = `/${given.command.replace(/^\//, '')}`
  // Slack's own commands reach no app.
  if (name === '/invite') return invite(interactor, channel, given.text ?? '', person)
  if (name === '/remove') return remove(interactor, channel, given.text ?? '')
  // Commands belong to the workspaces that the app is installed in; another one's client does not know them.
  const isKnown = person.team_id === TEAM.id || (workspace.isOrgWide && person.team_id === SISTER_TEAM.id)
  if (!isKnown) {
    postNotice(workspace, channel, person, `${name} is not a valid command.`)
    return { status: 0, error: 'invalid_command' }
  }
  const team = teamFor(person, workspace.isOrgWide)
  const fields = {
    token: VERIFICATION_TOKEN,
    team_id: team.id,
    team_domain: team.domain,
    enterprise_id: ORGANIZATION.id,
    enterprise_name: ORGANIZATION.name,
    channel_id: channel.id,
    channel_name: shownName(channel),
    user_id: person.id,
    user_name: person.name,
    command: name,
    text: given.text ?? '',
    api_app_id: BOT.app_id,
    is_enterprise_install: String(workspace.isOrgWide),
    response_url: responseUrls.issue({ kind: 'commands', channelId: channel.id, userId: person.id }),
    trigger_id: triggers.issue(person.id),
  }
  const answer = await bot.send(FORM, new URLSearchParams(fields).toString())
  const title = `${person.name} typed ${`${name} ${fields.text}`.trim()} -> ${outcomeOf(answer)}`
  timeline.record('slack', title, { command: redact(fields), answer: answer.body }, answer.endedAtMs)
  const error =
    answer.error ?? showAnswer(interactor, channel, person, `${name} ${fields.text}`.trim(), answer)
  if (error) postNotice(workspace, channel, person, `${name} failed with the error "${error}"`)
  return { status: answer.status, ...(answer.body ? { body: answer.body } : {}), ...(error ? { error } : {}) }
}

/** Shows the body of the answer, if there is one; returns the word for what is wrong with it, if something is. */
const showAnswer = (
  { workspace }: Interactor,
  channel: Channel,
  person: Person,
  typed: string,
  answer: Answer,
): string | undefined => {
  if (answer.body.trim() === '') return undefined
  try {
    const body = readAnswer(answer)
    const content = readContent(createArgs(body))
    if (isEmpty(content)) return undefined
    show(workspace, channel, person, typed, content, body.response_type === 'in_channel')
    return undefined
  } catch (refusal) {
    if (refusal instanceof SlackError) return refusal.code
    throw refusal
  }
}

const show = (
  workspace: Interactor['workspace'],
  channel: Channel,
  person: Person,
  typed: string,
  content: Content,
  isInChannel: boolean,
): void => {
  if (!isInChannel) {
    postEphemeral(workspace, channel, person, content)
    return
  }
  postAsPerson(workspace, channel, person, typed)
  postMessage(workspace, channel, content)
}

/** JSON is a message; anything else is its text. */
const readAnswer = ({ body, contentType }: Answer): JsonObject => {
  if (!contentType.startsWith('application/json')) return { text: body }
  try {
    const parsed = JSON.parse(body) as Json
    return isObject(parsed) ? parsed : { text: String(parsed) }
  } catch {
    throw new SlackError('dispatch_failed')
  }
}
