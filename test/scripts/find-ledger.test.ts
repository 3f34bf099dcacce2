import { CreateTableCommand, DeleteTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import type { World } from '../../sandbox/world.ts'
import { type AwsClients, createAwsClients } from '../../scripts/aws-clients.ts'
import { findLedger } from '../../scripts/find-ledger.ts'
import { startInstalled, TARGET } from './installed.ts'

let world: World
let clients: AwsClients
const TableName = 'amiops-sandbox'

beforeEach(async () => {
  world = await startInstalled()
  clients = createAwsClients(TARGET.region)
})
afterEach(() => world.close())

const putItem = (format: string) =>
  clients.dynamoDb.send(
    new PutItemCommand({
      TableName,
      Item: { pk: { S: 'EVENTS' }, sk: { S: 'LAST' }, format: { N: format } },
    }),
  )
/** The stack was removed, and its table stayed. */
const removeStack = () => {
  world.installation.stack = undefined
  world.installation.resources.clear()
}

test('a table that the stack made is the stack’s', async () => {
  await putItem('1')
  expect(await findLedger(clients, TARGET)).toEqual({ kind: 'of the stack' })
})

test('without a table the stack makes one', async () => {
  removeStack()
  expect(await findLedger(clients, { ...TARGET, stage: 'new' })).toEqual({ kind: 'of the stack' })
})

test('the table that a removed installation left is used, and that its items do not expire is said', async () => {
  await putItem('1')
  removeStack()
  expect(await findLedger(clients, TARGET)).toEqual({
    kind: 'earlier',
    words: expect.stringMatching(
      /amiops-sandbox of an earlier installation .*\n.*update-time-to-live --region us-east-1 --table-name amiops-sandbox/,
    ),
  })
})

test('so it is after the deployment that used it: the stack is there, without a table of its own', async () => {
  world.installation.resources.clear()
  expect(await findLedger(clients, TARGET)).toMatchObject({ kind: 'earlier' })
})

test('a table with other keys is no ledger', async () => {
  removeStack()
  await clients.dynamoDb.send(new DeleteTableCommand({ TableName }))
  await clients.dynamoDb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  )
  expect(await findLedger(clients, TARGET)).toEqual({
    kind: 'unusable',
    why: expect.stringContaining('its keys are id (HASH), expected pk (HASH), sk (RANGE)'),
  })
})

test('a table that a newer version wrote is not used', async () => {
  await putItem('2')
  removeStack()
  expect(await findLedger(clients, TARGET)).toEqual({
    kind: 'unusable',
    why: expect.stringContaining('has items of format 2, and this version of amiops reads format 1'),
  })
})

test('what AWS does not say is said to be unknown, with the rights that it takes', async () => {
  world.faults.add({ service: 'dynamodb', call: 'DescribeTable', error: 'AccessDeniedException' })
  expect(await findLedger(clients, TARGET)).toEqual({
    kind: 'unknown',
    why: expect.stringMatching(/AccessDeniedException.*dynamodb:DescribeTable/),
  })
})
