import {
  CopyImageCommand,
  DescribeImagesCommand,
  DisableImageBlockPublicAccessCommand,
  type EC2Client,
  EnableImageBlockPublicAccessCommand,
  GetAllowedImagesSettingsCommand,
  GetImageBlockPublicAccessStateCommand,
  ModifyImageAttributeCommand,
} from '@aws-sdk/client-ec2'
import { accessKeyIdOf } from '../../../../sandbox/aws/caller.ts'
import { changeAccountSettings } from '../../../../sandbox/aws/ec2/account-settings.ts'
import { type Aws, refusalOf, startAws } from '../support.ts'

const OWN = '123456789012'
const STAGING = { account: '345678901234', region: 'us-east-1' }

let aws: Aws
let client: EC2Client
let staging: EC2Client

beforeEach(async () => {
  aws = await startAws()
  client = aws.ec2Client()
  staging = aws.ec2Client('us-east-1', accessKeyIdOf(STAGING.account))
})
afterEach(() => aws.close())

const idOf = (prefix: string): string => {
  const found = aws.ec2.fleet.images.find(({ image }) => image.Name.startsWith(prefix))
  if (!found) throw new Error(`Expected an image ${prefix}.`)
  return found.image.ImageId
}

describe('Allowed AMIs', () => {
  const allow = (state: 'enabled' | 'audit-mode' | 'disabled', ...criteria: object[]) =>
    changeAccountSettings(aws.ec2.fleet, STAGING, { allowedImages: { state, criteria } })

  const settingsOf = async (from: EC2Client) => {
    const { $metadata, ...settings } = await from.send(new GetAllowedImagesSettingsCommand({}))
    return settings
  }

  const seen = async (ImageId = idOf('payments-base'), from = staging) =>
    (await from.send(new DescribeImagesCommand({ ImageIds: [ImageId] }))).Images?.[0]

  test('they are off, and each account has its own in each region', async () => {
    expect(await settingsOf(staging)).toMatchObject({ State: 'disabled', ManagedBy: 'account' })
    const criterion = {
      ImageProviders: [OWN],
      ImageNames: ['golden-*'],
      MarketplaceProductCodes: ['abc'],
      CreationDateCondition: { MaximumDaysSinceCreated: 90 },
      DeprecationTimeCondition: { MaximumDaysSinceDeprecated: 0 },
    }
    allow('audit-mode', criterion)
    expect(await settingsOf(staging)).toEqual({
      State: 'audit-mode',
      ManagedBy: 'account',
      ImageCriteria: [criterion],
    })
    expect((await settingsOf(client)).State).toBe('disabled')
    const eu = aws.ec2Client('eu-west-1', accessKeyIdOf(STAGING.account))
    expect((await settingsOf(eu)).State).toBe('disabled')
  })

  test('Allowed AMIs hide what fits no criterion, and never the account’s own', async () => {
    const ImageId = idOf('payments-base')
    expect((await seen())?.ImageAllowed).toBeUndefined()
    allow('enabled', { ImageProviders: ['amazon'] }, { ImageNames: ['checkout-*'] })
    expect((await refusalOf(seen())).name).toBe('InvalidAMIID.NotFound')
    const copy = { Name: 'copy', SourceImageId: ImageId, SourceRegion: 'us-east-1' }
    expect((await refusalOf(staging.send(new CopyImageCommand(copy)))).name).toBe('InvalidAMIID.NotFound')
    expect((await seen(ImageId, client))?.ImageId).toBe(ImageId)
    changeAccountSettings(
      aws.ec2.fleet,
      { account: OWN, region: 'us-east-1' },
      { allowedImages: { state: 'enabled', criteria: [] } },
    )
    expect((await seen(ImageId, client))?.ImageAllowed).toBe(true)
    expect((await refusalOf(seen(idOf('security-baseline'), client))).name).toBe('InvalidAMIID.NotFound')
  })

  test('in audit mode they hide nothing, and say what they would hide', async () => {
    allow('audit-mode', { ImageProviders: ['amazon'] })
    expect((await seen())?.ImageAllowed).toBe(false)
    const Filters = [{ Name: 'image-allowed', Values: ['true'] }]
    const ExecutableUsers = ['self']
    const allowed = await staging.send(new DescribeImagesCommand({ Filters, ExecutableUsers }))
    expect(allowed.Images).toEqual([])
  })

  test.each([
    ['the owner', { ImageProviders: [OWN] }, true],
    ['another owner', { ImageProviders: ['210987654321'] }, false],
    ['nobody else', { ImageProviders: ['none'] }, false],
    ['the name', { ImageNames: ['payments-*'] }, true],
    ['one letter of the name', { ImageNames: ['?ayments-base-*'] }, true],
    ['another name', { ImageNames: ['payments'] }, false],
    ['the owner and another name', { ImageProviders: [OWN], ImageNames: ['checkout-*'] }, false],
    ['its age', { CreationDateCondition: { MaximumDaysSinceCreated: 4 } }, true],
    ['a younger age', { CreationDateCondition: { MaximumDaysSinceCreated: 2 } }, false],
    ['a product code', { MarketplaceProductCodes: ['abc'] }, false],
    [
      'since when it is deprecated, which it is not',
      { DeprecationTimeCondition: { MaximumDaysSinceDeprecated: 0 } },
      true,
    ],
  ])('a criterion asks for %s', async (_what, criterion, isAllowed) => {
    allow('audit-mode', criterion)
    expect((await seen())?.ImageAllowed).toBe(isAllowed)
  })

  test('a criterion counts the days since an image was deprecated', async () => {
    const stored = aws.ec2.fleet.images.find(({ image }) => image.ImageId === idOf('payments-base'))
    if (stored) stored.image.DeprecationTime = new Date(aws.clock.nowMs() - 5 * 86_400_000).toISOString()
    allow('audit-mode', { DeprecationTimeCondition: { MaximumDaysSinceDeprecated: 5 } })
    expect((await seen())?.ImageAllowed).toBe(true)
    allow('audit-mode', { DeprecationTimeCondition: { MaximumDaysSinceDeprecated: 4 } })
    expect((await seen())?.ImageAllowed).toBe(false)
  })

  test('a policy of the organization beats what the account has set', async () => {
    allow('disabled')
    aws.ec2.configure({ allowedImageOwners: ['210987654321'] })
    expect(await settingsOf(staging)).toEqual({
      State: 'enabled',
      ImageCriteria: [{ ImageProviders: ['210987654321'] }],
      ManagedBy: 'declarative-policy',
    })
    expect((await refusalOf(seen())).name).toBe('InvalidAMIID.NotFound')
  })
})

