import type { World } from '../../../sandbox/world.ts'
import { get, post, startWorld } from './support.ts'

let world: World

beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.close())

test('an account joins an organization, and leaves it again', async () => {
  const ORGANIZATION = 'arn:aws:organizations::123456789012:organization/o-elsewhere1'
  const { json } = await post(world, '/_sandbox/accounts/210987654321', { memberOf: [ORGANIZATION] })
  expect(json).toMatchObject({ memberOf: { 210987654321: [ORGANIZATION] } })
  await post(world, '/_sandbox/accounts/210987654321', { memberOf: [] })
  expect((await get(world, '/_sandbox/accounts')).json).toMatchObject({
    memberOf: { 123456789012: [expect.stringContaining('o-sandbox001')], 210987654321: [] },
  })
})

test('an account has Allowed AMIs and blocks public access in one of its regions', async () => {
  const allowedImages = { state: 'enabled', criteria: [{ ImageProviders: ['123456789012'] }] }
  const place = { account: '345678901234', region: 'eu-west-1' }
  await post(world, '/_sandbox/accounts/345678901234', { region: 'eu-west-1', allowedImages })
  await post(world, '/_sandbox/accounts/345678901234', { region: 'eu-west-1', blockPublicAccess: true })
  expect((await get(world, '/_sandbox/accounts')).json).toMatchObject({
    settings: [{ ...place, allowedImages, blockPublicAccess: true }],
  })
})

test.each([
  ['an account of eleven digits', '12345678901', { memberOf: [] }],
  ['a membership that is no ARN', '210987654321', { memberOf: ['o-sandbox001'] }],
  ['a region that is none', '210987654321', { region: 'mars', blockPublicAccess: true }],
  ['a state that there is not', '210987654321', { allowedImages: { state: 'on' } }],
  [
    'a provider beside none',
    '210987654321',
    { allowedImages: { state: 'enabled', criteria: [{ ImageProviders: ['none', 'amazon'] }] } },
  ],
  ['a setting that there is not', '210987654321', { member: [] }],
])('%s is refused, and nothing changes', async (_what, account, body) => {
  const before = (await get(world, '/_sandbox/accounts')).json
  expect((await post(world, `/_sandbox/accounts/${account}`, body)).status).toBe(400)
  expect((await get(world, '/_sandbox/accounts')).json).toEqual(before)
})
