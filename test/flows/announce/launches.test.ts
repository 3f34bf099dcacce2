import { parseKeyPolicy } from '../../../src/domain/key-policy.ts'
import type { SnapshotKey } from '../../../src/domain/launchability.ts'
import { NOBODY } from '../../../src/domain/sharing.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { answer } from '../../../src/flows/answer/answer.ts'
import { attribute } from '../../../src/flows/attribute/attribute.ts'
import { createMemoryWorld, IMAGE } from '../../support/memory/world.ts'

/** An encrypted image that others have access to: whether they could launch it. */

const STAGING = '345678901234'
const ARN = `arn:aws:kms:us-east-1:${IMAGE.account}:key/1234abcd`
const RED = '🛑 Shared with 2 accounts, none of which can use its KMS key: launches there will fail'

const keyFor = (...accounts: string[]): SnapshotKey => ({
  arn: ARN,
  key: {
    known: true,
    value: {
      arn: ARN,
      state: 'Enabled',
      grants: [],
      policy: parseKeyPolicy(
        JSON.stringify({
          Statement: [IMAGE.account, ...accounts].map(id => ({
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${id}:root` },
            Action: 'kms:*',
            Resource: '*',
          })),
        }),
      ),
    },
  },
})

const createEncryptedWorld = (accounts: readonly string[] = [STAGING, '210987654321']) => {
  const world = createMemoryWorld()
  const snapshots = [{ snapshotId: 'snap-1', sizeGiB: 8, encrypted: true }]
  world.images.put(IMAGE, { state: 'available', name: 'web-1', tags: {}, snapshots })
  if (accounts.length > 0) world.images.share(IMAGE, { ...NOBODY, accounts })
  world.launchability.setKeys({ known: true, value: [keyFor()] })
  const cardText = () => world.messenger.posts('ami-ready')[0]?.message.text ?? ''
  return { ...world, cardText }
}

test('a new image whose key nobody else can use: one red line on its card', async () => {
  const world = createEncryptedWorld()
  await world.deliver(world.event('available'))
  expect(world.cardText()).toContain(RED)
  expect(JSON.stringify(world.messenger.posts('ami-ready')[0]?.message.blocks)).toContain(RED)
})

test('not shared, or not encrypted: no key is asked for', async () => {
  const alone = createEncryptedWorld([])
  await alone.deliver(alone.event('available'))
  const plain = createMemoryWorld()
  plain.images.share(IMAGE, { ...NOBODY, accounts: [STAGING] })
  await plain.deliver(plain.event('available'))
  expect([alone.launchability.looks(), plain.launchability.looks()]).toEqual([0, 0])
  expect(alone.cardText()).not.toContain('KMS')
})

test('EC2 does not say who has access: the card is there without it', async () => {
  const world = createEncryptedWorld()
  world.images.sharing = async () => {
    throw new Error('RequestLimitExceeded')
  }
  await world.deliver(world.event('available'))
  expect(world.cardText()).toMatch(/Available: web-1/)
})

test('a disabled image has no such line: nobody can launch it', async () => {
  const world = createEncryptedWorld()
  await world.deliver(world.event('available'))
  world.clock.advance(60_000)
  world.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
  await world.deliver(world.event('disabled'))
  expect(world.cardText()).not.toContain('🛑')
})

test('of a burst, no more than five images are looked up', async () => {
  const world = createEncryptedWorld()
  const events = Array.from({ length: 12 }, (_, at) => {
    const image = { ...IMAGE, imageId: `ami-${String(at).padStart(17, '0')}` }
    world.images.put(image, {
      state: 'available',
      name: `web-${at}`,
      tags: {},
      snapshots: [{ snapshotId: `snap-${at}`, sizeGiB: 8, encrypted: true }],
    })
    world.images.share(image, { ...NOBODY, accounts: [STAGING] })
    return world.event('available', image)
  })
  await announce({ ...world.needs, config: { ...world.config, digest: { above: 100 } } }, events)
  expect(world.launchability.looks()).toBe(5)
})

test('shared later, outside Slack: the card gets the line, and loses it once the key is shared too', async () => {
  const world = createEncryptedWorld([])
  await world.deliver(world.event('available'))
  world.images.share(IMAGE, { ...NOBODY, accounts: [STAGING] })
  const call = (id: string) => ({
    ...IMAGE,
    id,
    call: 'ModifyImageAttribute' as const,
    atMs: world.clock.nowMs(),
    principal: { kind: 'role' as const, name: 'pipeline' },
    sharing: { added: [STAGING], removed: [] },
  })
  await attribute(world.needs, [call('call/1')])
  expect(world.cardText()).toContain(
    '🛑 Shared with 1 account, which cannot use its KMS key: launches there will fail',
  )
  world.launchability.setKeys({ known: true, value: [keyFor(STAGING)] })
  await attribute(world.needs, [call('call/2')])
  expect(world.cardText()).not.toContain('🛑')
})

describe('asked for', () => {
  const ask = async (world: ReturnType<typeof createEncryptedWorld>, look: 'details' | 'uses') => {
    await answer(world.needs, {
      kind: 'look',
      key: `look-${look}`,
      look,
      image: IMAGE,
      person: { userId: 'U0MARIA', workspaceId: 'T0SANDBOX' },
      place: { channelId: 'C0READY', isPrivate: false },
      workspaceId: 'T0SANDBOX',
      appId: '',
      askedAtMs: world.clock.nowMs(),
    })
    return world.messenger.privateMessages('U0MARIA').at(-1) ?? ''
  }

  test('Details says of each whether it could launch it, and why not', async () => {
    const world = createEncryptedWorld()
    world.launchability.setKeys({ known: true, value: [keyFor(STAGING)] })
    const text = await ask(world, 'details')
    expect(text).toContain(
      '🛑 account `210987654321`: cannot launch it (neither the key’s policy nor a grant names it)',
    )
    expect(text).toContain('✅ account `345678901234`: can launch it (its Allowed AMIs are not checked)')
  })

  test('a missing permission is named where the fact would be', async () => {
    const world = createEncryptedWorld()
    const why = 'amiops lacks kms:GetKeyPolicy in production'
    world.launchability.setKeys({ known: true, value: [{ arn: ARN, key: { known: false, why } }] })
    world.uses.set('sharing', { known: true, value: { ...NOBODY, accounts: [STAGING] } })
    expect(await ask(world, 'uses')).toContain(`❔ account \`${STAGING}\`: unknown (${why})`)
  })
})
