import { parseKeyPolicy } from '../../../src/domain/key-policy.ts'
import { NOBODY } from '../../../src/domain/sharing.ts'
import { EU, OTHER, PROD, US } from '../../support/aliases.ts'
import { BAD, GOOD, revokeWorld } from '../../support/revocations.ts'

/** What an alias returns to is what its account can launch. */

const ARN = `arn:aws:kms:us-east-1:${US.account}:key/1234abcd`
const ours = parseKeyPolicy(
  JSON.stringify({
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${US.account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  }),
)

test('the newest build has a key that the other account cannot use: there the alias returns to the one before', async () => {
  const world = await revokeWorld()
  const newest = world.put(3, { snapshots: [{ snapshotId: 'snap-3', sizeGiB: 8, encrypted: true }] })
  world.launchability.setKeys({
    known: true,
    value: [
      { arn: ARN, key: { known: true, value: { arn: ARN, state: 'Enabled', grants: [], policy: ours } } },
    ],
  })
  await world.revoke()
  expect(await world.named(US, PROD)).toBe(newest.imageId)
  expect(await world.named(OTHER, PROD)).toBe(GOOD.imageId)
})

test('the newest build is not shared with the other account: there the alias returns to the one before', async () => {
  const world = await revokeWorld()
  const newest = world.put(3)
  world.images.share(newest, NOBODY)
  await world.revoke()
  expect(await world.named(US, PROD)).toBe(newest.imageId)
  expect(await world.named(OTHER, PROD)).toBe(GOOD.imageId)
})

test('the newest build is of another architecture: the alias returns to the one before', async () => {
  const world = await revokeWorld()
  world.put(3, { architecture: 'arm64' })
  await world.revoke()
  for (const place of [US, OTHER]) expect(await world.named(place, PROD)).toBe(GOOD.imageId)
})

test('nothing of that architecture: the alias stays, and is named', async () => {
  const world = await revokeWorld()
  world.put(1, { architecture: 'arm64' })
  await world.openRevoke()
  for (const place of ['production · us-east-1', 'production · eu-west-1', 'staging · us-east-1'])
    expect(world.formText()).toContain(
      `⛔ web → prod, ${place}: no other image of the family and architecture can be launched there`,
    )
  await world.revoke()
  expect(await world.named(US, PROD)).toBe(BAD.imageId)
  expect(await world.named(EU, PROD)).not.toBe(GOOD.imageId)
})
