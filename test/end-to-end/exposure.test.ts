import { buttonsOf, startWorld, type TestWorld } from '../support/world.ts'

/** An image is made public outside Slack, and private again with one click on the alert. */

const ALERTS = 'ami-alerts'
/** Of an audience of the config. */
const PARTNER = '210987654321'
const STAGING = '345678901234'
const STRANGER = '567890123456'

let world: TestWorld
beforeAll(async () => {
  world = await startWorld({ slack: { rateLimits: 'off' } })
  await world.post('/aws', { cloudTrailDelayMs: 300 })
})
afterAll(() => world.close())

const alertOf = async (imageId: string) =>
  (await world.roots(ALERTS)).find(
    ({ text }) => text.includes(imageId) && /AMI (made public|is private again)/.test(text),
  )

const alerted = async (imageId: string) => {
  const untilMs = Date.now() + 30_000
  while ((await alertOf(imageId)) === undefined && Date.now() < untilMs) await world.idle()
  const alert = await alertOf(imageId)
  if (!alert) throw new Error(`Expected an alert of ${imageId}.`)
  return alert
}

const sharedWith = (imageId: string): string[] =>
  (world.sandbox.ec2.fleet.images.find(({ image }) => image.ImageId === imageId)?.launchPermissions ?? [])
    .map(({ UserId, Group }) => UserId ?? Group ?? '')
    .sort()

test('made public: the alert, one click, and the alert says that it is private again', async () => {
  const { imageId } = await world.image({ name: 'exposed' })
  for (const account of [STAGING, PARTNER, STRANGER, 'all'])
    await world.post(`/images/${imageId}/share`, { account })
  const alert = await alerted(imageId)
  expect(alert.text).toMatch(
    /🚨 AMI made public: `exposed` .*Anyone with an AWS account can launch it.*By IAM user `ops`/,
  )
  expect(buttonsOf(alert)).toEqual(['makePrivate', 'console'])

  await world.click('maria', { channel: ALERTS, ts: alert.ts, action_id: 'makePrivate' })
  await world.idle()
  expect(sharedWith(imageId)).toEqual([PARTNER, STAGING])
  const after = await alerted(imageId)
  expect(after.text).toMatch(/^✅ AMI is private again.*Made private by <@U0MARIA> · verified with EC2/)
  expect(buttonsOf(after)).toEqual(['console'])

  const history = JSON.stringify((await world.ask('maria', `history ${imageId}`)).blocks)
  expect(history).toMatch(/🔒 \*Made private\* by <@U0MARIA>/)
  expect((await world.roots('ami-audit')).map(({ text }) => text).join('\n')).toMatch(
    new RegExp(`made public · .*${imageId}.* · by IAM user .*Make private of .*${imageId}`, 's'),
  )
})

test('the image’s card does not invite to give the access back', async () => {
  const { imageId } = await world.image({ name: 'exposed-again', quiet: false })
  await world.post(`/images/${imageId}/share`, { account: 'all' })
  const alert = await alerted(imageId)
  await world.click('maria', { channel: ALERTS, ts: alert.ts, action_id: 'makePrivate' })
  await world.idle()
  expect(sharedWith(imageId)).toEqual([])
  const card = await world.card('ami-ready', imageId)
  expect(card.text).not.toContain('Was shared with')
  expect(buttonsOf(card)).not.toContain('share')
})

test('sam has no permission: denied, and the image stays public', async () => {
  const { imageId } = await world.image({ name: 'exposed-to-sam' })
  await world.post(`/images/${imageId}/share`, { account: 'all' })
  const alert = await alerted(imageId)
  await world.click('sam', { channel: ALERTS, ts: alert.ts, action_id: 'makePrivate' })
  await world.idle()
  expect(sharedWith(imageId)).toEqual(['all'])
  expect((await world.privateOf('sam')).at(-1)?.text).toContain('don’t have permission to make private')
  expect((await alerted(imageId)).text).toMatch(/^🚨/)
})
