import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { Clock } from '../kernel/clock.ts'
import type { Faults } from '../kernel/faults.ts'
import type { Timeline } from '../kernel/timeline.ts'
import { ANSWER_WITHIN_MS, createBot } from './bot.ts'
import { createFiles } from './files.ts'
import { outcomeOf } from './interactions/interactor.ts'
import { createSuggestions } from './interactions/suggestions.ts'
import { createRateLimits, type RateLimitMode, type RateLimits } from './rate-limits.ts'
import { createResponseUrls } from './response-urls.ts'
import { createChannelRoutes } from './routes/channels.ts'
import { createFileRoutes } from './routes/files.ts'
import { createPeopleRoutes } from './routes/people.ts'
import { createSettingsRoutes } from './routes/settings.ts'
import { createUserGroupRoutes } from './routes/user-groups.ts'
import { restoreSnapshot, takeSnapshot } from './snapshot.ts'
import { createTriggers } from './triggers.ts'
import type { Change, JsonObject, Shortcut } from './types.ts'
import { createWebApi } from './web-api.ts'
import { createWorkspace } from './workspace.ts'

export interface SlackOptions {
  clock: Clock
  faults: Faults
  timeline: Timeline
  /** Where requests to the bot go. */
  botUrl: () => string
  /** Where the sandbox itself can be reached, without a slash at the end. */
  baseUrl: () => string
  /** What the bot's token may do; everything when left out. */
  scopes?: readonly string[]
  /** Whether people can get direct messages from the app. */
  hasMessagesTab?: boolean
  /** Whether the app has a Home tab. */
  hasHomeTab?: boolean
  /** The events that the app subscribes to, at a URL that has to be verified; all, at one that is, when left out. */
  events?: readonly string[]
  /** The message shortcuts of its manifest. */
  shortcuts?: readonly Shortcut[]
  /** Whether calls are counted; `off` when left out. May be changed later: `slack.rateLimits.mode`. */
  rateLimits?: RateLimitMode
  /** How long the bot may take to answer, in milliseconds of the clock; three seconds when left out. */
  answerWithinMs?: number
  signingSecret?: string
  botToken?: string
}

export interface Slack {
  /** To be mounted at `/slack/api`. */
  webApi: Hono<{ Bindings: HttpBindings }>
  /** To be mounted at `/slack/response`. */
  responseUrls: Hono<{ Bindings: HttpBindings }>
  /** To be mounted at `/slack/files`. */
  files: Hono
  /** To be mounted at `/_sandbox`. */
  routes: Hono
  readonly rateLimits: Pick<RateLimits, 'mode'>
  onChange(listener: (change: Change) => void): () => void
  /** The workspace as plain JSON, for `restore` in another process. */
  snapshot(): JsonObject
  /** Restores a snapshot. Anything else is refused, and changes nothing. */
  restore(snapshot: unknown): void
  /** Requests to the bot that are still under way. */
  pending(): number
}

/** A Slack workspace in memory: what people see and do, and the Web API for the bot. */
export const createSlack = ({
  clock,
  faults,
  timeline,
  botUrl,
  baseUrl,
  scopes,
  hasMessagesTab = true,
  hasHomeTab = true,
  events,
  shortcuts = [],
  rateLimits: startMode = 'off',
  answerWithinMs = ANSWER_WITHIN_MS,
  signingSecret = 'sandbox-signing-secret',
  botToken = 'xoxb-sandbox',
}: SlackOptions): Slack => {
  const workspace = createWorkspace(clock, { ...(events && { events }), shortcuts })
  const rateLimits = createRateLimits(clock, startMode)
  const triggers = createTriggers(clock, answerWithinMs)
  const bot = createBot(clock, botUrl, signingSecret, answerWithinMs)
  const responseUrls = createResponseUrls(workspace, faults, timeline, baseUrl)
  const hasScope = (scope: string) => scopes === undefined || scopes.includes(scope)
  const files = createFiles(workspace, baseUrl)
  const world = { workspace, triggers, files, faults, baseUrl, hasScope, hasMessagesTab, hasHomeTab }

  const suggestions = createSuggestions()
  const interactor = { workspace, bot, timeline, triggers, responseUrls, files, suggestions }

  const routes = new Hono()
  routes.route('/channels', createChannelRoutes(interactor))
  routes.route('/people', createPeopleRoutes(interactor))
  routes.route('/usergroups', createUserGroupRoutes(workspace))
  routes.route('/slack', createSettingsRoutes(interactor, rateLimits))
  // Sends the bot's last request once more, unchanged, as a network or an attacker may.
  routes.post('/again', async c => {
    const answer = await bot.sendAgain()
    if (!answer) return c.json({ error: 'nothing was sent yet' }, 404)
    timeline.record('slack', `Slack repeated its last request -> ${outcomeOf(answer)}`, {}, answer.endedAtMs)
    return c.json({ status: answer.status })
  })

  return {
    webApi: createWebApi({ world, timeline, rateLimits, botToken, scopes }),
    responseUrls: responseUrls.app,
    files: createFileRoutes({ files, botToken, hasScope }),
    routes,
    rateLimits,
    onChange: workspace.onChange,
    snapshot: () => takeSnapshot({ workspace, files, responseUrls }),
    restore: snapshot => restoreSnapshot({ workspace, files, responseUrls }, snapshot),
    pending: bot.pending,
  }
}
