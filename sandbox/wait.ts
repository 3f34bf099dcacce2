import type { Ec2 } from './aws/ec2/ec2.ts'
import type { Bus } from './aws/eventbridge/bus.ts'
import type { Ssm } from './aws/ssm/ssm.ts'
import type { Clock } from './kernel/clock.ts'
import { waitUntilIdle } from './kernel/idle.ts'
import { isManual } from './kernel/manual-clock.ts'
import { createTimeSteps } from './kernel/time-steps.ts'
import type { Lambda } from './lambda/lambda.ts'
import type { Slack } from './slack/slack.ts'

/** A message that becomes visible later than this is a retry, not current work. */
const SOON_MS = 60_000

interface Waiting {
  /** Resolves when every queue is drained and every handler is done; a manual clock is moved forward to what is due soon. */
  idle(): Promise<void>
  /** Moves a manual clock on; undefined where it is the machine's own. */
  advance: ((ms: number) => Promise<void>) | undefined
}

/** Waits for the work that is under way in a world. */
export const createWaiting = ({
  clock,
  slack,
  ec2,
  ssm,
  bus,
  lambda,
}: {
  clock: Clock
  slack: Slack
  ec2: Ec2
  ssm: Ssm
  bus: Bus
  lambda: Lambda
}): Waiting => {
  const isPending = () =>
    slack.pending() > 0 ||
    ec2.pending() > 0 ||
    ssm.pending() > 0 ||
    bus.pending() > 0 ||
    lambda.isBusy() ||
    lambda.pollers.some(({ queue }) => (queue.nextVisibleAtMs() ?? Infinity) < clock.nowMs() + SOON_MS)
  if (!isManual(clock)) return { idle: () => waitUntilIdle(isPending), advance: undefined }
  const isRunning = () => slack.pending() > 0 || lambda.isRunning()
  const isHeldBack = () => areHeldBack(lambda.callsInFlight(), clock.callersAsleep())
  return createTimeSteps(clock, { isRunning, isHeldBack, isPending }, SOON_MS)
}

/**
 * Whether every function that runs waits for calls that a fault delays, and for nothing else: one that works must not meet its time limit
 * because another one waits.
 *
 * @param inFlight the calls of each function that runs
 * @param asleep whose calls are delayed, one for each call
 */
const areHeldBack = (
  inFlight: ReadonlyMap<string, number>,
  asleep: readonly (string | undefined)[],
): boolean => {
  if (asleep.length === 0) return false
  const delayedOf = (id: string): number => asleep.filter(caller => caller === id).length
  const others = asleep.filter(caller => caller === undefined).length
  const working = [...inFlight].filter(([id, calls]) => delayedOf(id) === 0 || calls > delayedOf(id))
  return working.length <= others
}
