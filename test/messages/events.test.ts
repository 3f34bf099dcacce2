import type { CloudTrailCall } from '../../src/domain/cloud-trail-call.ts'
import { NOBODY } from '../../src/domain/sharing.ts'
import { announce } from '../../src/flows/announce/announce.ts'
import { attribute } from '../../src/flows/attribute/attribute.ts'
import { serve } from '../../src/flows/serve.ts'
import { asked, runSchedule, WITH_AUDIT, worldWith } from '../support/memory/asking.ts'
import { IMAGE, MINUTE } from '../support/memory/world.ts'
import { recordSent } from '../support/sent.ts'

/** Each message about an event that AWS sent, as Slack gets it. */

const DAY = 24 * 60 * MINUTE
const ref = (number: number) => ({ ...IMAGE, imageId: `ami-${String(number).padStart(17, '0')}` })
const RULES = [
  {
    name: 'production failures',
    when: { state: ['failed' as const], tags: { Environment: 'production' } },
    to: ['ami-ready', 'ami-alerts'],
    mention: ['S0ONCALL'],
  },
  { when: { state: ['deregistered' as const] }, to: ['ami-alerts'], mention: ['S0ONCALL'] },
]
const eventWorld = () => {
  const world = worldWith(
    {
      enable: { roles: ['operator'] },
      disable: { roles: ['operator'] },
      deregister: { roles: ['operator'] },
    },
    { ...WITH_AUDIT, rules: RULES, families: { web: { name: ['web-*'] } } },
  )
  const put = (number: number, more: object = {}) =>
    world.images.put(ref(number), {
      state: 'available',
      name: `web-${number}`,
      createdAtMs: world.clock.nowMs() - number * DAY,
      tags: { Environment: 'production' },
      snapshots: [{ snapshotId: `snap-${number}`, sizeGiB: 8, encrypted: false }],
      ...more,
    })
  return { ...world, put }
}
const call = (
  world: ReturnType<typeof eventWorld>,
  number: number,
  name: CloudTrailCall['call'],
  more: Partial<CloudTrailCall> = {},
): CloudTrailCall => ({
  ...ref(number),
  id: `call/${number}/${name}`,
  call: name,
  atMs: world.clock.nowMs(),
  principal: {
    kind: 'role' as const,
    name: 'ops',
    session: 'kim',
    userAgent: 'Terraform/1.9',
    sourceIp: '203.0.113.24',
  },
  requestId: `ec2-${number}`,
  ...more,
})

test('a failed build: the mention, the reason, the last good image; acknowledged, and superseded', async () => {
  const world = eventWorld()
  world.put(3)
  const sent = recordSent(world.messenger)
  world.put(2, { state: 'failed', tags: { Environment: 'production', Pipeline: 'https://ci.example/7' } })
  await announce(world.needs, [
    world.event('failed', { ...ref(2), reason: 'Client.InternalError: <script> *cannot* `copy`' }),
  ])
  await serve(world.needs, { ...asked(world, 'ack'), kind: 'acknowledge', image: ref(2) })
  await serve(world.needs, { ...asked(world, 'un-ack'), kind: 'acknowledge', image: ref(2), undo: true })
  world.put(1, { description: 'with the patch', architecture: 'arm64' })
  world.clock.advance(MINUTE)
  await announce(world.needs, [world.event('available', ref(1))])
  await runSchedule(world, 1)
  sent('failed')
})

test('available, disabled and deregistered outside Slack, and CloudTrail names the actor', async () => {
  const world = eventWorld()
  world.put(1)
  const sent = recordSent(world.messenger)
  await announce(world.needs, [world.event('available', ref(1))])
  await attribute(world.needs, [call(world, 1, 'CreateImage')])
  world.put(1, { state: 'disabled' })
  world.clock.advance(MINUTE)
  await announce(world.needs, [world.event('disabled', ref(1))])
  await attribute(world.needs, [call(world, 1, 'DisableImage')])
  world.images.remove(ref(1))
  world.clock.advance(MINUTE)
  await announce(world.needs, [world.event('deregistered', ref(1))])
  await attribute(world.needs, [call(world, 1, 'DeregisterImage')])
  await runSchedule(world, 1)
  sent('outside-slack')
})

test('a burst becomes a digest, with its list; it is closed, and opened page by page', async () => {
  const world = eventWorld()
  for (let number = 1; number <= 12; number++) world.put(number)
  world.images.share(ref(3), { ...NOBODY, isPublic: true })
  const sent = recordSent(world.messenger)
  const failed = [7, 8, 9].map(number =>
    world.event('failed', { ...ref(number), reason: 'Server.InternalError' }),
  )
  const gone = [1, 2, 3, 4, 5, 6, 10, 11, 12].map(number => world.event('deregistered', ref(number)))
  let left = [...gone, ...failed]
  for (let tried = 0; tried < 6 && left.length > 0; tried++) {
    const outcomes = await announce(world.needs, left)
    left = left.filter(({ id }) => outcomes.get(id)?.kind !== 'done')
    world.clock.advance(2 * MINUTE)
  }
  await runSchedule(world, 2)
  sent('digest')
})

test('made public outside Slack, and a change in a session of amiops that nobody asked for', async () => {
  const world = eventWorld()
  world.put(1)
  const sent = recordSent(world.messenger)
  const exposed = call(world, 1, 'ModifyImageAttribute', {
    sharing: { added: ['all', '210987654321'], removed: [] },
  })
  await attribute(world.needs, [exposed])
  const unexplained = call(world, 1, 'EnableImage', {
    principal: {
      kind: 'role',
      name: 'amiops-production-actor',
      session: 'a-click',
      sourceIdentity: 'U0MARIA',
    },
  })
  await attribute(world.needs, [unexplained])
  world.clock.advance(3 * MINUTE)
  await attribute(world.needs, [exposed, unexplained])
  sent('alerts')
})
