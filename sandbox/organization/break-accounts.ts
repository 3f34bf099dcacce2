import type { Fault } from '../kernel/faults.ts'
import type { AccountTrouble, PlannedAccount } from './plan-accounts.ts'

/** Until somebody ends the faults. */
const FOR_GOOD = Number.MAX_SAFE_INTEGER

/** Longer than any client waits. */
const NEVER_MS = 10 * 60_000
/** Where time is moved by hand, no client's timeout notices: three tries take as long as amiops waits for an answer. */
const NEVER_BY_HAND_MS = 3_500

const refuseRoles = (id: string): Fault => ({
  service: 'sts',
  call: `AssumeRole@${id}`,
  error: 'AccessDenied',
  message: `User: arn:aws:sts::123456789012:assumed-role/amiops-sandbox/amiops is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${id}:role/amiops-reader`,
})

const loseEvents = (id: string): Fault[] =>
  ['PutEvents', 'CloudTrail'].map(call => ({ service: 'eventbridge', call: `${call}@${id}`, drop: true }))

const FAULTS: Readonly<Record<AccountTrouble, (id: string, unansweredMs: number) => Fault[]>> = {
  'no roles': id => [refuseRoles(id)],
  denied: id => [
    {
      service: 'ec2',
      call: `DescribeImages@${id}`,
      error: 'UnauthorizedOperation',
      message: 'You are not authorized to perform this operation.',
    },
  ],
  unresponsive: (id, delayMs) => [{ service: 'ec2', call: `*@${id}`, delayMs, drop: true }],
  left: id => [refuseRoles(id), ...loseEvents(id)],
  silent: loseEvents,
}

/** The problems of the accounts, as faults that last. @param isByHand time is moved by hand */
export const findTroubles = (accounts: readonly PlannedAccount[], isByHand: boolean): Fault[] =>
  accounts.flatMap(({ id, trouble }) =>
    trouble
      ? FAULTS[trouble](id, isByHand ? NEVER_BY_HAND_MS : NEVER_MS).map(fault => ({
          ...fault,
          times: FOR_GOOD,
        }))
      : [],
  )
