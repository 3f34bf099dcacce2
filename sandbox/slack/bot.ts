import type { Clock } from '../kernel/clock.ts'
import { signRequest } from './sign.ts'

/** What Slack learns from a request to the bot. Status 0: no answer came. */
export interface Answer {
  status: number
  body: string
  contentType: string
  tookMs: number
  /** When the answer came, by the clock in milliseconds; on a busy machine it may be recorded later. */
  endedAtMs: number
  /** The word with which the client tells the person that it went wrong. */
  error?: 'operation_timeout' | 'dispatch_failed'
  /** The bot asked not to be sent this event again. */
  isFinal?: boolean
}

export interface Bot {
  /** Sends one signed request and waits for the answer, at most three seconds of the clock. */
  send(contentType: string, body: string, headers?: Record<string, string>): Promise<Answer>
  /** Sends the last request once more, byte for byte and with its old signature. Undefined: there was none. */
  sendAgain(): Promise<Answer> | undefined
  /** Requests that the bot has not finished, also those that Slack no longer waits for. */
  pending(): number
}

/** https://docs.slack.dev/interactivity/handling-user-interaction: an answer is due within three seconds. */
export const ANSWER_WITHIN_MS = 3_000

export const createBot = (
  clock: Clock,
  botUrl: () => string,
  signingSecret: string,
  answerWithinMs: number,
): Bot => {
  let pending = 0
  let last: { body: string; headers: Record<string, string> } | undefined

  const request = async (body: string, headers: Record<string, string>): Promise<Answer> => {
    const startedMs = clock.nowMs()
    const took = (): Pick<Answer, 'tookMs' | 'endedAtMs'> => {
      const endedAtMs = clock.nowMs()
      return { tookMs: endedAtMs - startedMs, endedAtMs }
    }
    pending += 1
    try {
      const response = await fetch(botUrl(), {
        method: 'POST',
        redirect: 'manual',
        body,
        headers,
      })
      return {
        status: response.status,
        body: await response.text(),
        contentType: response.headers.get('content-type') ?? '',
        ...took(),
        ...(response.ok ? {} : { error: 'dispatch_failed' as const }),
        ...(response.headers.get('x-slack-no-retry') === '1' ? { isFinal: true } : {}),
      }
    } catch (cause) {
      // The person sees the same as with a bad status; the reason goes to the timeline.
      return { status: 0, body: String(cause), contentType: '', error: 'dispatch_failed', ...took() }
    } finally {
      pending -= 1
    }
  }

  const tooLate = async (signal: AbortSignal): Promise<Answer> => {
    const endedAtMs = clock.nowMs() + answerWithinMs
    await clock.sleep(answerWithinMs, { signal })
    const took = { tookMs: answerWithinMs, endedAtMs }
    return { status: 0, body: '', contentType: '', error: 'operation_timeout', ...took }
  }

  const answerInTime = (body: string, headers: Record<string, string>) => {
    const limit = new AbortController()
    return Promise.race([request(body, headers), tooLate(limit.signal)]).finally(() => limit.abort())
  }

  return {
    send(contentType, body, headers = {}) {
      const all = {
        'content-type': contentType,
        accept: 'application/json,*/*',
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        ...signRequest(signingSecret, Math.floor(clock.nowMs() / 1000), body),
        ...headers,
      }
      last = { body, headers: all }
      return answerInTime(body, all)
    },
    sendAgain: () => last && answerInTime(last.body, last.headers),
    pending: () => pending,
  }
}
