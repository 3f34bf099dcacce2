import * as v from 'valibot'
import {
  type CloudTrailCall,
  type CloudTrailCallName,
  type SharingChange,
  TRAIL_CALLS,
} from '../../domain/cloud-trail-call.ts'
import { imageKey, parseImageKey } from '../../domain/image.ts'
import { REGION_SIGNS } from '../../domain/regions.ts'
import { issueWords } from './issue-words.ts'
import { principalOf } from './trail-principal.ts'
import { short } from './user-identity.ts'

export const TRAIL_DETAIL_TYPE = 'AWS API Call via CloudTrail'

const TEXT = v.fallback(v.optional(v.string()), undefined)

/**
 * Only the fields that are needed. Request and response differ from call to call and are read without a schema.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
const ENVELOPE = v.object({
  id: v.pipe(v.string(), v.nonEmpty(), v.maxLength(300)),
  source: v.literal('aws.ec2'),
  'detail-type': v.literal(TRAIL_DETAIL_TYPE),
  account: v.pipe(v.string(), v.regex(/^\d{12}$/, 'account: expected 12 digits')),
  region: v.pipe(
    v.string(),
    v.regex(new RegExp(`^${REGION_SIGNS}$`), 'region: expected something like us-east-1'),
  ),
  time: TEXT,
  detail: v.object({
    eventSource: v.literal('ec2.amazonaws.com'),
    eventName: v.picklist(TRAIL_CALLS),
    eventTime: TEXT,
    eventID: TEXT,
    requestID: TEXT,
    errorCode: TEXT,
    sourceIPAddress: TEXT,
    userAgent: TEXT,
    sessionCredentialFromConsole: v.optional(v.unknown()),
    userIdentity: v.optional(v.unknown()),
    requestParameters: v.optional(v.unknown()),
    responseElements: v.optional(v.unknown()),
  }),
})
type Detail = v.InferOutput<typeof ENVELOPE>['detail']

/** `nothing` is a call that changes nothing: a dry run, or one that was refused before it had an image. */
export type ParsedCall =
  | { kind: 'call'; call: CloudTrailCall }
  | { kind: 'nothing'; why: string }
  | { kind: 'unreadable'; why: string }

type Fields = Readonly<Record<string, unknown>>

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}

const upperFirst = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

/** CloudTrail writes EC2's older calls as `{imageId}` and the newer ones as `{DisableImageRequest: {ImageId}}`. */
const readField = (value: unknown, wrapper: string, name: string): unknown => {
  const outer = fieldsOf(value)
  const inner = fieldsOf(outer[wrapper])
  return [outer[name], inner[name], inner[upperFirst(name)]].find(found => found !== undefined)
}

/** These make an image: which one, only the answer says. */
const MAKERS: readonly CloudTrailCallName[] = [
  'CreateImage',
  'CopyImage',
  'RegisterImage',
  'CreateRestoreImageTask',
]

const imageIdOf = ({ eventName, requestParameters, responseElements }: Detail): unknown =>
  MAKERS.includes(eventName)
    ? readField(responseElements, `${eventName}Response`, 'imageId')
    : readField(requestParameters, `${eventName}Request`, 'imageId')

const namesIn = (permissions: unknown): string[] => {
  const { items } = fieldsOf(permissions)
  return (Array.isArray(items) ? items : [])
    .map(fieldsOf)
    .flatMap(({ userId, group, organizationArn, organizationalUnitArn }) => [
      userId,
      group,
      organizationArn,
      organizationalUnitArn,
    ])
    .filter(name => typeof name === 'string')
    .map(short)
}

const sharingChangeOf = ({ eventName, requestParameters }: Detail): SharingChange | undefined => {
  if (eventName !== 'ModifyImageAttribute') return undefined
  const { add, remove } = fieldsOf(fieldsOf(requestParameters).launchPermission)
  const change = { added: namesIn(add), removed: namesIn(remove) }
  return change.added.length + change.removed.length > 0 ? change : undefined
}

/** Parses a CloudTrail record of a call to EC2, the body of one SQS record. Never throws. */
export const parseApiCall = (body: string, nowMs: number): ParsedCall => {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return { kind: 'unreadable', why: 'expected JSON' }
  }
  const parsed = v.safeParse(ENVELOPE, json)
  if (!parsed.success) return { kind: 'unreadable', why: issueWords(parsed.issues) }

  const { id, account, region, time, detail } = parsed.output
  const { eventName, eventTime, eventID, requestID, errorCode, requestParameters } = detail
  if (/DryRunOperation$/.test(errorCode ?? '')) return { kind: 'nothing', why: 'a dry run' }
  const parameter = (name: string): unknown => readField(requestParameters, `${eventName}Request`, name)
  if (parameter('dryRun') === true) return { kind: 'nothing', why: 'a dry run' }

  const image = parseImageKey(`${account}/${region}/${String(imageIdOf(detail))}`)
  if (!image)
    return errorCode
      ? { kind: 'nothing', why: `${eventName} was refused and names no image` }
      : { kind: 'unreadable', why: `detail: expected ${eventName} to name an image` }

  const givenMs = Date.parse(eventTime ?? time ?? '')
  const sharing = sharingChangeOf(detail)
  return {
    kind: 'call',
    call: {
      ...image,
      id: `call/${eventID && eventID.length <= 300 ? eventID : id}/${imageKey(image)}`,
      call: eventName,
      atMs: Number.isNaN(givenMs) || givenMs > nowMs ? nowMs : givenMs,
      principal: principalOf(detail, account),
      ...(requestID && { requestId: requestID.slice(0, 100) }),
      ...(errorCode && { errorCode: short(errorCode) }),
      ...(sharing && { sharing }),
      ...(parameter('deleteAssociatedSnapshots') === true && { withSnapshots: true as const }),
    },
  }
}
