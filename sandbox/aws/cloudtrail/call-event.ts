import { randomUUID } from 'node:crypto'
import type { Caller } from '../caller.ts'
import { type Envelope, toEventTime } from '../envelope.ts'
import { toUserIdentity } from './user-identity.ts'

export const CALL_VIA_CLOUDTRAIL = 'AWS API Call via CloudTrail'

/** A call that changed something, in the form in which its service tells CloudTrail. */
export interface RecordedCall {
  caller: Caller
  service: 'ec2' | 'ssm'
  action: string
  requestId: string
  userAgent: string
  sourceIpAddress: string
  requestParameters: object
  /** Null for a call that failed, or whose answer is empty. */
  responseElements: object | null
  error?: { code: string; message: string }
}

/**
 * What CloudTrail puts on the bus about a call:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export const createCallEvent = (call: RecordedCall, nowMs: number): Envelope => {
  const { caller, service, error } = call
  const time = toEventTime(nowMs)
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': CALL_VIA_CLOUDTRAIL,
    source: `aws.${service}`,
    account: caller.account,
    time,
    region: caller.region,
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: toUserIdentity(caller, time),
      eventTime: time,
      eventSource: `${service}.amazonaws.com`,
      eventName: call.action,
      awsRegion: caller.region,
      sourceIPAddress: call.sourceIpAddress,
      userAgent: call.userAgent,
      ...(error && { errorCode: error.code, errorMessage: error.message }),
      requestParameters: call.requestParameters,
      responseElements: call.responseElements,
      requestID: call.requestId,
      eventID: randomUUID(),
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: caller.account,
      eventCategory: 'Management',
    },
  }
}
