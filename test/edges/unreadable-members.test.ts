import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { readDeployment } from '../../sandbox/aws/deployment/deployment.ts'
import { createMembers } from '../../src/aws/ledger/members.ts'
import type { MemberList } from '../../src/domain/member-list.ts'
import { type Aws, startAws } from '../sandbox/aws/support.ts'

const TableName = 'amiops-sandbox'
const NOW = Date.UTC(2026, 0, 15, 12)

let aws: Aws
beforeAll(async () => {
  aws = await startAws({ seed: false })
  for (const table of readDeployment('serverless.yml').tables.values()) await aws.dynamoDb.createTable(table)
})
afterAll(() => aws.close())

const KEY = { pk: 'ORGANIZATION', sk: 'ACCOUNTS' }
const COPY = { pk: 'ORGANIZATION', sk: 'ACCOUNTS_COPY#1' }
const LIST: Omit<MemberList, 'version'> = {
  organization: 'o-a1b2c3d4e5',
  accounts: [{ id: '210000000001', name: 'Lab' }],
  listedAtMs: NOW,
}

describe('the list of the accounts', () => {
  const openList = () => {
    const client = DynamoDBDocumentClient.from(aws.dynamoDbClient())
    return {
      members: createMembers({ name: TableName, client }),
      put: (Item: Record<string, unknown>) => client.send(new PutCommand({ TableName, Item })),
      get: async (Key: typeof KEY) => (await client.send(new GetCommand({ TableName, Key }))).Item,
    }
  }
  /** As the last good version left it. */
  const saveGood = async () => {
    const opened = openList()
    const before = await opened.members.readMembers()
    expect(await opened.members.saveMembers({ version: 0, ...before, ...LIST })).toBe(true)
    return opened
  }

  test.each([
    [
      'its content',
      { format: 1, version: 7, members: { accounts: 'none' } },
      /members\.accounts is not Array/,
    ],
    ['its format', { format: 'one', version: 7, members: LIST }, /has format one/],
    ['without a format', { version: 7, members: LIST }, /has format undefined/],
    ['its version', { format: 1, members: LIST }, /version/],
  ])('damaged (%s): its copy is read, and the next list is written over it', async (_what, damaged, why) => {
    const { members, put, get } = await saveGood()
    await put({ ...KEY, ...damaged })
    const read = await members.readMembers()
    expect(read).toEqual({
      ...LIST,
      version: 0,
      fault: { kind: 'damaged', why: expect.stringMatching(why) },
    })
    if (!read) throw new Error('no list')
    const accounts = [...LIST.accounts, { id: '210000000002' }]
    expect(await members.saveMembers({ ...read, accounts })).toBe(true)
    expect(await members.readMembers()).toEqual({ ...LIST, accounts, version: 1 })
    expect(await get(COPY)).toMatchObject({ members: { accounts } })
  })

  test('of a newer format: its copy is read and written, and the newer one is left alone', async () => {
    const { members, put, get } = await saveGood()
    const newer = { ...KEY, format: 2, version: 9, members: { all: ['210000000003'] } }
    await put(newer)
    const read = await members.readMembers()
    expect(read).toMatchObject({ ...LIST, fault: { kind: 'newer', why: expect.stringMatching(/format 2/) } })
    if (!read) throw new Error('no list')
    const accounts = [{ id: '210000000004' }]
    expect(await members.saveMembers({ ...read, accounts })).toBe(true)
    expect(await get(KEY)).toEqual(newer)
    expect(await members.readMembers()).toMatchObject({ accounts, fault: { kind: 'newer' } })
    await put({ ...KEY, format: 1, version: 9 })
  })

  test('damaged when it was read, and of a newer format when it is written: the newer one stays', async () => {
    const { members, put, get } = await saveGood()
    await put({ ...KEY, format: 1, version: 9 })
    const read = await members.readMembers()
    const newer = { ...KEY, format: 2, version: 10 }
    await put(newer)
    if (!read) throw new Error('no list')
    expect(await members.saveMembers(read)).toBe(false)
    expect(await get(KEY)).toEqual(newer)
    await put({ ...KEY, format: 1, version: 9 })
  })

  test('and its copy, both damaged: no account is known, and the next list is written over both', async () => {
    const { members, put } = await saveGood()
    await put({ ...KEY, format: 1, version: 9 })
    await put({ ...COPY, format: 1 })
    const read = await members.readMembers()
    expect(read).toMatchObject({ accounts: [], fault: { kind: 'damaged', isLost: true } })
    if (!read) throw new Error('no list')
    expect(await members.saveMembers({ ...read, ...LIST })).toBe(true)
    expect(await members.readMembers()).toEqual({ ...LIST, version: 1 })
  })
})

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