describe('block public access', () => {
  const stateOf = async (from = client) => {
    const { ImageBlockPublicAccessState, ManagedBy } = await from.send(
      new GetImageBlockPublicAccessStateCommand({}),
    )
    return [ImageBlockPublicAccessState, ManagedBy]
  }

  const block = () =>
    client.send(new EnableImageBlockPublicAccessCommand({ ImageBlockPublicAccessState: 'block-new-sharing' }))

  const unblock = () => client.send(new DisableImageBlockPublicAccessCommand({}))

  const makePublic = (ImageId: string, from = client) =>
    from.send(new ModifyImageAttributeCommand({ ImageId, LaunchPermission: { Add: [{ Group: 'all' }] } }))

  test('while public access is blocked, no image of the account is made public, and those that are stay so', async () => {
    expect(await stateOf()).toEqual(['unblocked', 'account'])
    expect((await block()).ImageBlockPublicAccessState).toBe('block-new-sharing')
    expect(await stateOf()).toEqual(['block-new-sharing', 'account'])
    expect(await stateOf(staging)).toEqual(['unblocked', 'account'])
    expect(await stateOf(aws.ec2Client('eu-west-1'))).toEqual(['unblocked', 'account'])
    expect(await refusalOf(makePublic(idOf('bastion')))).toMatchObject({
      name: 'OperationNotPermitted',
      message: expect.stringContaining('block public access for AMIs is enabled for this account'),
    })
    const described = await staging.send(new DescribeImagesCommand({ ImageIds: [idOf('workshop-starter')] }))
    expect(described.Images?.[0]?.Public).toBe(true)
    expect((await unblock()).ImageBlockPublicAccessState).toBe('unblocked')
    await makePublic(idOf('bastion'))
    expect(await stateOf()).toEqual(['unblocked', 'account'])
  })

  test('a policy of the organization cannot be undone by an account', async () => {
    aws.ec2.configure({ blockPublicAccess: true })
    expect(await stateOf()).toEqual(['block-new-sharing', 'declarative-policy'])
    expect((await refusalOf(unblock())).name).toBe('OperationNotPermitted')
    expect((await refusalOf(block())).name).toBe('OperationNotPermitted')
  })

  test('another state than the one that there is, is refused', async () => {
    const wrong = { ImageBlockPublicAccessState: 'block-all' as 'block-new-sharing' }
    const call = client.send(new EnableImageBlockPublicAccessCommand(wrong))
    expect((await refusalOf(call)).name).toBe('InvalidParameterValue')
    expect(await stateOf()).toEqual(['unblocked', 'account'])
  })
})
