import { readFileSync } from 'node:fs'
import { startWorld, type TestWorld, writeConfig } from '../support/world.ts'

const MINUTE = 60_000
const PAYMENTS = '500000000001'
const UNIT = 'arn:aws:organizations::123456789012:ou/o-sandbox001/ou-sbox-payments'
const ORGANIZATION = 'arn:aws:organizations::123456789012:organization/o-sandbox001'

/** The sandbox's config with an organization. */
const config = (): string =>
  `${readFileSync('sandbox/amiops.config.yml', 'utf8')}
organization:
  id: o-sandbox001
  regions: [us-east-1, eu-west-1]
  list: { role: 'arn:aws:iam::123456789012:role/amiops-organization' }
`

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({ configFile: writeConfig(config()) })
})
afterAll(() => world.close())

const schedule = async () => {
  await world.post('/functions/schedule')
  await world.idle()
}

const join = (id: string, name: string) =>
  world.post(`/accounts/${id}`, { memberOf: [ORGANIZATION, UNIT], name })

test('an account joins: its event waits until it is listed, then has a card with its name, and its images are found', async () => {
  await schedule()
  await join(PAYMENTS, 'Payments (prod)')
  const { imageId } = await world.image({ account: PAYMENTS, name: 'payments-api-1', quiet: false })
  const silent = await world.image({ account: PAYMENTS, region: 'eu-west-1', name: 'payments-old' })
  expect(await world.cards('ami-ready', imageId)).toEqual([])
  await schedule()
  await world.advance(2 * MINUTE)
  await world.idle()
  expect(JSON.stringify(await world.card('ami-ready', imageId))).toContain('Payments-prod')

  await schedule()
  expect((await world.ask('maria', `status ${silent.imageId}`)).text).toContain('payments-old')
  expect((await world.ask('maria', 'list account:Payments-prod')).text).toContain('payments-api-1')
})

test('an image of a member is changed in a session of its actor role, for who asked', async () => {
  const { imageId } = await world.image({ account: PAYMENTS, name: 'payments-web-1', quiet: false })
  await world.advance(MINUTE)
  await world.idle()
  await world.act('maria', 'ami-ready', imageId, 'disable')
  expect((await world.card('ami-ready', imageId)).text).toMatch(/🟡 Disabled/)
  expect(world.moments('ec2', /^AssumeRole amiops-actor/).at(-1)).toMatchObject({
    title: 'AssumeRole amiops-actor for U0MARIA -> ok',
    detail: { requestParameters: { roleArn: `arn:aws:iam::${PAYMENTS}:role/amiops-actor` } },
  })
})

test('an account leaves: it is not searched any more, and its cards stay', async () => {
  const { imageId } = await world.image({ account: PAYMENTS, name: 'payments-api-2', quiet: false })
  await world.advance(MINUTE)
  await world.idle()
  await world.post(`/accounts/${PAYMENTS}`, { memberOf: [] })
  await world.advance(10 * MINUTE)
  await schedule()
  await world.advance(MINUTE)
  expect(JSON.stringify(await world.ask('maria', 'list account:Payments-prod'))).not.toContain(
    'payments-api-2',
  )
  expect(await world.cards('ami-ready', imageId)).toHaveLength(1)
})
