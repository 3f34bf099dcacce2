import type { Clock } from '../../kernel/clock.ts'
import type { Timeline } from '../../kernel/timeline.ts'
import type { Caller } from '../caller.ts'
import { createCallEvent } from '../cloudtrail/call-event.ts'
import type { Ec2Settings } from '../ec2/settings.ts'
import type { Envelope } from '../envelope.ts'
import type { ParameterStore } from './store.ts'

/** A call as it came in. */
export interface SsmRequest {
  caller: Caller
  action: string
  input: Readonly<Record<string, unknown>>
  requestId: string
  userAgent: string
  sourceIpAddress: string
}

type SsmOutcome = { result: object } | { code: string; message: string }

export interface SsmCallLog {
  /** For the timeline. */
  record(request: SsmRequest, outcome: string): void
  /** For CloudTrail, which tells the bus of every call that changes something, refused ones included. */
  trail(request: SsmRequest, outcome: SsmOutcome): void
}

export interface CallLogOptions {
  clock: Clock
  timeline: Timeline
  store: ParameterStore
  settings: Readonly<Ec2Settings>
  emitLater: (envelope: Envelope, delayMs: number) => void
}

const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS'

const isRead = (action: string): boolean => /^(Get|Describe)/.test(action)

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)

const withLowerNames = (value: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).map(([name, one]) => [lowerFirst(name), one]))

/** CloudTrail's own name of a refusal. */
const toErrorCode = (code: string): string => (code === 'AccessDeniedException' ? 'AccessDenied' : code)

const namesOf = ({ Name, Names }: SsmRequest['input']): string[] =>
  [Name, Names].flat().filter(name => typeof name === 'string')

/** The id of an image stands in the timeline, any other value may be a secret. */
const hideValue = (input: SsmRequest['input']): object =>
  typeof input.Value !== 'string' || (input.Type !== 'SecureString' && /^ami-[0-9a-f]+$/.test(input.Value))
    ? input
    : { ...input, Value: '…' }

export const createSsmCallLog = (options: CallLogOptions): SsmCallLog => {
  const { clock, timeline, store, settings } = options

  /** The functions read the bot's own secrets all the time, which would stand in every trace. */
  const readsSecretsAlone = ({ caller, action, input }: SsmRequest): boolean => {
    const own = new Map(store.own(caller).map(({ name, type }) => [name, type]))
    const names = namesOf(input)
    return isRead(action) && names.length > 0 && names.every(name => own.get(name) === 'SecureString')
  }

  return {
    record(request, outcome) {
      if (readsSecretsAlone(request)) return
      const { caller, action, input, requestId } = request
      const subject = namesOf(input).join(', ')
      const detail = { ...caller, requestId, parameters: hideValue(input), outcome }
      timeline.record('ssm', `${action}${subject && ` ${subject}`} -> ${outcome}`, detail)
    },
    trail({ input, ...request }, outcome) {
      if (!settings.cloudTrail || isRead(request.action)) return
      const failed = 'code' in outcome
      const elements =
        failed || Object.keys(outcome.result).length === 0 ? null : withLowerNames(outcome.result)
      const event = createCallEvent(
        {
          ...request,
          service: 'ssm',
          requestParameters: {
            ...withLowerNames(input),
            ...('Value' in input && { value: HIDDEN }),
          },
          responseElements: elements,
          ...(failed && { error: { code: toErrorCode(outcome.code), message: outcome.message } }),
        },
        clock.nowMs(),
      )
      options.emitLater(event, settings.cloudTrailDelayMs)
    },
  }
}
