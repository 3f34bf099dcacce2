import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
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

test('several items are read at once', async () => {
  await claim()
  const Keys = [Key, { ...Key, sk: { S: 'NOWHERE' } }]
  const { Responses } = await client.send(
    new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } }),
  )
  expect(Responses?.[TableName]).toEqual([Key])
})

test('several items are written at once', async () => {
  const items = ['A', 'B', 'C'].map(sk => ({ ...Key, sk: { S: sk } }))
  await client.send(
    new BatchWriteItemCommand({
      RequestItems: { [TableName]: items.map(Item => ({ PutRequest: { Item } })) },
    }),
  )
  const { Responses } = await client.send(
    new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: items } } }),
  )
  expect(Responses?.[TableName]).toHaveLength(3)
})

test('only the owner of a claim takes it away', async () => {
  await client.send(new PutItemCommand({ TableName, Item: { ...Key, owner: { S: 'maria' } } }))
  const release = (owner: string) =>
    client.send(
      new DeleteItemCommand({
        TableName,
        Key,
        ConditionExpression: '#owner = :owner',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: { ':owner': { S: owner } },
      }),
    )
  await expect(release('alex')).rejects.toThrow(ConditionalCheckFailedException)
  await release('maria')
  expect(await isThere()).toBe(false)
})

test('a counter is raised only while its condition holds', async () => {
  const raise = () =>
    client.send(
      new UpdateItemCommand({
        TableName,
        Key,
        UpdateExpression: 'ADD #count :one',
        ConditionExpression: 'attribute_not_exists(#count) OR #count < :two',
        ExpressionAttributeNames: { '#count': 'count' },
        ExpressionAttributeValues: { ':one': { N: '1' }, ':two': { N: '2' } },
        ReturnValues: 'ALL_NEW',
      }),
    )
  await raise()
  expect((await raise()).Attributes?.count).toEqual({ N: '2' })
  await expect(raise()).rejects.toThrow(ConditionalCheckFailedException)
})

test('what dynalite does not know is refused, not played', async () => {
  const transaction = new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: Key } }] })
  expect((await refusalOf(client.send(transaction))).name).toBe('UnknownOperationException')
  const TimeToLiveSpecification = { AttributeName: 'expiresAtSec', Enabled: true }
  const expiry = new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification })
  expect((await refusalOf(client.send(expiry))).name).toBe('UnknownOperationException')
})
