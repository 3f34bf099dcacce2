import type { ImageFacts } from '../../src/domain/image.ts'
import { NOBODY } from '../../src/domain/sharing.ts'
import { announce } from '../../src/flows/announce/announce.ts'
import { serve } from '../../src/flows/serve.ts'
import { createAsk } from '../support/memory/ask-queue.ts'
import { asked, WITH_AUDIT, worldWith } from '../support/memory/asking.ts'
import { reconcile } from '../support/memory/reconcile.ts'
import { CONFIG, IMAGE, MINUTE } from '../support/memory/world.ts'
import { recordSent } from '../support/sent.ts'

/** Each answer to a command, and Home, as Slack gets it. */

const DAY = 24 * 60 * MINUTE
const STAGING = '345678901234'
const ref = (number: number, account = IMAGE.account, region = 'us-east-1') => ({
  account,
  region,
  imageId: `ami-${String(number).padStart(17, '0')}`,
})

const fleetWorld = async () => {
  const world = worldWith(
    {
      disable: { roles: ['operator'] },
      enable: { roles: ['operator'] },
      deregister: { roles: ['operator'] },
    },
    {
      ...WITH_AUDIT,
      accounts: [
        { id: IMAGE.account, alias: 'production', regions: ['us-east-1', 'eu-west-1'] },
        { id: STAGING, alias: 'staging', regions: ['us-east-1'] },
      ],
      families: { web: { name: ['web-*'], owner: 'S0WEB', channel: 'ami-ready' }, api: { name: ['api-*'] } },
      rules: [{ name: 'failures', when: { state: ['failed'] }, to: ['ami-alerts'], mention: ['S0ONCALL'] }],
    },
  )
  world.images.remove(IMAGE)
  const put = (number: number, more: Partial<ImageFacts> = {}, account?: string, region?: string) =>
    world.images.put(ref(number, account, region), {
      state: 'available',
      name: `web-${number}`,
      createdAtMs: world.clock.nowMs() - number * 30 * DAY,
      architecture: 'x86_64',
      tags: { Team: number % 2 ? 'web' : 'shop', Environment: 'production' },
      snapshots: [{ snapshotId: `snap-${number}`, sizeGiB: 8 * number, encrypted: false }],
      ...more,
    })
  for (const number of [1, 2, 3, 4, 5]) put(number)
  put(6, { state: 'disabled' })
  put(7, { name: 'api-7', deprecatedAtMs: world.clock.nowMs() - DAY }, STAGING)
  put(8, { name: 'api-8', lastLaunchedAtMs: world.clock.nowMs() - 2 * DAY }, IMAGE.account, 'eu-west-1')
  put(9, { state: 'failed', name: 'api-9' })
  const launch = (
    number: number,
    account: string,
    image: object,
    tags: Record<string, string> = { Team: 'web' },
  ) =>
    world.instances.put({
      account,
      region: 'us-east-1',
      instanceId: `i-${String(number).padStart(17, '0')}`,
      state: 'running',
      tags,
      image: { imageId: ref(number).imageId, ownerId: IMAGE.account, name: `web-${number}`, ...image },
    })
  launch(1, IMAGE.account, { state: 'available' })
  launch(3, IMAGE.account, { state: 'available' }, {})
  launch(6, STAGING, { state: 'disabled' })
  launch(20, STAGING, { state: 'deregistered' }, { Owner: '<!channel> *ops*' })
  world.images.share(ref(2), { ...NOBODY, accounts: [STAGING, '210987654321'] })
  await announce(world.needs, [
    world.event('failed', { ...ref(9), reason: 'Server.InternalError: Internal error' }),
  ])
  await reconcile(world.needs)
  world.clock.advance(15 * MINUTE)
  await reconcile(world.needs)
  const askAny = createAsk(world, 'e')
  const ask = (text: string, userId = 'U0MARIA') =>
    askAny('command', { text, place: { channelId: 'C0READY', isPrivate: false } }, userId)
  return { ...world, put, ask }
}

test.each<[string, readonly string[]]>([
  [
    'status',
    [
      ref(2).imageId,
      'web-1',
      'web',
      'web-*',
      'wbe-1',
      'ami-0ffffffffffffffff',
      `status ${ref(1).imageId} us-eas-1`,
    ],
  ],
  [
    'uses-and-history',
    [`uses ${ref(2).imageId}`, `history ${ref(9).imageId}`, `history ${ref(1).imageId}`, 'uses'],
  ],
  [
    'lists',
    [
      'list',
      'list state:disabled',
      'list family:web older-than:60d',
      'stale',
      'deleted',
      'list state:gone',
      'list colour:red',
      'list account:nowhere',
    ],
  ],
  ['fleet', ['fleet', 'fleet web', 'fleet wbe', 'family', 'family web']],
  ['service', ['help', 'health', '', 'staus', 'ping', 'muted', 'watching', 'report']],
])('answers: %s', async (name, texts) => {
  const world = await fleetWorld()
  world.uses.set('references', { known: true, value: [{ kind: 'launch-template', name: 'web' }] })
  const sent = recordSent(world.messenger)
  for (const text of texts) await world.ask(text)
  sent(`answers-${name}`)
})

test('what cannot be read is said in the answer', async () => {
  const world = await fleetWorld()
  const late = async () => {
    throw Object.assign(new Error('late'), { name: 'TimeoutError' })
  }
  Object.assign(world.needs.images, { describe: late, search: late })
  world.uses.set('references', { known: false, why: 'UnauthorizedOperation' })
  world.uses.set('sharing', { known: false, why: 'UnauthorizedOperation' })
  const sent = recordSent(world.messenger)
  for (const text of [ref(2).imageId, 'web-1', `uses ${ref(2).imageId}`, 'fleet', 'health'])
    await world.ask(text)
  sent('answers-unknown')
})

test('a change that is typed: its form, a choice of several images, a wrong region', async () => {
  const world = await fleetWorld()
  const sent = recordSent(world.messenger)
  const askAny = createAsk(world, 'f')
  for (const text of [
    `disable ${ref(2).imageId}`,
    'enable web-6',
    'disable web-*',
    'disable nothing',
    'deregister web-1 us-eas-1',
    'restore web-1',
  ])
    await askAny(
      'command',
      { text, viewId: `V-${text}`, place: { channelId: 'C0READY', isPrivate: false } },
      'U0MARIA',
    )
  sent('typed-changes')
})

test('Home, and what a channel is told when the bot is invited', async () => {
  const world = await fleetWorld()
  for (const userId of ['U0MARIA', 'U0NOBODY'])
    world.messenger.setPerson(userId, {
      known: true,
      workspaceId: 'T0SANDBOX',
      isStranger: false,
      isDeactivated: false,
    })
  const sent = recordSent(world.messenger)
  for (const userId of ['U0MARIA', 'U0NOBODY', 'U0GUEST'])
    await serve(world.needs, {
      kind: 'home',
      key: `home-${userId}`,
      person: { userId, workspaceId: '' },
      place: { channelId: 'D0ONE', isPrivate: true },
      workspaceId: 'T0SANDBOX',
      appId: 'A0AMIOPS',
      askedAtMs: world.clock.nowMs(),
    })
  for (const channelId of ['C0READY', 'C0ALERTS', 'C0AUDIT'])
    await serve(world.needs, {
      ...asked(world, `join-${channelId}`),
      kind: 'joined',
      person: { userId: 'U0AMIOPS', workspaceId: '' },
      place: { channelId, isPrivate: false },
    })
  sent('home-and-greeting')
  expect(CONFIG.channels.fallback).toBe('ami-alerts')
})
