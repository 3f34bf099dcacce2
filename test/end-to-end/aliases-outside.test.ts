import { type Message, startWorld, type TestWorld, writeConfig } from '../support/world.ts'

/** An alias that a role sets and deletes outside amiops, through the packaged functions; back with two clicks. */

const CHANNEL = 'ami-ready'
const NAME = '/golden/payments-base/prod'

const CONFIG = `slack: { workspace: T0SANDBOX, app: A0AMIOPS }
channels: { available: ${CHANNEL}, fallback: ami-alerts, audit: ami-audit }
roles: { operator: { userGroups: [S0OPERATORS] } }
actions: { rollback: { roles: [operator] } }
accounts: [{ id: '123456789012', alias: production, regions: [us-east-1] }]
families:
  payments-base:
    name: payments-base-*
    aliases:
      - { name: prod, parameter: ${NAME}, in: [production/us-east-1] }
`

let world: TestWorld
let ids: string[]
beforeAll(async () => {
  world = await startWorld({ configFile: writeConfig(CONFIG) })
  ids = []
  for (const number of [1, 2]) ids.push((await world.image({ name: `payments-base-${number}` })).imageId)
})
afterAll(() => world.close())

const outside = (text: string): boolean => /outside amiops/.test(text)
const cards = async (channel = CHANNEL): Promise<Message[]> =>
  (await world.roots(channel)).filter(({ text }) => outside(text))
const set = async (value: string | undefined): Promise<void> => {
  await world.post('/parameters', { name: NAME, value, by: 'role/terraform' })
  await world.advance(10_000)
}
interface Parameter {
  name: string
  value: string | null
}
const named = async (): Promise<string | null | undefined> =>
  (await world.get<Parameter[]>('/parameters')).find(({ name }) => name === NAME)?.value

test('it is announced once, CloudTrail names the tool, and Roll back sets it back', async () => {
  await set(ids[0])
  await set(ids[1])
  expect(await named()).toBe(ids[1])
  await world.advance(10 * 60_000)
  const [first, second, ...more] = await cards()
  expect(more).toEqual([])
  expect(first?.text).toMatch(
    /prod of payments-base in production us-east-1 was changed outside amiops: it now names .payments-base-1/,
  )
  expect(second?.text).toMatch(
    /now names .payments-base-2.*Before: .payments-base-1.*By role .terraform.* from /,
  )
  expect(await cards('ami-audit')).toHaveLength(2)

  const value = 'payments-base|prod|123456789012/us-east-1'
  expect(JSON.stringify(second?.blocks)).toContain(value)
  await world.click('maria', { channel: CHANNEL, ts: second?.ts ?? '', action_id: 'plan-rollback', value })
  expect((await world.form('maria'))?.text).toMatch(/payments-base-1/)
  await world.submit('maria', { purpose: { purpose: 'not approved' } })
  await world.advance(2 * 60_000)
  expect(await named()).toBe(ids[0])
  await world.advance(10 * 60_000)
  expect(await cards()).toHaveLength(2)
})

test('what SSM does not take is announced by nobody', async () => {
  const before = await cards()
  await set('ami-0ffffffffffffffff')
  expect(await named()).toBe(ids[0])
  expect(await cards()).toHaveLength(before.length)
})
