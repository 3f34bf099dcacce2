import type { AudienceChoice } from '../../src/domain/audience.ts'
import { NOBODY } from '../../src/domain/sharing.ts'
import { announce } from '../../src/flows/announce/announce.ts'
import { attribute } from '../../src/flows/attribute/attribute.ts'
import { receiveScanNews } from '../../src/flows/findings/receive-scan-news.ts'
import { serve } from '../../src/flows/serve.ts'
import { aliasWorld, build, DEV, EU, OTHER, US } from '../support/aliases.ts'
import {
  approval,
  asked,
  decision,
  ID,
  runSchedule,
  send,
  WITH_AUDIT,
  worldWith,
} from '../support/memory/asking.ts'
import { CONFIG, IMAGE, MINUTE } from '../support/memory/world.ts'
import { recordSent } from '../support/sent.ts'

/** Each message about who has access to an image, and about its scans, as Slack gets it. */

const STAGING = '345678901234'
const PARTNER = '210987654321'
const ORGANIZATION = 'arn:aws:organizations::123456789012:organization/o-abc'
const MAY = { roles: ['operator'] }
const audiences = {
  staging: { accounts: [STAGING], ous: [] },
  workloads: { accounts: [STAGING, PARTNER], ous: [] },
  everybody: { accounts: [], ous: [], organization: ORGANIZATION },
}
const sharedWorld = async (actions: Parameters<typeof worldWith>[0], accounts: readonly string[] = []) => {
  const world = worldWith(actions, {
    ...WITH_AUDIT,
    audiences,
    accounts: [...CONFIG.accounts, { id: STAGING, alias: 'staging', regions: ['us-east-1'] }],
  })
  world.images.put(IMAGE, {
    state: 'available',
    name: 'web-1',
    tags: {},
    snapshots: [{ snapshotId: 'snap-1', sizeGiB: 8, encrypted: true }],
  })
  const sharing = { ...NOBODY, accounts }
  world.images.share(IMAGE, sharing)
  world.uses.set('sharing', { known: true, value: sharing })
  await announce(world.needs, [world.event('available')])
  return world
}
const click = (world: Awaited<ReturnType<typeof sharedWorld>>, key = ID) =>
  serve(world.needs, {
    ...asked(world, key),
    kind: 'propose',
    action: 'shareWith',
    image: IMAGE,
    viewId: 'V1',
  })
const choose = (
  world: Awaited<ReturnType<typeof sharedWorld>>,
  key: string,
  choice: Partial<AudienceChoice>,
) => {
  world.clock.advance(1_000)
  return serve(
    world.needs,
    send(world, key, { choice: { add: [], remove: [], ...choice }, options: { shareSnapshots: true } }),
  )
}

test('Share…: the choice, the difference, its end; a choice that changes nothing', async () => {
  const world = await sharedWorld({ shareWith: MAY }, [PARTNER])
  const sent = recordSent(world.messenger)
  await click(world)
  await choose(world, 'nothing', { add: [] })
  await choose(world, 'review', { add: ['staging'], remove: ['workloads'] })
  await choose(world, 'share', { add: ['staging'], remove: ['workloads'] })
  await runSchedule(world, 1)
  sent('share-with')
})

test('Share… with an approval', async () => {
  const world = await sharedWorld({ shareWith: { ...MAY, approval } })
  const sent = recordSent(world.messenger)
  await click(world)
  await choose(world, 'review', { add: ['everybody'] })
  await choose(world, 'share', { add: ['everybody'] })
  await serve(world.needs, decision(world, 'yes'))
  await runSchedule(world, 1)
  sent('share-with-approval')
})

test('made public outside Slack, and private again by one click', async () => {
  const world = await sharedWorld({ makePrivate: MAY, share: MAY })
  const sent = recordSent(world.messenger)
  world.images.share(IMAGE, { ...NOBODY, isPublic: true, accounts: [PARTNER], organizations: [ORGANIZATION] })
  await attribute(world.needs, [
    {
      ...IMAGE,
      id: 'call/1',
      call: 'ModifyImageAttribute',
      atMs: world.clock.nowMs(),
      principal: { kind: 'role', name: 'ops' },
      sharing: { added: ['all', PARTNER, ORGANIZATION], removed: [] },
    },
  ])
  world.clock.advance(1_000)
  await serve(world.needs, { ...asked(world, 'click'), kind: 'change', action: 'makePrivate', image: IMAGE })
  await runSchedule(world, 1)
  sent('make-private')
})

test('scanned by Amazon Inspector: asked for, a critical finding of an image that an alias names', async () => {
  const world = aliasWorld({ actions: { scan: MAY } })
  for (const place of [US, OTHER]) world.aliases.set(place, DEV, build(1).imageId)
  world.aliases.set(EU, DEV, build(1, 'eu-west-1').imageId)
  await announce(world.needs, [world.event('available', build(1))])
  const sent = recordSent(world.messenger)
  await serve(world.needs, { ...asked(world, 'scan-it'), kind: 'change', action: 'scan', image: build(1) })
  world.clock.advance(9 * 24 * 60 * MINUTE)
  world.put(1, {
    scan: {
      scannedAtMs: world.clock.nowMs(),
      highest: 'critical',
      fixSinceMs: { critical: world.clock.nowMs() - 9 * 24 * 60 * MINUTE },
    },
  })
  world.findings.set(build(1), {
    known: true,
    value: {
      findings: [
        { title: 'CVE-2026-1 - openssl', severity: 'critical', hasFix: true, score: 9.8 },
        { title: 'CVE-2026-9 - vim', severity: 'high', hasFix: false },
      ],
    },
  })
  await receiveScanNews(world.needs, [
    {
      account: US.account,
      region: US.region,
      id: 'inspector/1',
      atMs: world.clock.nowMs(),
      imageIds: [build(1).imageId],
      detailType: 'Inspector2 OnDemand Scan Complete',
    },
  ])
  await world.ask('command', { text: `status ${build(1).imageId}` })
  await world.open({ kind: 'promote', image: build(1), alias: 'prod' })
  sent('findings')
})
