import { DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { readDeployment } from '../../sandbox/aws/deployment/deployment.ts'
import { createFleets } from '../../src/aws/ledger/fleets.ts'
import type { Fleet } from '../../src/domain/fleet.ts'
import { type Aws, startAws } from '../sandbox/aws/support.ts'

const TableName = 'amiops-sandbox'
const PLACE = { account: '123456789012', region: 'us-east-1' }
const pk = 'FLEET#123456789012/us-east-1'

let aws: Aws
beforeAll(async () => {
  aws = await startAws({ seed: false })
  for (const table of readDeployment('serverless.yml').tables.values()) await aws.dynamoDb.createTable(table)
})
afterAll(() => aws.close())

const IMAGES: Fleet = new Map([['ami-00000000000000001', { mark: 'a', facts: { tags: {} } }]])

const open = () => {
  const client = DynamoDBDocumentClient.from(aws.dynamoDbClient())
  const put = (item: object) => client.send(new PutCommand({ TableName, Item: { pk, ...item } }))
  const keys = async () => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
      }),
    )
    return Items.map(({ sk }) => String(sk).replace(/\d+/, ''))
  }
  return { put, keys, fleets: createFleets({ name: TableName, client }) }
}

test('what has another version is not read, and is replaced by the next scan', async () => {
  const { put, keys, fleets } = open()
  await put({ sk: 'PART#00', images: '1 00000000000000001a' })
  expect(await fleets.readFleet(PLACE)).toBeUndefined()
  await fleets.saveFleet(PLACE, undefined, IMAGES)
  expect(await fleets.readFleet(PLACE)).toEqual(IMAGES)
  expect(await keys()).toEqual(['FORMAT', 'IMAGES#'])

  await put({ sk: 'FORMAT', format: 1, version: 5 })
  expect(await fleets.readFleet(PLACE)).toBeUndefined()
  await fleets.saveFleet(PLACE, undefined, new Map())
  expect(await keys()).toEqual(['FORMAT'])
})

test('a damaged part makes all of it unreadable, not smaller', async () => {
  const { put, fleets } = open()
  await fleets.saveFleet(PLACE, undefined, IMAGES)
  await put({ sk: 'IMAGES#999', format: 1, images: new Uint8Array([1, 2, 3]) })
  expect(await fleets.readFleet(PLACE)).toBeUndefined()
})
