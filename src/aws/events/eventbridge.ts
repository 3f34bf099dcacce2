import * as v from 'valibot'
import { EVENT_STATES, type ImageEvent } from '../../domain/event.ts'
import { imageKey, parseImageKey, REASON_KEPT } from '../../domain/image.ts'
import { REGION_SIGNS } from '../../domain/regions.ts'
import { issueWords } from './issue-words.ts'

/**
 * Only the fields that are needed, and no stricter than AWS's page: its sample has no real time, UUID or image id.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitor-ami-events.html
 */
const ENVELOPE = v.object({
  id: v.pipe(
    v.string('id: expected a string'),
    v.nonEmpty('id: expected a string with characters'),
    v.maxLength(300, 'id: expected at most 300 characters'),
  ),
  source: v.literal('aws.ec2', 'source: expected aws.ec2'),
  'detail-type': v.literal('EC2 AMI State Change', 'detail-type: expected EC2 AMI State Change'),
  account: v.pipe(v.string('account: expected a string'), v.regex(/^\d{12}$/, 'account: expected 12 digits')),
  region: v.pipe(
    v.string('region: expected a string'),
    v.regex(new RegExp(`^${REGION_SIGNS}$`), 'region: expected something like us-east-1'),
  ),
  time: v.optional(v.string('time: expected a string')),
  'replay-name': v.optional(v.string('replay-name: expected a string')),
  // Without a message of its own: valibot would use it for a missing key, too, and hide which.
  detail: v.object({
    ImageId: v.pipe(
      v.string('detail.ImageId: expected a string'),
      v.regex(/^ami-[\w-]{1,28}$/, 'detail.ImageId: expected something like ami-0123456789abcdef0'),
    ),
    State: v.picklist(EVENT_STATES, `detail.State: expected one of ${EVENT_STATES.join(', ')}`),
    ErrorMessage: v.optional(v.string('detail.ErrorMessage: expected a string')),
    RequestId: v.optional(v.string('detail.RequestId: expected a string')),
  }),
})

export type ParsedEvent = { ok: true; event: ImageEvent } | { ok: false; why: string }

/**
 * Reads an EventBridge envelope, the body of one SQS record. Never throws.
 *
 * @param nowMs when it arrived, which counts as its time if the envelope's cannot be read or is in the future
 */
export const parseEnvelope = (body: string, nowMs: number): ParsedEvent => {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return { ok: false, why: 'expected JSON' }
  }
  const parsed = v.safeParse(ENVELOPE, json)
  if (!parsed.success) return { ok: false, why: issueWords(parsed.issues) }

  const { id, account, region, time, detail } = parsed.output
  const image = { account, region, imageId: detail.ImageId }
  if (!parseImageKey(imageKey(image)))
    return { ok: false, why: 'expected an image with account, region and id' }
  const timeMs = Date.parse(time ?? '')
  return {
    ok: true,
    event: {
      ...image,
      id: `${identityOf(id, time, detail.RequestId)}/${imageKey(image)}/${detail.State}`,
      state: detail.State,
      atMs: Number.isNaN(timeMs) || timeMs > nowMs ? nowMs : timeMs,
      ...(detail.State === 'failed' &&
        detail.ErrorMessage && { reason: detail.ErrorMessage.slice(0, REASON_KEPT) }),
      ...(detail.RequestId && { requestId: detail.RequestId.slice(0, 100) }),
      ...(parsed.output['replay-name'] && { replayName: parsed.output['replay-name'].slice(0, 100) }),
    },
  }
}

/**
 * The id that all copies of an event share. A rule that forwards between regions, a second rule with the same target and a replay each
 * may give the copy another envelope id; EC2's request id and the time stay. The envelope's id counts only where EC2 names no request.
 * AWS's four printed samples share both: image and state belong to the key, too.
 */
const identityOf = (id: string, time: string | undefined, requestId: string | undefined): string => {
  if (!requestId) return id
  const timeMs = Date.parse(time ?? '')
  const second = Number.isNaN(timeMs) ? '' : new Date(timeMs).toISOString().slice(0, 19)
  return `${requestId.slice(0, 100)}/${second}`
}
