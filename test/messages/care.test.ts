import { NOBODY } from '../../src/domain/sharing.ts'
import { announce } from '../../src/flows/announce/announce.ts'
import { serve, serveMessage } from '../../src/flows/serve.ts'
import { createAsk } from '../support/memory/ask-queue.ts'
import { type AskedWorld, asked, ID, runSchedule, send } from '../support/memory/asking.ts'
import { reconcile } from '../support/memory/reconcile.ts'
import { MINUTE } from '../support/memory/world.ts'
import { PLAN_CONFIG, planWorld, ref } from '../support/plans.ts'
import { recordSent } from '../support/sent.ts'

/** Each message of clean-up, retirement, watching and muting, as Slack gets it. */

const DAY = 24 * 60 * MINUTE
const MAY = { roles: ['operator'] }

const careWorld = async (images: number, more: object = {}) => {
  const world = await planWorld(images, {
    families: { web: { name: ['web-*'], owner: 'S0OWNERS', channel: 'ami-ready' } },
    cleanup: {
      weekday: 'monday',
      hour: 9,
      rules: [{ when: {}, disableAfterDays: 90, deregisterAfterDays: 8, keepNewest: 1 }],
    },
    actions: { ...PLAN_CONFIG.actions, keep: MAY, retire: MAY },
    mute: { roles: ['operator'] },
    ...more,
  })
  for (const userId of ['U0MARIA', 'U0ANNA'])
    world.messenger.setPerson(userId, {
      known: true,
      workspaceId: 'T0SANDBOX',
      isStranger: false,
      isDeactivated: false,
    })
  const askAny = createAsk(world as unknown as AskedWorld, 'c')
  const command = (text: string, userId = 'U0MARIA') =>
    askAny('command', { text, place: { channelId: 'C0READY', isPrivate: false } }, userId)
  return { ...world, askAny, command }
}

test('clean-up: suggested, one kept, a plan of the rest; a warning, then the next step', async () => {
  const world = await careWorld(4)
  world.images.share(ref(3), { ...NOBODY, accounts: ['210987654321'] })
  const sent = recordSent(world.messenger)
  for (const text of [
    `keep ${ref(4).imageId} until 2026-12-31`,
    'cleanup web',
    'cleanup',
    'keep web-1',
    'cleanup wbe',
  ])
    await world.command(text)
  sent('cleanup-suggested')
  const id = world.messenger.posts('ami-ready').at(-1)?.message.metadata?.event_payload.suggestion ?? ''
  const plan = await world.ask('plan', { from: { kind: 'suggestion', id }, viewId: 'V0S' })
  await world.ask('submit-plan', {
    planId: plan,
    viewId: 'V0S',
    purpose: 'old',
    options: {},
    ...(await world.typed(plan)),
  })
  await world.run(plan)
  await world.command('cleanup')
  world.clock.advance(7 * DAY)
  await reconcile(world.needs)
  await world.command('cleanup')
  await world.command(`keep ${ref(4).imageId} off`)
  sent('cleanup-continued')
})

test('a suggestion of clean-up is declined, and another one expires', async () => {
  const world = await careWorld(2)
  const sent = recordSent(world.messenger)
  const suggested = (): string =>
    world.messenger.posts('ami-ready').at(-1)?.message.metadata?.event_payload.suggestion ?? ''
  await world.command('cleanup web')
  await world.askAny('decline-suggestion', { suggestionId: suggested() }, 'U0MARIA')
  await world.command('cleanup web')
  world.clock.advance(8 * DAY)
  await runSchedule(world as unknown as AskedWorld, 1)
  sent('cleanup-declined')
})

test('retired: the form, a date with a successor, warnings before it, another date, none', async () => {
  const world = await careWorld(3)
  world.instances.put({
    account: '123456789012',
    region: 'us-east-1',
    instanceId: 'i-1',
    state: 'running',
    tags: { Team: 'payments' },
    image: { imageId: ref(2).imageId },
  })
  world.uses.set('sharing', { known: true, value: { ...NOBODY, accounts: ['345678901234'] } })
  const sent = recordSent(world.messenger)
  const day = (days: number) => new Date(world.clock.nowMs() + days * DAY).toISOString().slice(0, 10)
  const click = (key: string) =>
    serve(world.needs, {
      ...asked(world, key),
      kind: 'propose',
      action: 'retire',
      image: ref(2),
      viewId: key,
    })
  const fill = (proposalId: string, key: string, retirement: object, options: object = {}) =>
    serve(world.needs, {
      ...send(world as unknown as AskedWorld, key, { retirement, options } as never),
      proposalId,
      viewId: proposalId,
    })
  await click(ID)
  await fill(ID, 'retire-it', { date: day(40), successor: ref(1).imageId })
  sent('retire')
  for (const days of [11, 23, 5, 1]) {
    world.clock.advance(days * DAY)
    await runSchedule(world as unknown as AskedWorld, 2)
  }
  sent('retire-warned')
  await click('d'.repeat(40))
  sent('retire-again')
})

test('watched and muted', async () => {
  const world = await careWorld(2)
  const sent = recordSent(world.messenger)
  for (const text of [
    'watch web',
    `watch ${ref(2).imageId}`,
    'watch nothing',
    'watching',
    'mute web 2d too loud',
    'muted',
    'mute web 30d',
    'mute',
  ])
    await world.command(text)
  await announce(world.needs, [world.event('disabled', ref(1))])
  await world.command('mute web off')
  await world.command('watch web off')
  await world.command('muted web')
  await world.command('mute web 1h', 'U0SAM')
  sent('watch-and-mute')
})

test('the report and the audit log', async () => {
  const world = await careWorld(3, {
    export: { roles: ['operator'] },
    reports: { weekly: { weekday: 'monday', hour: 7, channel: 'ami-ready' } },
  })
  await reconcile(world.needs)
  const plan = await world.submit('disable', [3], 'old')
  await world.run(plan)
  world.clock.advance(7 * DAY)
  await reconcile(world.needs)
  const sent = recordSent(world.messenger)
  for (const text of [
    'report',
    'export audit since 30d',
    'export audit since tomorrow',
    'export',
    'export audit by nobody',
  ])
    await world.command(text)
  await world.command('export audit', 'U0SAM')
  await serveMessage(world.needs, { kind: 'report', key: 'report/1', slotMs: world.clock.nowMs() })
  sent('report')
})
