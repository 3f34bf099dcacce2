import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import type { Clock } from '../../kernel/clock.ts'
import type { Faults } from '../../kernel/faults.ts'
import { cutConnection, type NodeEnv } from '../../kernel/http.ts'
import type { Timeline } from '../../kernel/timeline.ts'
import { withFault } from '../../kernel/with-fault.ts'
import { type Caller, DEFAULT_ACCOUNT, parseCaller } from '../caller.ts'
import { escapeXml } from '../ec2/xml.ts'
import { SNS_ACTIONS, SnsError } from './actions.ts'
import { createInbox, type Inbox, type Topic } from './inbox.ts'

export interface SnsOptions {
  clock: Clock
  faults: Faults
  timeline: Timeline
  region: string
  /** The names of the topics. */
  topics: readonly string[]
}

/** SNS, as far as it sends e-mails. */
export interface Sns extends Pick<Inbox, 'emails' | 'onChange' | 'snapshot' | 'restore'> {
  app: Hono<NodeEnv>
  /** By ARN. A topic has one confirmed subscriber. */
  topics: ReadonlyMap<string, Topic>
}

const VERSION = '2010-03-31'
const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/'

/** A map of AWS's query protocol is a list of entries. */
const writeXml = (result: object): string =>
  Object.entries(result)
    .map(([name, value]) =>
      typeof value === 'object'
        ? `<${name}>${Object.entries(value as object)
            .map(
              ([key, inner]) => `<entry><key>${key}</key><value>${escapeXml(String(inner))}</value></entry>`,
            )
            .join('')}</${name}>`
        : `<${name}>${escapeXml(String(value))}</${name}>`,
    )
    .join('')

interface Said {
  status: number
  json: object
  xml: string
}

const result = (action: string, answer: object): Said => {
  const RequestId = randomUUID()
  return {
    status: 200,
    json: { [`${action}Response`]: { [`${action}Result`]: answer, ResponseMetadata: { RequestId } } },
    xml: `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${writeXml(answer)}</${action}Result><ResponseMetadata><RequestId>${RequestId}</RequestId></ResponseMetadata></${action}Response>`,
  }
}

const refusal = (Code: string, Message: string, status: number): Said => {
  const RequestId = randomUUID()
  const Type = status < 500 ? 'Sender' : 'Receiver'
  return {
    status,
    json: { Error: { Type, Code, Message }, RequestId },
    xml: `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>${Type}</Type><Code>${escapeXml(Code)}</Code><Message>${escapeXml(Message)}</Message></Error><RequestId>${RequestId}</RequestId></ErrorResponse>`,
  }
}

const statusOf = (code: string): number => {
  if (/^Throttl/.test(code)) return 429
  if (/^(AccessDenied|AuthorizationError)/.test(code)) return 403
  return /^Internal/.test(code) ? 500 : 400
}

/** AWS's query protocol: a form in, XML out, or JSON where the client accepts that. */
export const createSns = ({ clock, faults, timeline, region, topics: names }: SnsOptions): Sns => {
  const inbox = createInbox()
  const topics = new Map(
    names.map(name => {
      const arn = `arn:aws:sns:${region}:${DEFAULT_ACCOUNT}:${name}`
      return [arn, { name, arn, confirmed: 1, pending: 0 }]
    }),
  )

  const act = (form: URLSearchParams, caller: Caller | undefined): Said => {
    const name = form.get('Action') ?? ''
    const action = SNS_ACTIONS[name]
    if (!caller) return refusal('MissingAuthenticationToken', 'Request is missing Authentication Token', 403)
    if (!action || form.get('Version') !== VERSION)
      return refusal(
        'InvalidAction',
        `Could not find operation ${name} for version ${form.get('Version')}`,
        400,
      )
    try {
      return result(
        name,
        action(form, caller, topics, email => inbox.add({ ...email, atMs: clock.nowMs() })),
      )
    } catch (error) {
      if (error instanceof SnsError) return refusal(error.code, error.message, error.status)
      throw error
    }
  }

  const app = new Hono<NodeEnv>()
  app.post('*', async c => {
    const form = new URLSearchParams(await c.req.text())
    const name = form.get('Action') ?? ''
    const isJson = c.req.header('accept')?.includes('application/json') === true
    const answer = ({ status, json, xml }: Said): Response => {
      const code = (json as { Error?: { Code: string } }).Error?.Code ?? 'ok'
      const { Subject: subject, TopicArn: topic } = Object.fromEntries(form)
      timeline.record('sns', `${name} -> ${code}`, { topic, subject, outcome: code })
      return new Response(isJson ? JSON.stringify(json) : `<?xml version="1.0"?>\n${xml}`, {
        status,
        headers: {
          'content-type': isJson ? 'application/json' : 'text/xml',
          'x-amzn-requestid': randomUUID(),
        },
      })
    }
    const outcome = await withFault(faults.take('sns', name), clock, () =>
      answer(act(form, parseCaller(c.req.header('authorization')))),
    )
    if (outcome.kind === 'answered') return outcome.answer
    if (outcome.kind === 'cut') return cutConnection(c)
    const code = outcome.fault.error ?? 'InternalError'
    return answer(refusal(code, outcome.fault.message ?? code, statusOf(code)))
  })
  const { emails, onChange, snapshot, restore } = inbox
  return { app, topics, emails, onChange, snapshot, restore }
}
