import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb'
import { readDeployment } from '../../../sandbox/aws/deployment/deployment.ts'
import { type Aws, refusalOf, startAws } from './support.ts'

let aws: Aws
let client: DynamoDBClient

const TableName = 'amiops-sandbox'

beforeEach(async () => {
  aws = await startAws({ seed: false })
  client = aws.dynamoDbClient()
  for (const table of readDeployment('serverless.yml').tables.values()) await aws.dynamoDb.createTable(table)
})
afterEach(() => aws.close())

const Key = { pk: { S: 'IMAGE#1' }, sk: { S: 'FACTS' } }

const claim = () =>
  client.send(new PutItemCommand({ TableName, Item: Key, ConditionExpression: 'attribute_not_exists(pk)' }))

const isThere = async () => (await client.send(new GetItemCommand({ TableName, Key }))).Item !== undefined

test('of two who claim the same item, one gets it', async () => {
  await claim()
  await expect(claim()).rejects.toThrow(ConditionalCheckFailedException)
})

test("the deployment's index is there to be asked", async () => {
  const Item = { ...Key, duePk: { S: 'DUE' }, dueAtMs: { N: '5' } }
  await client.send(new PutItemCommand({ TableName, Item }))
  const { Items } = await client.send(
    new QueryCommand({
      TableName,
      IndexName: 'due',
      KeyConditionExpression: 'duePk = :due AND dueAtMs <= :now',
      ExpressionAttributeValues: { ':due': { S: 'DUE' }, ':now': { N: '5' } },
    }),
  )
  expect(Items).toEqual([Item])
})

test('a write that is throttled has not happened', async () => {
  const error = 'ProvisionedThroughputExceededException'
  aws.faults.add({ service: 'dynamodb', call: 'PutItem', error })
  expect((await refusalOf(claim())).name).toBe(error)
  expect(await isThere()).toBe(false)
})

test('a write whose answer is lost has happened', async () => {
  aws.faults.add({ service: 'dynamodb', call: 'PutItem', drop: true, afterEffect: true })
  await expect(claim()).rejects.toThrow()
  expect(await isThere()).toBe(true)
})
