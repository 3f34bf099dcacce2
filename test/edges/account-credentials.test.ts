import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAccountCredentials } from '../../src/aws/ec2/account-credentials.ts'
import { createEc2Clients } from '../../src/aws/ec2/ec2-clients.ts'
import { createStillClock } from '../support/clock.ts'

const HOUR_MS = 60 * 60_000
const REGIONS = ['us-east-1', 'eu-west-1']
const ACCOUNTS = Array.from({ length: 250 }, (_, at) => ({
  id: String(100_000_000_000 + at),
  regions: REGIONS,
  role: `arn:aws:iam::${100_000_000_000 + at}:role/amiops-reader`,
}))

const clock = createStillClock()
let sts: Server
let assumed: string[] = []
let before: NodeJS.ProcessEnv

beforeAll(async () => {
  sts = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', chunk => chunks.push(chunk))
    request.on('end', () => {
      const role = new URLSearchParams(Buffer.concat(chunks).toString()).get('RoleArn') ?? ''
      assumed.push(role)
      response.setHeader('content-type', 'text/xml')
      response.end(
        `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>AKIA${assumed.length}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${new Date(clock.nowMs() + HOUR_MS).toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
      )
    })
  })
  await new Promise<void>(resolve => void sts.listen(0, '127.0.0.1', resolve))
  before = { ...process.env }
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${(sts.address() as AddressInfo).port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIATEST',
    AWS_SECRET_ACCESS_KEY: 'test',
  })
})
beforeEach(() => {
  assumed = []
})
afterAll(async () => {
  process.env = before
  await new Promise(resolve => sts.close(resolve))
})

test('a role is assumed once for all regions and clients of its account, and again shortly before its credentials end', async () => {
  const credentialsOf = createAccountCredentials(ACCOUNTS, clock.nowMs)
  const [first, second] = ACCOUNTS
  if (!first || !second) throw new Error('Expected accounts.')
  const clients = createEc2Clients(credentialsOf)
  const keys = await Promise.all(
    REGIONS.map(async region => (await clients.forReading(first.id, region)).config.credentials()),
  )
  expect(keys.map(({ accessKeyId }) => accessKeyId)).toEqual(['AKIA1', 'AKIA1'])
  await credentialsOf(second.id)?.()
  expect(assumed).toEqual([first.role, second.role])
  clock.advance(HOUR_MS - 5 * 60_000)
  await credentialsOf(first.id)?.()
  expect(assumed).toEqual([first.role, second.role, first.role])
})

test('clients of a thousand places: the latest are kept, and those of a region share their connections', async () => {
  const clients = createEc2Clients(createAccountCredentials(ACCOUNTS, clock.nowMs), 2)
  const [first] = ACCOUNTS
  const last = ACCOUNTS.at(-1)
  if (!first || !last) throw new Error('Expected accounts.')
  const oldest = await clients.forReading(first.id, 'us-east-1')
  for (const { id } of ACCOUNTS) for (const region of REGIONS) await clients.forReading(id, region)
  expect(await clients.forReading(first.id, 'us-east-1')).not.toBe(oldest)
  const latest = await clients.forReading(last.id, 'us-east-1')
  expect(await clients.forReading(last.id, 'us-east-1')).toBe(latest)
  expect(latest.config.requestHandler).toBe(oldest.config.requestHandler)
  expect(await latest.config.maxAttempts()).toBe(2)
})
