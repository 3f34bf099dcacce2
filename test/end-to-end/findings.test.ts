import { startWorld, type TestWorld } from '../support/world.ts'

/** The demo fleet's bad build has a critical finding whose fix has been out for nine days; prod allows seven. */

const PROD = '/golden/payments-base/prod'

let world: TestWorld
beforeAll(async () => {
  world = await startWorld({ fleet: 'demo', slack: { rateLimits: 'off' } })
})
afterAll(() => world.close())

const named = async (): Promise<string[]> =>
  (await world.get<{ name: string; region: string; value: string }[]>('/parameters'))
    .filter(({ name }) => name === PROD)
    .map(({ region, value }) => `${region} ${value}`)

const idOf = (description: string): string =>
  world.sandbox.ec2.fleet.images.find(
    ({ image, region }) => region === 'us-east-1' && image.Description === description,
  )?.image.ImageId ?? ''

test('its card says so, and prod refuses it until somebody overrides that with a reason', async () => {
  const bad = idOf('Drops connections under load')
  expect(bad).toMatch(/^ami-/)
  expect((await world.ask('maria', `status ${bad}`)).text).toMatch(
    /🛑 2 critical, fix available since .* · 1 high, 1 medium, 1 low/,
  )
  const before = await named()
  await world.typed('maria', `promote ${bad} prod`)
  expect((await world.form('maria'))?.text.replaceAll('*', '')).toMatch(
    /⚠️ production · us-east-1: .*it has a critical finding whose fix has been available since \d{4}-\d\d-\d\d, and prod allows 7 days/,
  )
  await world.submit('maria', { purpose: { purpose: 'try it' } })
  expect((await world.form('maria'))?.text).toContain('Nothing can be set as it is')
  expect(await named()).toEqual(before)
})

test('Scan on a card starts a scan; its event brings the result to the card', async () => {
  const { imageId } = await world.image({ name: 'scan-me', quiet: false })
  await world.clickCard('maria', 'ami-ready', imageId, 'scan')
  expect((await world.card('ami-ready', imageId)).text).toMatch(
    /Amazon Inspector is scanning it · started by/,
  )
  await world.advance(90_000)
  await world.idle()
  const { text } = await world.card('ami-ready', imageId)
  expect(text).toMatch(/1 medium, no fix available · 1 low/)
  expect(text).not.toMatch(/is scanning it/)
  expect((await world.ask('maria', `history ${imageId}`)).text).toMatch(/Sent to Amazon Inspector/)
})

test('/ami scan says what it costs, and without the role nothing is started', async () => {
  const { imageId } = await world.image({ name: 'scan-me-too', quiet: false })
  expect((await world.typed('maria', `scan ${imageId}`)).text).toMatch(/AWS charges each scan that succeeds/)
  await world.clickCard('sam', 'ami-ready', imageId, 'scan')
  expect((await world.privateOf('sam')).at(-1)?.text).toMatch(/You don’t have permission to scan/)
})
