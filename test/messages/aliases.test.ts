import { aliasWorld, build, DEV, EU, OTHER, PROD, US } from '../support/aliases.ts'
import { reconcile } from '../support/memory/reconcile.ts'
import { recordSent } from '../support/sent.ts'

/** Each message of a promotion and a rollback, as Slack gets it. */

const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException' })

test('promoted to dev, where one place fails and succeeds on Retry; to prod with an approval; rolled back', async () => {
  const world = aliasWorld()
  for (const place of [US, EU, OTHER]) world.uses.nameParameter(place, PROD, 'web-blue')
  world.instances.put({
    ...US,
    instanceId: 'i-1',
    state: 'running',
    tags: {},
    image: { imageId: build(1).imageId },
  })
  const sent = recordSent(world.messenger)
  world.aliases.refuse(OTHER, 'put', denied)
  const first = await world.send(await world.open({ kind: 'promote', image: build(1) }))
  await world.run(first)
  world.aliases.refuse(OTHER, 'put')
  const retry = await world.send(await world.open({ kind: 'retry', planId: first }))
  await world.run(retry)
  sent('promote-dev')
  const prod = await world.send(await world.open({ kind: 'promote', image: build(1) }))
  await world.approve(prod)
  await world.run(prod)
  await world.promote(build(2), 'dev')
  sent('promote-prod')
  const back = await world.send(await world.open({ kind: 'rollback', family: 'web', alias: 'dev' }))
  await world.run(back)
  await world.ask('command', { text: 'family web' })
  await world.ask('command', { text: `history ${build(1).imageId}` })
  sent('rollback')
})

test('what holds a promotion back, and what a reason overrides', async () => {
  const world = aliasWorld()
  world.put(1, { architecture: 'arm64' })
  world.put(3, { deprecatedAtMs: 1 })
  world.images.remove(build(2, 'eu-west-1'))
  for (const place of [US, EU, OTHER]) world.aliases.set(place, DEV, build(1, place.region).imageId)
  world.aliases.set(OTHER, PROD, 'web', { dataType: 'text' })
  const sent = recordSent(world.messenger)
  await world.open({ kind: 'promote', image: build(2), alias: 'dev' })
  await world.open({ kind: 'promote', image: build(2), alias: 'prod' })
  await world.open({ kind: 'promote', image: build(3), alias: 'prod' })
  await world.open({ kind: 'rollback', family: 'web', alias: 'prod' })
  await world.open({ kind: 'promote', image: build(2), alias: 'prod' }, 'U0SAM')
  await reconcile(world.needs)
  for (const text of [
    'promote web-2 staging',
    'rollback web',
    'rollback api prod',
    'family',
    'family wbe',
    'health',
  ])
    await world.ask('command', { text })
  sent('promotion-held-back')
})
