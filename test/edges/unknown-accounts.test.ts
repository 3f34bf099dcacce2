import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { readDeployment } from '../../sandbox/aws/deployment/deployment.ts'
import { createMembers } from '../../src/aws/ledger/members.ts'
import { type Aws, startAws } from '../sandbox/aws/support.ts'

const TableName = 'amiops-sandbox'
const NOW = Date.UTC(2026, 0, 15, 12)

let aws: Aws
beforeAll(async () => {
  aws = await startAws({ seed: false })
  for (const table of readDeployment('serverless.yml').tables.values()) await aws.dynamoDb.createTable(table)
})
afterAll(() => aws.close())

test('a note of an account that cannot be read is left out, and written again with the next event', async () => {
  const client = DynamoDBDocumentClient.from(aws.dynamoDbClient())
  const members = createMembers({ name: TableName, client })
  const id = '210000000001'
  const damaged = { pk: 'UNKNOWN_ACCOUNTS', sk: id, format: 1, heardAtMs: 'now', checkedAtMs: 'never' }
  await client.send(new PutCommand({ TableName, Item: damaged }))
  expect(await members.readUnknownAccounts()).toEqual([])
  expect(await members.saveUnknownAccount(id, NOW)).toEqual({ id, heardAtMs: NOW })
  expect(await members.readUnknownAccounts()).toEqual([{ id, heardAtMs: NOW }])
})
