import type { Fault } from '../../../sandbox/kernel/faults.ts'
import type { Random } from './random.ts'

const FUNCTIONS = ['slack', 'events', 'requests', 'schedule', 'scan'] as const
const SLACK_CALLS = [
  'chat.postMessage',
  'chat.update',
  'views.open',
  'views.update',
  'conversations.history',
  '*',
]
const SLACK_ERRORS = ['ratelimited', 'internal_error', 'service_unavailable', 'fatal_error']
const EC2_CALLS = ['DescribeImages', 'EnableImage', 'DisableImage', 'DeregisterImage', '*']
const EC2_ERRORS = ['RequestLimitExceeded', 'InternalError', 'Unavailable', 'UnauthorizedOperation']
const TABLE_ERRORS = ['ProvisionedThroughputExceededException', 'InternalServerError', 'ThrottlingException']
/** Errors after which a service has certainly done nothing. Only these may be injected after the effect of a call. */
const DONE_NOTHING = new Set([
  'ratelimited',
  'RequestLimitExceeded',
  'UnauthorizedOperation',
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestThrottled',
])
/** Beyond it, few functions make another call. */
const CALLS_OF_A_RUN = 40

/** Picks a random fault: a function dies, a service refuses a call, an answer is lost. */
export const pickTrouble = (random: Random): Fault => {
  const afterEffect = random.chance(0.5)
  if (random.chance(0.4))
    return {
      service: 'lambda',
      call: random.pick(FUNCTIONS),
      killAtCall: 1 + random.below(CALLS_OF_A_RUN),
      afterEffect,
    }
  const how = (errors: readonly string[]) => {
    if (random.chance(0.4)) return { drop: true, afterEffect }
    const error = random.pick(errors)
    return { error, ...(!DONE_NOTHING.has(error) && { afterEffect }) }
  }
  return random.pick([
    () => ({ service: 'slack' as const, call: random.pick(SLACK_CALLS), ...how(SLACK_ERRORS) }),
    () => ({ service: 'ec2' as const, call: random.pick(EC2_CALLS), ...how(EC2_ERRORS) }),
    () => ({ service: 'dynamodb' as const, call: '*', ...how(TABLE_ERRORS) }),
    () => ({ service: 'sqs' as const, call: '*', ...how(['InternalError', 'RequestThrottled']) }),
  ])()
}

/** One dependency that does nothing at all until the faults are cleared. */
export const pickOutage = (random: Random): Fault => ({
  ...random.pick<Omit<Fault, 'times'>>([
    { service: 'slack', call: '*', error: '500' },
    { service: 'slack', call: '*', error: 'ratelimited', retryAfterSec: 120 },
    { service: 'slack', call: '*', error: 'invalid_auth' },
    { service: 'dynamodb', call: '*', error: 'InternalServerError' },
    { service: 'dynamodb', call: '*', drop: true },
    { service: 'dynamodb', call: 'UpdateItem', error: 'ThrottlingException' },
    { service: 'ec2', call: '*', error: 'InternalError' },
    { service: 'ssm', call: '*', error: 'InternalServerError' },
    { service: 'sqs', call: '*', error: 'InternalError' },
  ]),
  times: Number.MAX_SAFE_INTEGER,
})
