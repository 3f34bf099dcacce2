import { parseKeyPolicy } from '../../../src/domain/key-policy.ts'
import type { SnapshotKey } from '../../../src/domain/launchability.ts'
import { aliasWorld, build, DEV, EU, OTHER, US } from '../../support/aliases.ts'

/** Whether the account of a place can launch what an alias is promoted to. */

const PARTNER = { account: '210987654321', region: 'us-east-1' }
const ARN = `arn:aws:kms:us-east-1:${US.account}:key/1234abcd`

const keyFor = (accounts: readonly string[], id?: string, state = 'Enabled'): SnapshotKey => ({
  arn: ARN,
  key: {
    known: true,
    value: {
      arn: ARN,
      state,
      grants: [],
      policy: parseKeyPolicy(
        JSON.stringify({
          ...(id && { Id: id }),
          Statement: accounts.map(account => ({
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${account}:root` },
            Action: 'kms:*',
            Resource: '*',
          })),
        }),
      ),
    },
  },
})

/** A build with encrypted snapshots. */
const encryptedWorld = (config?: Parameters<typeof aliasWorld>[0]) => {
  const world = aliasWorld(config)
  world.put(1, { snapshots: [{ snapshotId: 'snap-1', sizeGiB: 8, encrypted: true }] })
  return world
}
const ask = { kind: 'promote' as const, image: build(1) }

test('an account that cannot use the key is held back, with who has to do what; the others are set', async () => {
  const world = encryptedWorld()
  world.launchability.setKeys({ known: true, value: [keyFor([US.account])] })
  const id = await world.open(ask)
  expect(world.formText()).toContain(
    '⛔ staging · us-east-1: cannot use the KMS key of its snapshots (neither the key’s policy nor a grant names it): its owner (production) has to add the account to the policy of arn:aws:kms:us-east-1:123456789012:key/1234abcd',
  )
  expect(world.formText()).not.toContain('Override what is marked')
  await world.run(await world.send(id))
  expect(await world.statesOf(id)).toEqual({ 'production us-east-1': 'done', 'production eu-west-1': 'done' })
  expect(await world.named(OTHER, DEV)).toBeUndefined()
  expect(world.cardOf()).toMatch(/⛔ \*?staging · us-east-1\*?: cannot use the KMS key of its snapshots/)
})

test('a key that can never be shared: another key', async () => {
  const world = encryptedWorld()
  world.launchability.setKeys({ known: true, value: [keyFor([US.account], 'auto-ebs-2')] })
  await world.open(ask)
  expect(world.formText()).toContain('(an AWS managed key can never be shared): copy it with another key')
})

test('a key that is disabled: that, and no advice on its policy', async () => {
  const world = encryptedWorld()
  world.launchability.setKeys({
    known: true,
    value: [keyFor([US.account, OTHER.account], undefined, 'Disabled')],
  })
  await world.open(ask)
  expect(world.formText()).toMatch(/⛔ staging · us-east-1: its KMS key is disabled(?!.*has to add)/)
})

test('an account whose Allowed AMIs exclude it is held back, also where something can be overridden', async () => {
  const world = aliasWorld()
  const none = { state: 'enabled' as const, criteria: [{ providers: ['amazon'] }] }
  world.launchability.allow(OTHER.account, { known: true, value: none })
  world.launchability.allow(US.account, { known: true, value: none })
  await world.open({ ...ask, alias: 'prod' })
  expect(world.formText()).toContain('⛔ staging · us-east-1: its Allowed AMIs do not allow this image')
  expect(world.formText()).toContain('⚠️ production · us-east-1: dev has not named it there')
})

test('what is unknown is said, to the approvers too, and holds nothing back', async () => {
  const world = encryptedWorld()
  await world.promote(build(1), 'dev')
  world.launchability.setKeys({ known: false, why: 'amiops lacks kms:GetKeyPolicy in production' })
  const line =
    '➡️ staging · us-east-1 · ❔ whether the account can launch it is unknown (its KMS key is unknown: amiops lacks kms:GetKeyPolicy in production)'
  const id = await world.open({ ...ask, alias: 'prod' })
  expect(world.formText()).toContain(line)
  expect(world.formText().match(/❔/g)).toHaveLength(1)
  const sent = await world.send(id)
  expect(world.cardOf('ami-alerts')).toMatch(/staging · us-east-1.*❔ whether the account can launch it/)
  await world.approve(sent)
  await world.run(sent)
  expect(new Set(Object.values(await world.statesOf(sent)))).toEqual(new Set(['done']))
  expect(world.cardOf('ami-alerts')).not.toContain('❔')
})

test('one look for an image, whatever number of accounts get it; none for own copies', async () => {
  const places = [US, EU, OTHER, PARTNER]
  const rule = { name: 'dev', parameter: DEV, gates: {} }
  const accounts = [
    { id: US.account, alias: 'production', regions: ['us-east-1', 'eu-west-1'] },
    { id: OTHER.account, alias: 'staging', regions: ['us-east-1'] },
    { id: PARTNER.account, alias: 'partner', regions: ['us-east-1'] },
  ]
  const of = (ins: typeof places) =>
    encryptedWorld({ accounts, families: { web: { name: ['web-*'], aliases: [{ ...rule, in: ins }] } } })
  const shared = of(places)
  shared.images.share(build(1), {
    accounts: [OTHER.account, PARTNER.account],
    organizations: [],
    organizationalUnits: [],
    isPublic: false,
  })
  shared.launchability.setKeys({ known: true, value: [keyFor([US.account, PARTNER.account])] })
  await shared.open(ask)
  expect(shared.formText()).toMatch(/⛔ staging · us-east-1: cannot use/)
  expect(shared.formText()).toMatch(/➡️ partner · us-east-1/)
  expect(shared.launchability.looks()).toBe(1)
  const own = of([US, EU])
  await own.open(ask)
  expect(own.formText()).toMatch(/➡️ production · us-east-1/)
  expect(own.launchability.looks()).toBe(0)
})

test('a roll back is not held back by it', async () => {
  const world = encryptedWorld()
  await world.promote(build(1), 'dev')
  await world.promote(build(2), 'dev')
  world.launchability.setKeys({ known: true, value: [keyFor([US.account])] })
  await world.open({ kind: 'rollback', family: 'web', alias: 'dev' })
  expect(world.formText()).toMatch(/➡️ staging · us-east-1/)
})
