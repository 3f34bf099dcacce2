import type { AddressInfo } from 'node:net'
import { type HttpBindings, serve } from '@hono/node-server'
import { isValidSlackRequest } from '@slack/bolt/dist/receivers/verify-request'
import { type Logger, LogLevel, WebClient, type WebClientOptions } from '@slack/web-api'
import { Hono } from 'hono'
import { createFaults } from '../../../sandbox/kernel/faults.ts'
import { createTimeline } from '../../../sandbox/kernel/timeline.ts'
import { createSlack, type SlackOptions } from '../../../sandbox/slack/slack.ts'
import type { JsonObject } from '../../../sandbox/slack/types.ts'
import { createManualClock } from './manual-clock.ts'

const SIGNING_SECRET = 'sandbox-signing-secret'

/** One request as the bot received it. */
interface Received {
  isGenuine: boolean
  headers: Headers
  raw: string
  /** The payload of an interaction, the fields of a command, or the JSON of an event. */
  body: JsonObject
}

/** Refusals are what many tests are about; the client would print each of them. */
const nothing = () => undefined
const SILENT: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
}

type Answering = (received: Received) => Response | Promise<Response>

/** A workspace on 127.0.0.1, a bot that writes down what it hears, and the real client. */
export const startSlack = async (options: Partial<SlackOptions> = {}) => {
  const clock = createManualClock()
  const faults = createFaults()
  const timeline = createTimeline(clock)
  const received: Received[] = []
  let answering: Answering = () => new Response('')

  const bot = new Hono()
  bot.post('/bot', async c => {
    const raw = await c.req.text()
    const request: Received = {
      raw,
      headers: c.req.raw.headers,
      body: bodyIn(raw),
      isGenuine: isValidSlackRequest({
        signingSecret: SIGNING_SECRET,
        body: raw,
        headers: {
          'x-slack-signature': c.req.header('x-slack-signature') ?? '',
          'x-slack-request-timestamp': Number(c.req.header('x-slack-request-timestamp')),
        },
        nowMilliseconds: clock.nowMs(),
      }),
    }
    received.push(request)
    return answering(request)
  })

  let baseUrl = ''
  const urls = { botUrl: () => `${baseUrl}/bot`, baseUrl: () => baseUrl }
  const slack = createSlack({ clock, faults, timeline, ...urls, ...options })
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.route('/', bot)
  app.route('/slack/api', slack.webApi)
  app.route('/slack/response', slack.responseUrls)
  app.route('/slack/files', slack.files)
  app.route('/_sandbox', slack.routes)
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise(resolve => server.once('listening', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const createClient = (token = 'xoxb-sandbox', more: WebClientOptions = {}) =>
    new WebClient(token, {
      slackApiUrl: `${baseUrl}/slack/api/`,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logger: SILENT,
      ...more,
    })

  const ask = async (method: 'GET' | 'POST', path: string, body?: object) => {
    const response = await fetch(`${baseUrl}/_sandbox${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
    })
    return { status: response.status, body: await response.json() }
  }

  return {
    clock,
    faults,
    timeline,
    slack,
    received,
    client: createClient(),
    createClient,
    urlOf: (path: string) => `${baseUrl}${path}`,
    /** What the bot answers from now on. */
    botAnswers(next: Answering) {
      answering = next
    },
    get: async <T = JsonObject[]>(path: string): Promise<T> => (await ask('GET', path)).body as T,
    post: async <T = JsonObject>(path: string, body: object = {}): Promise<T> =>
      (await ask('POST', path, body)).body as T,
    ask,
    stop: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}

export type RunningSlack = Awaited<ReturnType<typeof startSlack>>

const bodyIn = (raw: string): JsonObject => {
  if (raw.startsWith('{')) return JSON.parse(raw) as JsonObject
  const fields = Object.fromEntries(new URLSearchParams(raw))
  return fields.payload === undefined ? fields : (JSON.parse(fields.payload) as JsonObject)
}

/** The error word of a refused call, with the validator's lines. */
export const refusalOf = async (call: Promise<unknown>): Promise<{ error: string; messages: string[] }> => {
  try {
    await call
  } catch (refusal) {
    const { data } = refusal as { data: { error: string; response_metadata?: { messages?: string[] } } }
    return { error: data.error, messages: data.response_metadata?.messages ?? [] }
  }
  throw new Error('Expected the call to be refused, but it was accepted')
}
