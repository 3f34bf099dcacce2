import { DescribeImagesCommand } from '@aws-sdk/client-ec2'
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { createReadOwnAccount } from '../../../src/aws/http/own-account.ts'
import { type Aws, refusalOf, startAws } from './support.ts'

let aws: Aws

beforeEach(async () => {
  aws = await startAws()
})
afterEach(() => aws.close())

test("a role's credentials act in the role's account", async () => {
  const { Credentials, AssumedRoleUser } = await aws.stsClient().send(
    new AssumeRoleCommand({
      RoleArn: 'arn:aws:iam::210987654321:role/amiops-reader',
      RoleSessionName: 'U0MARIA',
    }),
  )
  expect(AssumedRoleUser?.Arn).toBe('arn:aws:sts::210987654321:assumed-role/amiops-reader/U0MARIA')
  const client = aws.ec2Client('us-east-1', Credentials?.AccessKeyId)
  const { Images } = await client.send(new DescribeImagesCommand({ Owners: ['self'] }))
  expect(Images?.map(image => image.Name?.split('-')[0])).toEqual(['security'])
})

test('a role that is none is refused', async () => {
  const call = aws
    .stsClient()
    .send(new AssumeRoleCommand({ RoleArn: 'not-a-role-arn-at-all', RoleSessionName: 'me' }))
  expect((await refusalOf(call)).name).toBe('ValidationError')
})

test('whose credentials these are', async () => {
  const own = await aws.stsClient().send(new GetCallerIdentityCommand({}))
  expect(own.Account).toBe('123456789012')
  const { Credentials } = await aws.stsClient().send(
    new AssumeRoleCommand({
      RoleArn: 'arn:aws:iam::210987654321:role/amiops-reader',
      RoleSessionName: 'U0MARIA',
    }),
  )
  const { AccessKeyId: accessKeyId = '', SessionToken: sessionToken = '' } = Credentials ?? {}
  const signing = { region: 'us-east-1', accessKeyId, secretAccessKey: 'sandbox', sessionToken }
  expect(await createReadOwnAccount(signing, aws.urlOf('/sts'))()).toBe('210987654321')
})
