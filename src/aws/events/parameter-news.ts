import * as v from 'valibot'
import type { AliasNews } from '../../domain/alias-news.ts'
import { REGION_SIGNS } from '../../domain/regions.ts'
import { issueWords } from './issue-words.ts'
import { principalOf } from './trail-principal.ts'

const TEXT = v.fallback(v.optional(v.string()), undefined)
/** As long as SSM allows: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html */
const NAME = v.pipe(v.string(), v.nonEmpty(), v.maxLength(2048))

const ENVELOPE = {
  id: v.pipe(v.string(), v.nonEmpty(), v.maxLength(300)),
  source: v.literal('aws.ssm'),
  account: v.pipe(v.string(), v.regex(/^\d{12}$/, 'account: expected 12 digits')),
  region: v.pipe(
    v.string(),
    v.regex(new RegExp(`^${REGION_SIGNS}$`), 'region: expected something like us-east-1'),
  ),
  time: TEXT,
}

/** `exception` where Parameter Store did not take an image:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-ec2-aliases.html */
const CHANGE = v.object({
  ...ENVELOPE,
  'detail-type': v.literal('Parameter Store Change'),
  detail: v.object({ name: NAME, operation: v.string(), exception: TEXT }),
})

/** CloudTrail hides the value that a call sets, but not the version that it made. */
const CALL = v.object({
  ...ENVELOPE,
  'detail-type': v.literal('AWS API Call via CloudTrail'),
  detail: v.object({
    eventSource: v.literal('ssm.amazonaws.com'),
    eventName: v.string(),
    eventTime: TEXT,
    eventID: TEXT,
    errorCode: TEXT,
    sourceIPAddress: TEXT,
    userAgent: TEXT,
    sessionCredentialFromConsole: v.optional(v.unknown()),
    userIdentity: v.optional(v.unknown()),
    requestParameters: v.fallback(
      v.optional(
        v.object({
          name: v.fallback(v.optional(NAME), undefined),
          names: v.fallback(v.optional(v.array(v.unknown())), undefined),
        }),
      ),
      undefined,
    ),
    responseElements: v.fallback(
      v.nullish(v.object({ version: v.fallback(v.optional(v.number()), undefined) })),
      undefined,
    ),
  }),
})

/** `nothing` is about no parameter's value. */
export type ParsedNews =
  | { kind: 'alias'; news: AliasNews }
  | { kind: 'nothing'; why: string }
  | { kind: 'unreadable'; why: string }

const CHANGES = ['Create', 'Update', 'Delete']
const CALLS = ['PutParameter', 'DeleteParameter', 'DeleteParameters']

const atMsOf = (time: string | undefined, nowMs: number): number => {
  const givenMs = Date.parse(time ?? '')
  return Number.isNaN(givenMs) || givenMs > nowMs ? nowMs : givenMs
}

const changeOf = (
  { id, account, region, time, detail }: v.InferOutput<typeof CHANGE>,
  nowMs: number,
): ParsedNews => {
  const { name, operation, exception } = detail
  if (!CHANGES.includes(operation)) return { kind: 'nothing', why: `${operation.slice(0, 60)} sets nothing` }
  const what: AliasNews['what'] =
    exception === undefined
      ? { kind: 'changed', ...(operation === 'Delete' && { isDeletion: true }) }
      : { kind: 'rejected', reason: exception.slice(0, 300) }
  return {
    kind: 'alias',
    news: { account, region, id: `parameter/${id}`, atMs: atMsOf(time, nowMs), parameters: [name], what },
  }
}

const callOf = (
  { id, account, region, time, detail }: v.InferOutput<typeof CALL>,
  nowMs: number,
): ParsedNews => {
  const { eventName, eventTime, eventID, errorCode, requestParameters, responseElements } = detail
  if (!CALLS.includes(eventName)) return { kind: 'nothing', why: `${eventName.slice(0, 60)} sets nothing` }
  if (errorCode !== undefined) return { kind: 'nothing', why: `${eventName} was refused` }
  const { name, names = [] } = requestParameters ?? {}
  const parameters = [name, ...names].filter(one => typeof one === 'string')
  if (parameters.length === 0) return { kind: 'nothing', why: `${eventName} names no parameter` }
  const version = responseElements?.version
  return {
    kind: 'alias',
    news: {
      account,
      region,
      id: `call/${eventID && eventID.length <= 300 ? eventID : id}/parameters`,
      atMs: atMsOf(eventTime ?? time, nowMs),
      parameters,
      what: {
        kind: 'called',
        principal: principalOf(detail, account),
        ...(version !== undefined && { version }),
        ...(eventName !== 'PutParameter' && { isDeletion: true }),
      },
    },
  }
}

/**
 * Reads an event of Systems Manager, or CloudTrail's record of a call to it: the body of one SQS record. Never throws.
 *
 * @param json the body, parsed
 */
export const parseParameterNews = (json: unknown, nowMs: number): ParsedNews => {
  const change = v.safeParse(CHANGE, json)
  if (change.success) return changeOf(change.output, nowMs)
  const call = v.safeParse(CALL, json)
  if (call.success) return callOf(call.output, nowMs)
  const isCall = v.is(v.object({ 'detail-type': CALL.entries['detail-type'] }), json)
  return { kind: 'unreadable', why: issueWords(isCall ? call.issues : change.issues) }
}
