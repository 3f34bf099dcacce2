import type { Answer } from '../bot.ts'
import { BOT, ORGANIZATION, TEAM } from '../defaults.ts'
import { redact } from '../redact.ts'
import type { JsonObject } from '../types.ts'
import { type Interactor, outcomeOf } from './interactor.ts'
import { VERIFICATION_TOKEN } from './payload.ts'
import { verifyUrl } from './verify-url.ts'

/** When Slack tries an event again after a bad answer. https://docs.slack.dev/apis/events-api#retries */
const RETRY_AFTER_MS = [0, 60_000, 300_000] as const

/**
 * Sends an event that the app subscribes to, at a URL that answered Slack's challenge. Resolves after the first delivery.
 *
 * @returns the status of the bot's answer; 0 where nothing was sent
 */
export const sendEvent = async (
  interactor: Interactor,
  title: string,
  event: JsonObject,
): Promise<{ status: number }> => {
  const { workspace, timeline } = interactor
  const { subscribed } = workspace.events
  if (subscribed && !subscribed.includes(String(event.type))) {
    timeline.record('slack', `${title} -> the manifest does not subscribe to ${String(event.type)}`, {})
    return { status: 0 }
  }
  // Slack asks when somebody enters the URL; here it asks before the first event.
  if (workspace.events.url === 'not asked') await verifyUrl(interactor)
  if (workspace.events.url === 'refused') {
    timeline.record('slack', `${title} -> not sent: the events URL is not verified, press Retry`, {})
    return { status: 0 }
  }
  const body = wrap(interactor, event)
  const answer = await deliver(interactor, title, body)
  if (answer.error) void retry(interactor, title, body, answer)
  return { status: answer.status }
}

const wrap = ({ workspace }: Interactor, event: JsonObject): JsonObject => {
  const organization = workspace.isOrgWide ? ORGANIZATION.id : null
  return {
    token: VERIFICATION_TOKEN,
    team_id: TEAM.id,
    context_team_id: TEAM.id,
    context_enterprise_id: organization,
    ...(organization && { enterprise_id: organization }),
    api_app_id: BOT.app_id,
    event,
    type: 'event_callback',
    event_id: workspace.newId('Ev'),
    event_time: Math.floor(workspace.clock.nowMs() / 1000),
    authorizations: [
      {
        enterprise_id: organization,
        team_id: TEAM.id,
        user_id: BOT.user_id,
        is_bot: true,
        is_enterprise_install: workspace.isOrgWide,
      },
    ],
    is_ext_shared_channel: false,
    event_context: workspace.newId('4-'),
  }
}

const deliver = async (
  { bot, timeline }: Interactor,
  title: string,
  event: JsonObject,
  headers: Record<string, string> = {},
): Promise<Answer> => {
  const answer = await bot.send('application/json', JSON.stringify(event), headers)
  timeline.record(
    'slack',
    `${title} -> ${outcomeOf(answer)}`,
    { event: redact(event), answer: answer.body },
    answer.endedAtMs,
  )
  return answer
}

const retry = async (
  interactor: Interactor,
  title: string,
  event: JsonObject,
  first: Answer,
): Promise<void> => {
  let last = first
  for (const [index, delayMs] of RETRY_AFTER_MS.entries()) {
    if (!last.error || last.isFinal) return
    await interactor.workspace.clock.sleep(delayMs)
    const reason =
      last.error === 'operation_timeout' ? 'http_timeout' : last.status ? 'http_error' : 'connection_failed'
    last = await deliver(interactor, `${title} (retry ${index + 1})`, event, {
      'x-slack-retry-num': String(index + 1),
      'x-slack-retry-reason': reason,
    })
  }
}
