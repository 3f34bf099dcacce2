import type { Fault } from '../../sandbox/kernel/faults.ts'

/** One dependency that fails in one way. */
export interface OutageKind {
  dependency: 'Slack' | 'DynamoDB' | 'SSM' | 'EC2' | 'SQS'
  failure: string
  faults: readonly Omit<Fault, 'times'>[]
  /** The functions are restarted when it begins, so that nothing is in their memory. */
  isCold?: boolean
}

const all = (service: Fault['service'], more: Partial<Fault>) => ({ service, call: '*', ...more })

/** Longer than any client waits. */
const TIMEOUT = { delayMs: 12_000, drop: true } as const

const slack = (failure: string, more: Partial<Fault>): OutageKind => ({
  dependency: 'Slack',
  failure,
  faults: [all('slack', more)],
})
const dynamodb = (failure: string, call: string, more: Partial<Fault>): OutageKind => ({
  dependency: 'DynamoDB',
  failure,
  faults: [{ service: 'dynamodb', call, ...more }],
})

/** Every dependency, in every way in which it is known to fail. */
export const OUTAGES: readonly OutageKind[] = [
  slack('errors (500)', { error: '500' }),
  slack('dropped connections', { drop: true }),
  slack('timeouts', TIMEOUT),
  slack('429, Retry-After 300 s', { error: 'ratelimited', retryAfterSec: 300 }),
  slack('revoked token (invalid_auth)', { error: 'invalid_auth' }),
  dynamodb('errors', '*', { error: 'InternalServerError' }),
  dynamodb('dropped connections', '*', { drop: true }),
  dynamodb('timeouts', '*', TIMEOUT),
  dynamodb('UpdateItem throttled', 'UpdateItem', { error: 'ThrottlingException' }),
  { dependency: 'SSM', failure: 'unreadable, warm', faults: [all('ssm', { error: 'InternalServerError' })] },
  {
    dependency: 'SSM',
    failure: 'unreadable, cold',
    faults: [all('ssm', { error: 'InternalServerError' })],
    isCold: true,
  },
  { dependency: 'EC2', failure: 'errors', faults: [all('ec2', { error: 'InternalError' })] },
  { dependency: 'EC2', failure: 'timeouts', faults: [all('ec2', TIMEOUT)] },
  { dependency: 'EC2', failure: 'throttled', faults: [all('ec2', { error: 'RequestLimitExceeded' })] },
  { dependency: 'SQS', failure: 'errors', faults: [all('sqs', { error: 'InternalError' })] },
]
