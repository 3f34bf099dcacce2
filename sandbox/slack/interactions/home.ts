import type { Answer } from '../bot.ts'
import { BOT, TEAM } from '../defaults.ts'
import { redact } from '../redact.ts'
import type { JsonObject, Person } from '../types.ts'
import { describeView, homeOf } from '../views.ts'
import { type Interactor, outcomeOf } from './interactor.ts'
import { VERIFICATION_TOKEN } from './payload.ts'

/** When Slack tries an event again after a bad answer. https://docs.slack.dev/apis/events-api#retries */
const RETRY_AFTER_MS = [0, 60_000, 300_000] as const

/** A person opens the app's Home tab: the bot hears `app_home_opened`. Resolves after the first delivery. */
export const openHome = async (interactor: Interactor, person: Person): Promise<{ status: number }> => {
  const { workspace } = interactor
  workspace.homeVisitors.add(person.id)
  const home = homeOf(workspace, person.id)
  const event = wrap(interactor, {
    type: 'app_home_opened',
    user: person.id,
    channel: workspace.imWith(person).id,
    tab: 'home',
    event_ts: workspace.nextTs(),
    ...(home ? { view: describeView(home) } : {}),
  })
  const title = `${person.name} opened Home`
  const answer = await deliver(interactor, title, event)
  if (answer.error) void retry(interactor, title, event, answer)
  return { status: answer.status }
}

const wrap = ({ workspace }: Interactor, event: JsonObject): JsonObject => ({
  token: VERIFICATION_TOKEN,
  team_id: TEAM.id,
  context_team_id: TEAM.id,
  context_enterprise_id: null,
  api_app_id: BOT.app_id,
  event,
  type: 'event_callback',
  event_id: workspace.newId('Ev'),
  event_time: Math.floor(workspace.clock.nowMs() / 1000),
  authorizations: [
    {
      enterprise_id: null,
      team_id: TEAM.id,
      user_id: BOT.user_id,
      is_bot: true,
      is_enterprise_install: false,
    },
  ],
  is_ext_shared_channel: false,
  event_context: workspace.newId('4-'),
})

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
