import type { Config } from '../../../src/domain/config.ts'
import { answer } from '../../../src/flows/answer/answer.ts'
import { changeImage } from '../../../src/stored/change-image.ts'
import { CONFIG, createMemoryWorld, IMAGE } from '../../support/memory/world.ts'

/** What a person is told when nothing matches: what was probably meant. */

const ACCOUNTS: Config['accounts'] = [
  { id: IMAGE.account, alias: 'production', regions: ['us-east-1', 'eu-west-1'] },
  { id: '210987654321', alias: 'staging', regions: ['us-west-2'] },
]

const ask = async (
  text: string,
  name = 'payments-base-2026',
  config: Config = { ...CONFIG, accounts: ACCOUNTS },
): Promise<string> => {
  const world = createMemoryWorld(config)
  const facts = { state: 'available' as const, name, tags: {}, snapshots: [] }
  world.images.put(IMAGE, facts)
  await changeImage(world.ledger, IMAGE, record => ({ ...record, facts }))
  await world.ledger.saveFleet(
    { account: IMAGE.account, region: IMAGE.region },
    undefined,
    new Map([[IMAGE.imageId, { mark: 'a' }]]),
  )
  await answer(world.needs, {
    kind: 'command',
    key: 'k',
    person: { userId: 'U0MARIA', workspaceId: 'T0SANDBOX' },
    place: { channelId: 'C0READY', isPrivate: false },
    workspaceId: 'T0SANDBOX',
    appId: 'A0AMIOPS',
    askedAtMs: world.clock.nowMs(),
    text,
  })
  return world.messenger.privateMessages('U0MARIA').at(-1) ?? ''
}

test.each<[typed: string, meant: string]>([
  ['status paymnts-base-2026', 'status payments-base-2026'],
  ['uses payments-base-2062', 'uses payments-base-2026'],
  ['history Payments-Base-2026', 'history payments-base-2026'],
  ['status ami-0123456789abcdef1', 'status ami-0123456789abcdef0'],
  ['status ami-0123456789abcedf0', 'status ami-0123456789abcdef0'],
  ['status ami-0eeeeeeeeeeeeeeee us-eas-1', 'status ami-0eeeeeeeeeeeeeeee us-east-1'],
  ['status ami-0eeeeeeeeeeeeeeee prodcution', 'status ami-0eeeeeeeeeeeeeeee production'],
  ['status bastion prodcution', 'status bastion production'],
  ['status bastion eu-wset-1', 'status bastion eu-west-1'],
  ['status bastion 210987654322', 'status bastion 210987654321'],
  ['status bastion ue-west-1', 'status bastion eu-west-1'],
])('%s: did you mean %s?', async (typed, meant) => {
  expect(await ask(typed)).toContain(`Did you mean \`/ami ${meant}\`?`)
})

test.each(['status nothing-like-it', 'status ami-0eeeeeeeeeeeeeeee', 'status nothing-*-like-it', 'status x'])(
  '%s: nothing comes near',
  async typed => {
    const answered = await ask(typed)
    expect(answered).toContain('No image matches')
    expect(answered).not.toContain('Did you mean')
  },
)

test('an image of an account that left the organization: the account and what to do, not “no image”', async () => {
  const config = {
    ...CONFIG,
    accounts: ACCOUNTS.slice(1),
    organization: { id: 'o-1', regions: ['us-east-1'], readRole: 'r', role: 'a', exclude: [] },
    left: [{ id: IMAGE.account, name: 'lab', leftAtMs: 0 }],
  }
  const answered = await ask(`status ${IMAGE.imageId}`, 'payments-base-2026', config)
  expect(answered).toMatch(
    /can’t look up `ami-0123456789abcdef0`: its account lab \(123456789012\) left the organization/,
  )
  expect(answered).not.toContain('No image')
  expect(await ask('status ami-0eeeeeeeeeeeeeeee', 'payments-base-2026', config)).toContain(
    'No image matches',
  )
})

test('a region of AWS that the config does not name is no slip: what it names', async () => {
  expect(await ask('status bastion us-east-2')).toMatch(
    /Region `us-east-2` isn’t configured\. Configured: us-east-1, eu-west-1, us-west-2\./,
  )
})

test('a misspelt region: what was probably meant, and what the config names', async () => {
  expect(await ask('status ami-0123456789abcdef0 us-eas-1')).toContain(
    'Region `us-eas-1` isn’t configured. Did you mean `/ami status ami-0123456789abcdef0 us-east-1`? Configured: us-east-1, eu-west-1, us-west-2.',
  )
})

test('a region of another account', async () => {
  expect(await ask('status bastion staging us-east-1')).toMatch(
    /Region `us-east-1` isn’t configured for account `staging`\. Configured: us-west-2\./,
  )
})

test('two ids: each is a question of its own', async () => {
  expect(await ask('uses ami-0123456789abcdef0 ami-0123456789abcdef1')).toContain(
    '`/ami uses ami-0123456789abcdef0` or `/ami uses ami-0123456789abcdef1`',
  )
})

test('an image that is called like an id is found by its name', async () => {
  expect(await ask('status ami-golden', 'ami-golden')).toContain('ami-golden (ami-0123456789abcdef0)')
})
