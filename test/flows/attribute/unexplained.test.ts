import { sessionNameOf } from '../../../src/domain/change-session.ts'
import type { CloudTrailCall, Principal } from '../../../src/domain/cloud-trail-call.ts'
import { attribute } from '../../../src/flows/attribute/attribute.ts'
import { serve } from '../../../src/flows/serve.ts'
import { everyFailurePoint } from '../../support/inject-failure.ts'
import { type AskedWorld, asked, requestEntries, WITH_AUDIT, worldWith } from '../../support/memory/asking.ts'
import { createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

/** A session of the actor role changed an image: a request explains it, or the channel of failures hears of it. */

const KEY = 'a-click'
const SESSION: Principal = {
  kind: 'role',
  name: 'amiops-production-actor',
  session: sessionNameOf(KEY),
  sourceIdentity: 'U0MARIA',
  sourceIp: '203.0.113.7',
}

const callOf = (world: AskedWorld, more: Partial<CloudTrailCall> = {}): CloudTrailCall => ({
  ...IMAGE,
  id: 'call/1',
  call: 'EnableImage',
  atMs: world.clock.nowMs(),
  principal: SESSION,
  requestId: 'ec2-1',
  ...more,
})

const hear = async (world: AskedWorld, call: CloudTrailCall): Promise<string[]> => {
  const kinds: string[] = []
  for (let tried = 0; tried < 5 && kinds.at(-1) !== 'done'; tried++) {
    kinds.push((await attribute(world.needs, [call])).get(call.id)?.kind ?? '')
    if (kinds.at(-1) !== 'done') world.clock.advance(2 * MINUTE)
  }
  return kinds
}
const alertsIn = (world: AskedWorld) =>
  world.messenger.posts('ami-alerts').filter(({ message }) => message.text.includes('Unexplained'))

/** Maria enables the image; EC2's answer to the change may be lost. */
const enable = async (isAnswered = true): Promise<AskedWorld> => {
  const world = worldWith({ enable: { roles: ['operator'] } }, WITH_AUDIT)
  world.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
  await world.deliver(world.event('disabled'))
  if (!isAnswered) world.images.answerNext({ kind: 'unknown', reason: 'TimeoutError' }, true)
  await serve(world.needs, { ...asked(world, KEY), kind: 'change', action: 'enable', image: IMAGE })
  return world
}
const sentBy = async (world: AskedWorld): Promise<string> => (await requestEntries(world))[0]?.requestId ?? ''

test('no request explains it: after two minutes one alert says what, by whom and what to do, however often it comes', async () => {
  const world = worldWith({}, WITH_AUDIT)
  const call = callOf(world)
  expect(await hear(world, call)).toEqual(['again', 'done'])
  await hear(world, call)
  expect(alertsIn(world)).toHaveLength(1)
  const text = alertsIn(world)[0]?.message.text ?? ''
  expect(text).toContain('🚨 Unexplained change in a session of amiops’s actor role: `EnableImage` · `web-1`')
  expect(text).toContain(
    '`U0MARIA` (role `amiops-production-actor`, session `amiops-a-click`) with the API from',
  )
  expect(text).toContain('in the IAM console, choose Revoke sessions')
  expect(world.messenger.posts('ami-audit').map(({ message }) => message.text)).toEqual([
    expect.stringContaining('🚨 Unexplained change'),
  ])
  expect(await world.ledger.readHistory(IMAGE, 5)).toMatchObject([{ kind: 'call', isUnexplained: true }])
})

test('whatever fails on the way, it is one alert', async () => {
  const old = (world: AskedWorld) => callOf(world, { atMs: world.clock.nowMs() - 5 * MINUTE })
  const count = createMemoryWorld()
  const { injection: counter, needs: counted } = count.inject()
  await attribute(counted, [old(count)])
  for (const failurePoint of everyFailurePoint(counter.called.length)) {
    const world = createMemoryWorld()
    const call = old(world)
    await attribute(world.inject(failurePoint).needs, [call]).catch(() => {})
    world.clock.advance(2 * MINUTE)
    await hear(world, call)
    expect([failurePoint, alertsIn(world).length]).toEqual([failurePoint, 1])
  }
})

test('several within an hour are one thread', async () => {
  const world = worldWith({})
  const other = { ...IMAGE, imageId: 'ami-0123456789abcdef1' }
  await hear(world, callOf(world))
  await hear(world, { ...callOf(world), ...other, id: 'call/2' })
  expect(alertsIn(world)).toHaveLength(1)
  expect(alertsIn(world)[0]?.replies).toHaveLength(1)
})

test('amiops’s own call is told by EC2’s id of it, and names who asked', async () => {
  const world = await enable()
  expect(await hear(world, callOf(world, { requestId: await sentBy(world) }))).toEqual(['done'])
  expect(alertsIn(world)).toEqual([])
})

test('amiops’s own call whose answer was lost is told by its session, at once', async () => {
  const world = await enable(false)
  expect(await hear(world, callOf(world))).toEqual(['done'])
  expect(alertsIn(world)).toEqual([])
  const [entry] = (await world.ledger.readHistory(IMAGE, 5)).filter(({ kind }) => kind === 'call')
  expect(entry).toMatchObject({ askedBy: { userId: 'U0MARIA' } })
})

test.each<[string, Partial<CloudTrailCall>, number]>([
  ['another person', { principal: { ...SESSION, sourceIdentity: 'U0SAM' } }, 1],
  ['no person', { principal: { ...SESSION, sourceIdentity: '' } }, 1],
  ['another request', { principal: { ...SESSION, session: 'amiops-other' } }, 1],
  ['a call that the request does not make', { call: 'DeregisterImage' }, 1],
  ['an hour later', { atMs: 60 * MINUTE }, 1],
  ['another image', { imageId: 'ami-0123456789abcdef1' }, 1],
  ['a call that EC2 refused', { call: 'DeregisterImage', errorCode: 'Client.UnauthorizedOperation' }, 0],
  ['another role of that name', { principal: { ...SESSION, session: 'x', account: '999999999999' } }, 0],
  ['somebody else', { principal: { kind: 'role', name: 'deployer', session: 'amiops-other' } }, 0],
])('a session that claims a request whose answer was lost: %s', async (_what, more, alerts) => {
  const world = await enable(false)
  const { atMs = 0, ...rest } = more
  world.clock.advance(atMs)
  await hear(world, callOf(world, rest))
  expect(alertsIn(world)).toHaveLength(alerts)
})

test('where the config names the role of an account, that role counts there', async () => {
  const world = worldWith(
    {},
    {
      accounts: [
        { id: IMAGE.account, regions: [IMAGE.region], role: 'arn:aws:iam::123456789012:role/x/acts' },
      ],
    },
  )
  await hear(world, callOf(world))
  expect(alertsIn(world)).toEqual([])
  await hear(world, callOf(world, { id: 'call/2', principal: { ...SESSION, name: 'acts' } }))
  expect(alertsIn(world)).toHaveLength(1)
})
