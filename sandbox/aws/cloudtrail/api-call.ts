import type { Caller } from '../caller.ts'
import type { Envelope } from '../envelope.ts'
import { createCallEvent } from './call-event.ts'

/** A call to EC2, once it is over. */
export interface ApiCall {
  caller: Caller
  action: string
  form: URLSearchParams
  requestId: string
  userAgent: string
  sourceIpAddress: string
  outcome: { result: object } | { code: string; message: string }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)

const toValue = (text: string): unknown => (text === 'true' ? true : text === 'false' ? false : text)

/** Sets `LaunchPermission.Add.1.UserId` as `launchPermission.add.items[0].userId`. */
const assign = (target: Record<string, unknown>, path: readonly string[], value: unknown): void => {
  const [first, ...rest] = path
  if (first === undefined) return
  const name = /^\d+$/.test(first) ? 'items' : lowerFirst(first)
  if (name === 'items') {
    const items: unknown[] = Array.isArray(target.items) ? target.items : []
    target.items = items
    const index = Number(first) - 1
    if (rest.length === 0) items[index] = value
    else {
      const item = items[index]
      const inner = isRecord(item) ? item : {}
      items[index] = inner
      assign(inner, rest, value)
    }
    return
  }
  if (rest.length === 0) {
    target[name] = value
    return
  }
  const inner = target[name]
  const next = isRecord(inner) ? inner : {}
  target[name] = next
  assign(next, rest, value)
}

const toRequestParameters = (form: URLSearchParams): object => {
  const parameters: Record<string, unknown> = {}
  for (const [name, value] of form) {
    if (name !== 'Action' && name !== 'Version') assign(parameters, name.split('.'), toValue(value))
  }
  // Of ModifyImageAttribute and ModifySnapshotAttribute, CloudTrail always names the attribute, also where the caller left it out.
  const { attribute, ...others } = parameters
  const attributeType =
    attribute ?? ['launchPermission', 'createVolumePermission'].find(name => name in parameters)
  return attributeType === undefined ? parameters : { ...others, attributeType }
}

/** EC2's own names of its answers: `Return` is `_return`. */
const toResponseElements = (result: object, requestId: string): object => ({
  requestId,
  ...Object.fromEntries(
    Object.entries(result)
      .filter(([, value]) => typeof value !== 'object')
      .map(([name, value]) => [name === 'Return' ? '_return' : lowerFirst(name), value]),
  ),
})

/** Codes that are AWS's fault and not the caller's. */
const SERVERS = /^(Internal|ServiceUnavailable|Unavailable)/

/** What CloudTrail puts on the bus about a call to EC2. */
export const createApiCallEvent = (call: ApiCall, nowMs: number): Envelope => {
  const { action, form, outcome, ...others } = call
  const failed = 'code' in outcome
  return createCallEvent(
    {
      ...others,
      service: 'ec2',
      action,
      requestParameters: toRequestParameters(form),
      responseElements: failed ? null : toResponseElements(outcome.result, call.requestId),
      ...(failed && {
        error: {
          code: `${SERVERS.test(outcome.code) ? 'Server' : 'Client'}.${outcome.code}`,
          message: outcome.message,
        },
      }),
    },
    nowMs,
  )
}
