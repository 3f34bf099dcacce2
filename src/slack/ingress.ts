import type { AwsLambdaReceiver } from '@slack/bolt'
import { errorName } from '../domain/error-name.ts'
import type { Clock, Log } from '../ports.ts'
import { authenticate, type HttpRequest } from './authenticate.ts'

export type { HttpRequest }

export interface HttpResponse {
  statusCode: number
  headers?: Record<string, string>
  body: string
}

interface Needs {
  signingSecret: () => Promise<string>
  /** Takes what the Events API sends; undefined for everything else. */
  takeEvent: (body: string, contentType: string) => Promise<HttpResponse | undefined>
  receiver: AwsLambdaReceiver
  clock: Clock
  log: Log
}

type BoltHandler = Awaited<ReturnType<AwsLambdaReceiver['start']>>

/** The public function: authenticates the raw bytes, takes an event, passes all else to Bolt, and answers in every case. */
export const createIngress = ({
  signingSecret,
  takeEvent,
  receiver,
  clock,
  log,
}: Needs): ((request: HttpRequest) => Promise<HttpResponse>) => {
  let bolt: BoltHandler | undefined
  return async request => {
    let secret: string
    try {
      secret = await signingSecret()
    } catch (error) {
      log.error('A request could not be verified: the signing secret could not be read.', {
        why: error instanceof Error ? error.message : 'unknown',
      })
      return cannotVerify(request)
    }
    const authenticated = authenticate(request, secret, clock.nowMs())
    if (!authenticated.ok) {
      log.warn('A request was rejected at the ingress.', {
        status: authenticated.status,
        why: authenticated.why,
      })
      return { statusCode: authenticated.status, body: '' }
    }
    const taken = await takeEvent(authenticated.body, authenticated.contentType)
    if (taken) return taken
    bolt ??= await receiver.start()
    try {
      const { statusCode, body, headers } = await bolt(toBolt(authenticated), undefined)
      // Bolt's own listeners do not end like this (see `app.error`): the payload is not an object.
      if (statusCode >= 500) return unreadable(log, `Bolt answered ${statusCode}`)
      return { statusCode, body, ...(headers && { headers: textHeaders(headers) }) }
    } catch (error) {
      // Only reading the body can throw here: Bolt's listeners report their errors as an answer.
      return unreadable(log, errorName(error))
    }
  }
}

const CANNOT_VERIFY =
  'amiops cannot verify requests from Slack right now: its signing secret could not be read. Nothing was done. Try again in a minute.'

/**
 * The same fixed answer to everybody, since nobody is authenticated. Slack shows the person a warning of its own where a click
 * or a form is answered with 503; the answer to a command is shown only with 200.
 * https://docs.slack.dev/interactivity/implementing-slash-commands
 */
const cannotVerify = ({ headers = {}, body = '', isBase64Encoded }: HttpRequest): HttpResponse => {
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  const start = isBase64Encoded ? Buffer.from(body.slice(0, 64), 'base64').toString() : body.slice(0, 48)
  const isCommand = type.startsWith('application/x-www-form-urlencoded') && !start.startsWith('payload=')
  return isCommand
    ? {
        statusCode: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ response_type: 'ephemeral', text: CANNOT_VERIFY }),
      }
    : { statusCode: 503, headers: { 'content-type': 'text/plain' }, body: CANNOT_VERIFY }
}

const unreadable = (log: Log, why: string): HttpResponse => {
  log.warn('A signed request could not be read.', { why })
  return { statusCode: 400, body: '' }
}

const toBolt = ({
  body,
  contentType,
}: {
  body: string
  contentType: string
}): Parameters<BoltHandler>[0] => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: '/',
  rawQueryString: '',
  requestContext: {},
  headers: { 'content-type': contentType },
  body,
  isBase64Encoded: false,
})

const textHeaders = (headers: Record<string, boolean | number | string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
