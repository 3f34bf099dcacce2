import { readFileSync } from 'node:fs'
import { readDeployment } from '../../../sandbox/aws/deployment/deployment.ts'
import { readMembers } from '../../../sandbox/aws/deployment/members.ts'
import type { Envelope } from '../../../sandbox/aws/envelope.ts'
import { createBus } from '../../../sandbox/aws/eventbridge/bus.ts'
import { matchesPattern } from '../../../sandbox/aws/eventbridge/matches.ts'
import { RELIABLE, type Unreliability } from '../../../sandbox/aws/eventbridge/unreliability.ts'
import { createQueue } from '../../../sandbox/aws/sqs/create-queue.ts'
import { createFaults } from '../../../sandbox/kernel/faults.ts'
import { createTimeline } from '../../../sandbox/kernel/timeline.ts'
import { createStandingClock } from '../../support/standing-clock.ts'

const sample = (state: string): Envelope =>
  JSON.parse(readFileSync(`test/fixtures/events/${state}.json`, 'utf8'))

const event = {
  source: 'aws.ec2',
  account: '123456789012',
  resources: ['arn:aws:ec2:us-east-1::image/ami-1'],
  detail: { State: 'available', ImageId: 'ami-0abc', size: 8, tags: ['one', 'two'] },
}

test.each([
  ['an exact value', { source: ['aws.ec2'] }, true],
  ['another value', { source: ['aws.s3'] }, false],
  ['one of several values', { source: ['aws.s3', 'aws.ec2'] }, true],
  ['another case', { detail: { State: ['Available'] } }, false],
  ['another case of a field', { detail: { state: ['available'] } }, false],
  ['a nested value', { detail: { State: ['available'] } }, true],
  ['two fields, one of which differs', { source: ['aws.ec2'], detail: { State: ['failed'] } }, false],
  ['a prefix', { detail: { ImageId: [{ prefix: 'ami-' }] } }, true],
  ['a prefix in another case', { detail: { ImageId: [{ prefix: 'AMI-' }] } }, false],
  [
    'a prefix whose case is ignored',
    { detail: { ImageId: [{ prefix: { 'equals-ignore-case': 'AMI-' } }] } },
    true,
  ],
  ['a suffix', { detail: { ImageId: [{ suffix: 'abc' }] } }, true],
  ['a value whose case is ignored', { detail: { State: [{ 'equals-ignore-case': 'AVAILABLE' }] } }, true],
  ['anything but another value', { detail: { State: [{ 'anything-but': ['failed', 'disabled'] }] } }, true],
  ['anything but this value', { detail: { State: [{ 'anything-but': 'available' }] } }, false],
  ['anything but a prefix', { detail: { ImageId: [{ 'anything-but': { prefix: 'ami-' } }] } }, false],
  ['a number in a range', { detail: { size: [{ numeric: ['>', 0, '<=', 8] }] } }, true],
  ['a number out of a range', { detail: { size: [{ numeric: ['>', 8] }] } }, false],
  ['a wildcard', { detail: { ImageId: [{ wildcard: 'ami-*bc' }] } }, true],
  ['a wildcard that fits only a part', { detail: { ImageId: [{ wildcard: '*0a' }] } }, false],
  ['a field that must exist', { detail: { State: [{ exists: true }] } }, true],
  ['a field that must not exist', { 'replay-name': [{ exists: false }] }, true],
  ['a field that must not exist and does', { source: [{ exists: false }] }, false],
  ['any member of an array', { detail: { tags: ['two'] } }, true],
  ['one of two patterns', { $or: [{ source: ['aws.s3'] }, { detail: { State: ['available'] } }] }, true],
])('a pattern with %s', (_what, pattern, expected) => {
  expect(matchesPattern(event, pattern)).toBe(expected)
})

test('a filter that EventBridge does not know is a mistake in the rule', () => {
  expect(() => matchesPattern(event, { source: [{ preffix: 'aws' }] })).toThrow(/"preffix"/)
})

const startBus = () => {
  const clock = createStandingClock(0)
  const faults = createFaults()
  const deployment = readDeployment('serverless.yml')
  const queues = new Map(
    [...deployment.queues.values()].map(settings => [
      settings.name,
      createQueue(settings, `http://127.0.0.1/${settings.name}`, `arn:${settings.name}`, clock),
    ]),
  )
  const { rules } = deployment
  const members = readMembers(deployment, 'us-east-1', 'deploy/member.yml')
  const bus = createBus({ clock, faults, timeline: createTimeline(clock), rules, members, queues })
  const messages = () => queues.get('amiops-sandbox-events')?.messages() ?? []
  const delivered = () => messages().map(message => JSON.parse(message.body))
  return { bus, clock, faults, delivered, messages }
}

test.each(['available', 'failed', 'deregistered', 'disabled'])(
  "AWS's own sample of %s passes the deployed rule unchanged",
  state => {
    const { bus, delivered } = startBus()
    expect(bus.put(sample(state))).toBe(1)
    expect(delivered()).toEqual([sample(state)])
  },
)

