import type { Fault } from './aws-model.ts'

export interface FaultKind {
  title: string
  what: string
  service: 'Slack' | 'AWS'
  /** What is put in place when it is switched on. */
  faults: readonly Fault[]
  /** Until it is switched off, and not for a number of calls. */
  lasts?: boolean
}

/** Enough never to be used up while somebody looks. */
const FOR_LONG = 1_000_000

const CHANGES = ['EnableImage', 'DisableImage', 'DeregisterImage', 'ModifyImageAttribute']

/** What fails in production, the most frequent first. */
export const faultKinds: readonly FaultKind[] = [
  {
    title: 'Slack is slow',
    what: 'The next 3 calls take 4 seconds each.',
    service: 'Slack',
    faults: [{ service: 'slack', call: '*', delayMs: 4_000, times: 3 }],
  },
  {
    title: 'Slack answers 429',
    what: 'The next 2 calls are rate limited.',
    service: 'Slack',
    faults: [{ service: 'slack', call: '*', error: 'ratelimited', times: 2 }],
  },
  {
    title: 'Slack is down',
    what: 'Every call fails until this is turned off.',
    service: 'Slack',
    faults: [{ service: 'slack', call: '*', drop: true, times: FOR_LONG }],
    lasts: true,
  },
  {
    title: 'EC2 is throttled',
    what: 'The next 6 calls get RequestLimitExceeded.',
    service: 'AWS',
    faults: [{ service: 'ec2', call: '*', error: 'RequestLimitExceeded', times: 6 }],
  },
  {
    title: 'EC2 denies a change',
    what: 'The next change gets UnauthorizedOperation.',
    service: 'AWS',
    faults: CHANGES.map(call => ({ service: 'ec2', call, error: 'UnauthorizedOperation', times: 1 })),
  },
  {
    title: 'An event is lost',
    what: 'EventBridge never delivers the next image event.',
    service: 'AWS',
    faults: [{ service: 'eventbridge', call: 'PutEvents', drop: true, times: 1 }],
  },
  {
    title: 'An event is duplicated',
    what: 'EventBridge delivers the next image event twice.',
    service: 'AWS',
    faults: [{ service: 'eventbridge', call: 'PutEvents', error: 'duplicate', times: 1 }],
  },
  {
    title: 'A function crashes',
    what: 'The next run of “requests” crashes after its third call. Its message returns to the queue.',
    service: 'AWS',
    faults: [{ service: 'lambda', call: 'requests', killAtCall: 3, afterEffect: true, times: 1 }],
  },
]

const isSameKind = (a: Fault, b: Fault) => {
  const kindOf = ({ times: _, ...fault }: Fault) => JSON.stringify(Object.entries(fault).sort())
  return kindOf(a) === kindOf(b)
}

/** How many calls of this fault are left; 0 when it is off. */
export const leftOf = (kind: FaultKind, pending: readonly Fault[]): number =>
  Math.max(
    0,
    ...kind.faults.map(wanted =>
      pending.filter(fault => isSameKind(fault, wanted)).reduce((sum, fault) => sum + (fault.times ?? 1), 0),
    ),
  )
