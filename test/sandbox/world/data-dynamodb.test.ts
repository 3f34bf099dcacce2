import {
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { readDeployment } from '../../../sandbox/aws/deployment/deployment.ts'
import { type Aws, startAws } from '../aws/support.ts'

const TableName = 'amiops-sandbox'

const opened: Aws[] = []
afterEach(() => Promise.all(opened.splice(0).map(aws => aws.close())))

/** A DynamoDB with the deployment's table, and nothing in it. */
const start = async (): Promise<{ aws: Aws; client: DynamoDBClient }> => {
  const aws = await startAws({ seed: false })
  opened.push(aws)
  for (const table of readDeployment('serverless.yml').tables.values()) await aws.dynamoDb.createTable(table)
  return { aws, client: aws.dynamoDbClient() }
}

const put = (client: DynamoDBClient, number: number, more = {}) =>
  client.send(
    new PutItemCommand({ TableName, Item: { pk: { S: `IMAGE#${number}` }, sk: { S: 'RECORD' }, ...more } }),
  )

test('items of every type are restored, and are in the index', async () => {
  const before = await start()
  const item = {
    duePk: { S: 'DUE' },
    dueAtMs: { N: '1768478400123' },
    bytes: { B: new Uint8Array([0, 255]) },
    names: { SS: ['a', 'b'] },
    nested: { M: { list: { L: [{ BOOL: true }, { NULL: true }] } } },
  }
  await put(before.client, 1, item)
  const kept: unknown = JSON.parse(JSON.stringify(await before.aws.dynamoDb.snapshot()))

  const after = await start()
  await after.aws.dynamoDb.restore(kept)
  const { Items } = await after.client.send(
    new QueryCommand({
      TableName,
      IndexName: 'due',
      KeyConditionExpression: 'duePk = :due',
      ExpressionAttributeValues: { ':due': { S: 'DUE' } },
    }),
  )
  expect(Items).toEqual([{ pk: { S: 'IMAGE#1' }, sk: { S: 'RECORD' }, ...item }])
})

test('more than a megabyte, which comes in pages', async () => {
  const before = await start()
  const filling = { filling: { S: 'x'.repeat(100_000) } }
  for (let number = 0; number < 25; number += 1) await put(before.client, number, filling)
  const kept = await before.aws.dynamoDb.snapshot()
  expect(kept[TableName]).toHaveLength(25)

  const after = await start()
  await after.aws.dynamoDb.restore(kept)
  const names = (await after.aws.dynamoDb.snapshot())[TableName]?.map(item => item.pk?.S)
  expect(names?.sort()).toEqual(kept[TableName]?.map(item => item.pk?.S).sort())
})

test('writes that come during a snapshot wait for it: it is of one moment', async () => {
  const { aws, client } = await start()
  for (let number = 0; number < 30; number += 1) await put(client, number)
  // Two counters that only ever move together, the first one first.
  const raise = (number: number) =>
    client.send(
      new UpdateItemCommand({
        TableName,
        Key: { pk: { S: `IMAGE#${number}` }, sk: { S: 'RECORD' } },
        UpdateExpression: 'ADD steps :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      }),
    )
  let isDone = false
  const writing = (async () => {
    while (!isDone) {
      await raise(1)
      await raise(2)
    }
  })()
  for (let round = 0; round < 10; round += 1) {
    const [table = []] = Object.values(await aws.dynamoDb.snapshot())
    const stepsOf = (number: number) =>
      Number(table.find(item => item.pk?.S === `IMAGE#${number}`)?.steps?.N ?? 0)
    expect([0, 1]).toContain(stepsOf(1) - stepsOf(2))
    await new Promise(resolve => setImmediate(resolve))
  }
  isDone = true
  await writing
})

test('writes are notified, reads are not', async () => {
  const { aws, client } = await start()
  let told = 0
  aws.dynamoDb.onChange(() => {
    told += 1
  })
  await put(client, 1)
  expect(told).toBe(1)
  await client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'IMAGE#1' } },
    }),
  )
  expect(told).toBe(1)
})

test.each([
  ['no items', []],
  ['a table that is not there', { another: [{ pk: { S: '1' } }] }],
  ['items without their keys', { [TableName]: [{ sk: { S: '1' } }] }],
])('what no snapshot is, is refused: %s', async (_name, kept) => {
  const { aws } = await start()
  await expect(aws.dynamoDb.restore(kept)).rejects.toThrow()
})
