import { ensureKey, type KeyName } from '../../sandbox/aws/ec2/seed/keys.ts'
import { arnOfKey } from '../../sandbox/aws/kms/key-arn.ts'
import type { ImageFacts } from '../../src/domain/image.ts'
import type { Finding } from '../../src/domain/impact.ts'
import { decideKeyAccess } from '../../src/domain/key-access.ts'
import type { SnapshotKey } from '../../src/domain/launchability.ts'
import type { Launcher } from '../../src/domain/launcher.ts'
import type { Launchability } from '../../src/ports.ts'
import { connectEdges } from '../support/edges.ts'
import { startBareWorld, type TestWorld } from '../support/world.ts'

/** The real adapter, which asks the sandbox's EC2 and KMS. */

const OWNER = '123456789012'
const STAGING: Launcher = { kind: 'account', id: '345678901234' }
const STRANGER: Launcher = { kind: 'account', id: '999999999999' }
const REGION = 'us-east-1'
const IMAGE = { account: OWNER, region: REGION, imageId: 'ami-0123456789abcdef0' }

let world: TestWorld
let launchability: Launchability
beforeAll(async () => {
  world = await startBareWorld()
  launchability = connectEdges(world.sandbox, { nowMs: () => Date.now() }).launchability
})
afterAll(() => world.close())
afterEach(() => world.sandbox.faults.clear())

/** A snapshot that is encrypted with this key. */
const withKey = (snapshotId: string, KmsKeyId: string): Pick<ImageFacts, 'snapshots'> => {
  const snapshot = { SnapshotId: snapshotId, Encrypted: true, KmsKeyId, State: 'completed' as const }
  world.sandbox.ec2.fleet.snapshots.push({ account: OWNER, region: REGION, snapshot })
  return { snapshots: [{ snapshotId, sizeGiB: 8, encrypted: true }] }
}
const arnOf = (name: KeyName): string =>
  arnOfKey(ensureKey(world.sandbox.ec2.fleet, name, { account: OWNER, region: REGION }, 0))
const onlyKey = (keys: Finding<readonly SnapshotKey[]>): SnapshotKey => {
  if (!keys.known || keys.value.length !== 1 || !keys.value[0])
    throw new Error(`Expected one key, got ${JSON.stringify(keys)}.`)
  return keys.value[0]
}
const accessOf = async (snapshotId: string, name: KeyName, launcher: Launcher) => {
  const { key } = onlyKey(await launchability.keys(IMAGE, withKey(snapshotId, arnOf(name))))
  return key.known ? decideKeyAccess(key.value, launcher, REGION) : key
}

test('nothing encrypted: no key, and nobody is asked', async () => {
  world.sandbox.faults.add({ service: 'ec2', call: 'DescribeSnapshots', error: 'UnauthorizedOperation' })
  const plain = { snapshots: [{ snapshotId: 'snap-00000000000000001', sizeGiB: 8, encrypted: false }] }
  expect(await launchability.keys(IMAGE, plain)).toEqual({ known: true, value: [] })
})

test('a key whose policy names the account, and one whose policy does not', async () => {
  expect(await accessOf('snap-0000000000000000a', 'golden-images', STAGING)).toEqual({ can: 'yes' })
  expect(await accessOf('snap-0000000000000000b', 'golden-images', STRANGER)).toMatchObject({ can: 'no' })
  expect(await accessOf('snap-0000000000000000c', 'payments-internal', STAGING)).toEqual({
    can: 'no',
    why: 'neither the key’s policy nor a grant names it',
  })
})

test('a key with a grant: the role that it names', async () => {
  expect(await accessOf('snap-0000000000000000d', 'eks-nodes', STAGING)).toEqual({
    can: 'yes',
    only: ['role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling'],
  })
})

test('the key of EBS itself: nobody else', async () => {
  expect(await accessOf('snap-0000000000000000e', 'aws/ebs', STAGING)).toMatchObject({ can: 'no' })
  expect(await accessOf('snap-0000000000000000f', 'aws/ebs', { kind: 'account', id: OWNER })).toEqual({
    can: 'yes',
  })
})

test('a key that is disabled, or pending deletion: its state is known', async () => {
  for (const state of ['Disabled', 'PendingDeletion'] as const) {
    const stored = ensureKey(world.sandbox.ec2.fleet, 'eks-nodes', { account: OWNER, region: REGION }, 0)
    stored.state = state
    const facts = withKey(`snap-000000000000${state === 'Disabled' ? '00001' : '00002'}`, arnOfKey(stored))
    expect(onlyKey(await launchability.keys(IMAGE, facts)).key).toMatchObject({
      known: true,
      value: { state },
    })
    stored.state = 'Enabled'
  }
})

test('two snapshots of one key: it is read once', async () => {
  const key = arnOf('golden-images')
  const first = withKey('snap-00000000000000010', key)
  const second = withKey('snap-00000000000000011', key)
  const keys = await launchability.keys(IMAGE, { snapshots: [...first.snapshots, ...second.snapshots] })
  expect(onlyKey(keys).arn).toBe(key)
})

test.each(['DescribeKey', 'GetKeyPolicy', 'ListGrants'])(
  'kms:%s is denied: the permission and the account are named',
  async call => {
    const facts = withKey(`snap-000000000000000${call.length + 10}`, arnOf('golden-images'))
    world.sandbox.faults.add({ service: 'kms', call, error: 'AccessDeniedException' })
    expect(onlyKey(await launchability.keys(IMAGE, facts)).key).toEqual({
      known: false,
      why: `amiops lacks kms:${call} in production`,
    })
  },
)

test('a key of an account that is not configured, a snapshot that is gone: unknown', async () => {
  const foreign = `arn:aws:kms:${REGION}:888888888888:key/1234abcd-12ab-34cd-56ef-1234567890ab`
  expect(onlyKey(await launchability.keys(IMAGE, withKey('snap-00000000000000030', foreign))).key).toEqual({
    known: false,
    why: 'its KMS key belongs to account 888888888888, which isn’t configured',
  })
  const gone = { snapshots: [{ snapshotId: 'snap-0000000000000dead', sizeGiB: 8, encrypted: true }] }
  expect(await launchability.keys(IMAGE, gone)).toMatchObject({
    known: false,
    why: expect.stringMatching(/^InvalidSnapshot\.NotFound/),
  })
})

describe('Allowed AMIs', () => {
  test('a missing permission is named; accounts that are not configured are not asked', async () => {
    world.sandbox.faults.add({
      service: 'ec2',
      call: 'GetAllowedImagesSettings',
      error: 'UnauthorizedOperation',
    })
    const read = await launchability.allowedImages(REGION, [STAGING.id, STRANGER.id])
    expect([...read]).toEqual([
      [STAGING.id, { known: false, why: 'amiops lacks ec2:GetAllowedImagesSettings in staging' }],
    ])
  })
})
