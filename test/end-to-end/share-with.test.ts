import { ensureKey, type KeyName } from '../../sandbox/aws/ec2/seed/keys.ts'
import { arnOfKey } from '../../sandbox/aws/kms/key-arn.ts'
import { buttonsOf, startWorld, type TestWorld } from '../support/world.ts'

/** Share… from the card to EC2 and back, with the config of the sandbox. */

const CHANNEL = 'ami-ready'
const PLACE = { account: '123456789012', region: 'us-east-1' }
const STAGING = '345678901234'
const PARTNER = '210987654321'
const RED = '🛑 Shared with 1 account, which cannot use its KMS key: launches there will fail'

let world: TestWorld
beforeAll(async () => {
  world = await startWorld({ digestAbove: 100, slack: { rateLimits: 'off' } })
})
afterAll(() => world.close())

const storedOf = (imageId: string) => {
  const found = world.sandbox.ec2.fleet.images.find(stored => stored.image.ImageId === imageId)
  if (!found) throw new Error(`Expected an image ${imageId}.`)
  return found
}
const accessOf = (imageId: string): string[] =>
  storedOf(imageId).launchPermissions.map(
    ({ UserId, OrganizationArn, OrganizationalUnitArn }) =>
      UserId ?? OrganizationArn ?? OrganizationalUnitArn ?? '',
  )
const snapshotsOf = (imageId: string) =>
  world.sandbox.ec2.fleet.snapshots.filter(({ snapshot }) =>
    storedOf(imageId).image.BlockDeviceMappings?.some(({ Ebs }) => Ebs?.SnapshotId === snapshot.SnapshotId),
  )

/** An available image with a card; its disks are encrypted with this key. */
const withCard = async (key?: KeyName): Promise<string> => {
  const { imageId } = await world.image({ quiet: false })
  if (!key) return imageId
  const KmsKeyId = arnOfKey(ensureKey(world.sandbox.ec2.fleet, key, PLACE, 0))
  for (const { snapshot } of snapshotsOf(imageId)) Object.assign(snapshot, { Encrypted: true, KmsKeyId })
  for (const { Ebs } of storedOf(imageId).image.BlockDeviceMappings ?? []) if (Ebs) Ebs.Encrypted = true
  return imageId
}
const chosen = (add: string[], options: string[] = []) => ({
  add: { add },
  remove: { remove: [] },
  options: { options },
})
/** Chooses, reviews, sends. @returns what the form showed in between */
const share = async (imageId: string, add: string[], options?: string[]): Promise<string> => {
  await world.openForm('maria', CHANNEL, imageId, 'shareWith')
  await world.submit('maria', chosen(add, options))
  const reviewed = await world.form('maria')
  await world.submit('maria', chosen(add, options))
  return reviewed?.text ?? ''
}

test('an image whose key the account cannot use: the red line, the statement, shared, verified, undone', async () => {
  const imageId = await withCard('payments-internal')
  const reviewed = await share(imageId, ['staging'])
  expect(reviewed).toContain('+ account `345678901234` (staging)')
  expect(reviewed).toContain('To be shared with 1 account, which cannot use its KMS key')
  expect(reviewed).toContain('"kms:GrantIsForAWSResource": "true"')
  expect(accessOf(imageId)).toEqual([STAGING])
  const card = await world.card(CHANNEL, imageId)
  expect(card.text).toContain(RED)
  expect(card.text).toMatch(
    /Given new launch permissions by <@U0MARIA> · \+ account `345678901234` · verified with EC2/,
  )
  expect(buttonsOf(card)).toEqual([
    'disable',
    'deregister',
    'shareWith',
    'retire',
    'scan',
    'undo-share',
    'more',
  ])
  expect((await world.form('maria'))?.text).toMatch(/was given new launch permissions/)

  const undo = await world.openForm('maria', CHANNEL, imageId, 'undo-share')
  expect(undo.text).toContain('− account `345678901234` (staging)')
  await world.submit('maria')
  expect(accessOf(imageId)).toEqual([])
  expect((await world.card(CHANNEL, imageId)).text).not.toContain('🛑')
})

test('a key that they can use: no red line; the snapshots follow, and who is no account is left out', async () => {
  const imageId = await withCard('golden-images')
  const reviewed = await share(imageId, ['partners', 'everybody'], ['shareSnapshots'])
  expect(reviewed).toContain('left out: organization `o-sandbox001`')
  expect(accessOf(imageId)).toEqual([
    PARTNER,
    'arn:aws:organizations::123456789012:organization/o-sandbox001',
  ])
  expect(snapshotsOf(imageId).map(({ createVolumePermissions }) => createVolumePermissions)).toEqual(
    snapshotsOf(imageId).map(() => [{ UserId: PARTNER }]),
  )
  expect((await world.card(CHANNEL, imageId)).text).not.toContain('cannot use its KMS key')
})

test('encrypted with the key of EBS itself: EC2 refuses, and the form says that it can never be shared', async () => {
  const imageId = await withCard('aws/ebs')
  const reviewed = await share(imageId, ['staging'])
  expect(reviewed).toContain('an AWS managed key can never be shared')
  expect(reviewed).not.toContain('has to add this')
  expect(accessOf(imageId)).toEqual([])
  expect((await world.card(CHANNEL, imageId)).text).toMatch(/Share requested by <@U0MARIA> failed/)
})

test('kms:GetKeyPolicy is missing: the permission is named where the fact would be', async () => {
  const imageId = await withCard('payments-internal')
  world.fault({ service: 'kms', call: 'GetKeyPolicy', error: 'AccessDeniedException', times: 9 })
  await world.openForm('maria', CHANNEL, imageId, 'shareWith')
  await world.submit('maria', chosen(['staging']))
  expect((await world.form('maria'))?.text).toContain('unknown (amiops lacks kms:GetKeyPolicy in production)')
  world.sandbox.faults.clear()
})

test('sam may not, and nothing is shared', async () => {
  const imageId = await withCard()
  const refused = await world.openForm('sam', CHANNEL, imageId, 'shareWith')
  expect(refused.text).toMatch(/You don’t have permission to share/)
  expect(accessOf(imageId)).toEqual([])
})
