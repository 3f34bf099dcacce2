import type { CloudTrailCall, SharingChange } from '../../../src/domain/cloud-trail-call.ts'
import { attribute } from '../../../src/flows/attribute/attribute.ts'
import { everyFailurePoint } from '../../support/inject-failure.ts'
import { CONFIG, createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

/** Somebody outside Slack gives others access to an image: the channel of failures hears of it. */

type World = ReturnType<typeof createMemoryWorld>
const ORGANIZATION = 'arn:aws:organizations::123456789012:organization/o-example'
const STRANGER = '210987654321'

const callOf = (
  world: World,
  sharing: Partial<SharingChange>,
  more: Partial<CloudTrailCall> = {},
): CloudTrailCall => ({
  ...IMAGE,
  id: 'call/1',
  call: 'ModifyImageAttribute',
  atMs: world.clock.nowMs(),
  principal: { kind: 'role', name: 'ops', session: 'kim', userAgent: 'CloudCustodian/0.9.40 Boto3/1.34' },
  requestId: 'ec2-1',
  sharing: { added: [], removed: [], ...sharing },
  ...more,
})

const hear = async (world: World, call: CloudTrailCall): Promise<void> => {
  for (let tried = 0; tried < 5; tried++) {
    if ((await attribute(world.needs, [call])).get(call.id)?.kind === 'done') return
    world.clock.advance(2 * MINUTE)
  }
  throw new Error('Expected the call to be told within five deliveries.')
}
const alertsIn = (world: World, channel = 'ami-alerts') => world.messenger.posts(channel)
const textsIn = (world: World, channel?: string) =>
  alertsIn(world, channel).map(({ message }) => message.text)

test('made public: an alert says which image, by whom, and that anyone can launch it', async () => {
  const world = createMemoryWorld()
  await hear(world, callOf(world, { added: ['all'] }))
  expect(textsIn(world)).toEqual([
    expect.stringMatching(
      /🚨 AMI made public: `web-1` \(`ami-0123456789abcdef0`\) in 123456789012, us-east-1\. Anyone with an AWS account can launch it .*\. By role `ops` \(session `kim`\) with Cloud Custodian/,
    ),
  ])
  const [alert] = alertsIn(world)
  expect(JSON.stringify(alert?.message.blocks)).toContain('Anyone with an AWS account can launch it')
  expect(await world.ledger.readHistory(IMAGE, 5)).toMatchObject([
    { kind: 'call', sharing: { added: ['all'] } },
  ])
})

test('it calls whom the rules call for a failure, once, and the audit channel names the actor', async () => {
  const rule = {
    when: { state: ['failed' as const] },
    to: [],
    mention: ['S0ONCALL'],
    name: 'failures',
  }
  const world = createMemoryWorld({
    ...CONFIG,
    rules: [rule],
    channels: { ...CONFIG.channels, audit: 'ami-audit' },
  })
  await hear(world, callOf(world, { added: ['all'] }))
  const [alert] = textsIn(world)
  expect(alert).toMatch(/^<!subteam\^S0ONCALL> · rule: failures.*🚨 AMI made public/s)
  expect(textsIn(world, 'ami-audit')).toEqual([
    expect.stringMatching(/^🌍 Outside Slack · made public · `web-1` .* · by role `ops` \(session `kim`\)/),
  ])
  await hear(world, callOf(world, { added: [STRANGER] }, { id: 'call/2' }))
  await hear(world, callOf(world, { added: [ORGANIZATION] }, { id: 'call/3' }))
  const [, first] = alertsIn(world)
  expect(first?.message.text).toContain('S0ONCALL')
  expect(first?.replies.map(({ message }) => message.text).join()).not.toContain('S0ONCALL')
  expect(textsIn(world, 'ami-audit')).toHaveLength(3)
})

test.each<[whom: string, added: string[], words: string]>([
  ['an organization', [ORGANIZATION], 'AMI shared with organization `o-example`'],
  [
    'an organizational unit',
    ['arn:aws:organizations::123456789012:ou/o-example/ou-1'],
    'AMI shared with organizational unit `ou-1`',
  ],
  ['an account that the config does not list', [STRANGER], `AMI shared with account \`${STRANGER}\``],
  [
    'everybody, and an account',
    [STRANGER, 'all'],
    `AMI made public, and shared with account \`${STRANGER}\``,
  ],
  [
    'sixty accounts, then everybody',
    [...Array(60).keys()].map(n => String(n).padStart(12, '9')).concat('all'),
    'AMI made public',
  ],
])('shared with %s: an alert', async (_whom, added, words) => {
  const world = createMemoryWorld()
  await hear(world, callOf(world, { added }))
  expect(textsIn(world)).toEqual([expect.stringContaining(words)])
})

test.each<[what: string, call: (world: World) => CloudTrailCall]>([
  ['an account that the config lists', world => callOf(world, { added: ['333333333333'] })],
  ['the image’s own account', world => callOf(world, { added: [IMAGE.account] })],
  ['nobody any more', world => callOf(world, { removed: ['all'] })],
  [
    'everybody, which EC2 refused',
    world => callOf(world, { added: ['all'] }, { errorCode: 'Client.OperationNotPermitted' }),
  ],
])('shared with %s: history alone', async (_what, callIn) => {
  const known = { id: '333333333333', regions: ['us-east-1'] }
  const world = createMemoryWorld({ ...CONFIG, accounts: [...CONFIG.accounts, known] })
  await hear(world, callIn(world))
  expect(textsIn(world)).toEqual([])
  expect(await world.ledger.readHistory(IMAGE, 5)).toHaveLength(1)
})

test('amiops shared it in several calls because somebody asked for it in Slack: no alert for any', async () => {
  const world = createMemoryWorld()
  await world.ledger.addHistory(IMAGE, {
    kind: 'request',
    id: 'click-1',
    atMs: world.clock.nowMs(),
    action: 'share',
    outcome: 'confirmed',
    by: { userId: 'U0MARIA', workspaceId: 'T0SANDBOX' },
    requestId: 'ec2-9',
    otherRequestIds: ['ec2-1'],
  })
  await hear(world, callOf(world, { added: ['all'] }))
  expect(textsIn(world)).toEqual([])
})

test('a pipeline shares many images: one message, the others in its thread; a public one stands alone', async () => {
  const world = createMemoryWorld()
  for (const n of [1, 2, 3])
    await hear(world, callOf(world, { added: [STRANGER] }, { id: `call/${n}`, requestId: `ec2-${n}` }))
  expect(alertsIn(world)).toHaveLength(1)
  expect(alertsIn(world)[0]?.replies).toHaveLength(2)
  await hear(world, callOf(world, { added: ['all'] }, { id: 'call/4', requestId: 'ec2-4' }))
  expect(alertsIn(world)).toHaveLength(2)
})

test('the channel of failures cannot be reached: the fallback channel hears of it, and why there', async () => {
  const world = createMemoryWorld({ ...CONFIG, channels: { ...CONFIG.channels, failed: 'ami-lost' } })
  await hear(world, callOf(world, { added: ['all'] }))
  expect(textsIn(world)).toHaveLength(1)
  expect(JSON.stringify(alertsIn(world)[0]?.message.blocks)).toContain('Meant for #ami-lost')
})

test('EC2 does not know the image: the alert names its id', async () => {
  const world = createMemoryWorld()
  world.needs.images.describe = () => Promise.reject(new Error('RequestLimitExceeded'))
  await hear(world, callOf(world, { added: ['all'] }))
  expect(textsIn(world)).toEqual([expect.stringContaining('AMI made public: `ami-0123456789abcdef0` in')])
})

test.each([['all'], [STRANGER]])(
  'shared with %s, and a function that ends at any call: one alert',
  async who => {
    const count = createMemoryWorld()
    const { injection: counter, needs: counted } = count.inject()
    await attribute(counted, [callOf(count, { added: [who] })])
    for (const failurePoint of everyFailurePoint(counter.called.length)) {
      const world = createMemoryWorld()
      const call = callOf(world, { added: [who] })
      await attribute(world.inject(failurePoint).needs, [call]).catch(() => {})
      world.clock.advance(2 * MINUTE)
      await hear(world, call)
      expect([failurePoint, textsIn(world)]).toEqual([failurePoint, [expect.stringContaining('🚨 AMI ')]])
    }
  },
)

test('many calls while the channel has no room: Slack is asked a few times, and they come back one after another', async () => {
  const world = createMemoryWorld()
  let posts = 0
  world.needs.messenger.post = async () => {
    posts++
    return { kind: 'busy', retryAfterSec: 30 }
  }
  const calls = Array.from({ length: 200 }, (_, n) =>
    callOf(world, { added: ['all'] }, { id: `call/${n}`, imageId: `ami-${String(n).padStart(17, '0')}` }),
  )
  const outcomes = [...(await attribute(world.needs, calls)).values()]
  expect(posts).toBeLessThanOrEqual(24)
  const waits = outcomes.flatMap(one => (one.kind === 'again' ? [one.afterSec] : []))
  expect(waits).toHaveLength(200)
  expect(Math.max(...waits)).toBeGreaterThan(200)
})