test.each([
  ['the hub', '123456789012', 'us-east-1', '123456789012', false],
  ['another region of its account', '123456789012', 'eu-west-1', 'other-regions', false],
  ['a member in the region of the hub', '345678901234', 'us-east-1', '345678901234', true],
  ['a member in another region', '345678901234', 'eu-west-1', 'other-regions', false],
])('the message group and the sender of an event of %s', (_what, account, region, groupId, byRole) => {
  const { bus, messages } = startBus()
  expect(bus.put({ ...sample('available'), account, region })).toBe(1)
  expect(messages().map(message => message.groupId)).toEqual([groupId])
  const [{ senderId = '' } = {}] = messages()
  expect(/^AROA[0-9A-F]{17}:[0-9a-f]{32}$/.test(senderId)).toBe(byRole)
})

test('an event of another kind passes by the rules of a member', () => {
  const { bus } = startBus()
  const other = { ...sample('available'), account: '345678901234', source: 'aws.s3' }
  expect([bus.put(other), bus.put({ ...other, region: 'eu-west-1' })]).toEqual([0, 0])
})

test('an event of another kind passes by the deployed rule', () => {
  const { bus, delivered } = startBus()
  bus.put({ ...sample('available'), 'detail-type': 'EC2 Fast Launch State-change Notification' })
  bus.put({ ...sample('available'), 'detail-type': 'EC2 AMI Available' })
  expect(delivered()).toEqual([])
})

test('an event that is lost, and one that comes twice', () => {
  const { bus, faults, delivered } = startBus()
  faults.add({ service: 'eventbridge', call: 'PutEvents', drop: true })
  bus.put(sample('available'))
  expect(delivered()).toEqual([])
  faults.add({ service: 'eventbridge', call: 'PutEvents', error: 'duplicate' })
  bus.put(sample('available'))
  expect(delivered()).toEqual([sample('available'), sample('available')])
})

/** Puts so many events on a bus, and gives the numbers that came out, in order. */
const putMany = (count: number, shares: Partial<Unreliability>): number[] => {
  const { bus, delivered } = startBus()
  bus.configure({ ...RELIABLE, ...shares })
  for (let number = 0; number < count; number += 1) bus.put({ ...sample('available'), id: String(number) })
  return delivered()?.map(envelope => Number(envelope.id)) ?? []
}

const inOrder = (count: number) => Array.from({ length: count }, (_, number) => number)

test('without faults, every event comes once and in order', () => {
  expect(putMany(100, {})).toEqual(inOrder(100))
})

test('a share of the events is lost, always the same for the same seed', () => {
  const came = putMany(1_000, { dropShare: 0.3 })
  expect(came.length).toBeGreaterThan(600)
  expect(came.length).toBeLessThan(800)
  expect(putMany(1_000, { dropShare: 0.3 })).toEqual(came)
  expect(putMany(1_000, { dropShare: 0.3, seed: 2 })).not.toEqual(came)
  expect(putMany(20, { dropShare: 1 })).toEqual([])
})

test('a share of the events comes twice', () => {
  const came = putMany(1_000, { doubleShare: 0.2 })
  expect(new Set(came).size).toBe(1_000)
  expect(came.length).toBeGreaterThan(1_100)
  expect(came.length).toBeLessThan(1_300)
  expect(putMany(2, { doubleShare: 1 })).toEqual([0, 0, 1, 1])
})

test('a share of the events is overtaken by the next one, and none is lost', () => {
  expect(putMany(6, { swapShare: 1 })).toEqual([1, 0, 3, 2, 5, 4])
  const came = putMany(1_000, { swapShare: 0.3 })
  expect(came).not.toEqual(inOrder(1_000))
  // One that waits as the last of all is still to come.
  const missing = inOrder(1_000).filter(number => !came.includes(number))
  expect(missing.length).toBeLessThanOrEqual(1)
  expect(new Set(came).size).toBe(came.length)
})

test('an event that nothing overtakes comes after five seconds', async () => {
  const { bus, clock, faults, delivered } = startBus()
  faults.add({ service: 'eventbridge', call: 'PutEvents', error: 'swap' })
  expect(bus.put(sample('available'))).toBe(0)
  expect(bus.pending()).toBe(1)
  await clock.advance(4_999)
  expect(delivered()).toEqual([])
  await clock.advance(1)
  expect(delivered()).toEqual([sample('available')])
  expect(bus.pending()).toBe(0)
})

test('a late report of CloudTrail takes no fault that is meant for an event, and overtakes none', () => {
  const { bus, faults, delivered } = startBus()
  const report = { ...sample('available'), 'detail-type': 'AWS API Call via CloudTrail' }
  faults.add({ service: 'eventbridge', call: 'PutEvents', error: 'swap' })
  bus.put(report)
  bus.put({ ...sample('available'), id: 'first' })
  bus.put(report)
  bus.put({ ...sample('available'), id: 'second' })
  expect(delivered()?.map(({ id }) => id)).toEqual(['second', 'first'])
})

test('reports of CloudTrail do not change which events are lost', () => {
  const survivors = (reports: boolean) => {
    const { bus, delivered } = startBus()
    bus.configure({ ...RELIABLE, dropShare: 0.5 })
    for (let number = 0; number < 50; number += 1) {
      bus.put({ ...sample('available'), id: String(number) })
      if (reports) bus.put({ ...sample('available'), 'detail-type': 'AWS API Call via CloudTrail' })
    }
    return delivered()?.map(({ id }) => id)
  }
  expect(survivors(true)).toEqual(survivors(false))
})
