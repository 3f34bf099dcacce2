import { type Message, startWorld, type TestWorld } from '../support/world.ts'

/** A bad build with a copy and a descendant is taken out of use, and all of it is undone, through the packaged functions. */

const PROD = '/golden/payments-base/prod'
const STAGING = '345678901234'
const PARTNER = '210987654321'
const OWN = '123456789012'

let world: TestWorld
beforeAll(async () => {
  world = await startWorld({ slack: { rateLimits: 'off' } })
})
afterAll(() => world.close())

/** A build of the family, and its copy in the other region. */
const build = async (day: string): Promise<{ us: string; eu: string }> => {
  const name = `payments-base-2026-11-${day}`
  const { imageId: us } = await world.image({ name, quiet: false })
  const { imageId: eu } = await world.post<{ imageId: string }>(`/images/${us}/copy`, {
    region: 'eu-west-1',
    name,
  })
  await world.idle()
  await world.change(us, 'share', { account: STAGING })
  return { us, eu }
}
const setProd = (imageId: string, account: string, region: string) =>
  world.post('/parameters', { account, region, name: PROD, value: imageId })

interface Parameter {
  name: string
  account: string
  region: string
  value: string
}
const named = async (): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await world.get<Parameter[]>('/parameters'))
      .filter(one => one.name === PROD)
      .map(({ account, region, value }) => [`${account} ${region}`, value]),
  )
const stateOf = (imageId: string) =>
  world.sandbox.ec2.fleet.images.find(({ image }) => image.ImageId === imageId)?.image.State
const sharedWith = (imageId: string): string[] =>
  (world.sandbox.ec2.fleet.images.find(({ image }) => image.ImageId === imageId)?.launchPermissions ?? [])
    .map(({ UserId }) => UserId ?? '')
    .sort()

const cardOf = async (): Promise<Message> => {
  const card = (await world.roots('ami-alerts'))
    .filter(({ metadata }) => metadata?.event_type === 'amiops_plan')
    .at(-1)
  if (!card) throw new Error('Expected the card of a plan.')
  return card
}
const press = async (person: string, actionId: string): Promise<void> => {
  const { ts, blocks } = await cardOf()
  const value = new RegExp(`"action_id":"${actionId}".*?"value":"([^"]*)"`).exec(JSON.stringify(blocks))?.[1]
  if (value === undefined) throw new Error(`Expected the button ${actionId} in ${JSON.stringify(blocks)}.`)
  await world.click(person, { channel: 'ami-alerts', ts, action_id: actionId, value })
}
/** Parameter Store checks images, EC2's events come, and the plan looks again. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 9; turn++) {
    await world.advance(10_000)
    await world.idle()
  }
}
const reason = { purpose: { purpose: 'a backdoor' } }

test('revoked: aliases return, the image, its copy and its descendant are disabled; undone: all is as before', async () => {
  const good = await build('01')
  const bad = await build('02')
  await world.change(bad.us, 'share', { account: PARTNER })
  const { imageId: descendant } = await world.post<{ imageId: string }>(`/images/${bad.us}/copy`, {
    region: 'us-east-1',
    name: 'checkout-9',
  })
  const before = {
    [`${OWN} us-east-1`]: bad.us,
    [`${OWN} eu-west-1`]: bad.eu,
    [`${STAGING} us-east-1`]: bad.us,
  }
  await setProd(bad.us, OWN, 'us-east-1')
  await setProd(bad.eu, OWN, 'eu-west-1')
  await setProd(bad.us, STAGING, 'us-east-1')
  await settle()
  expect(await named()).toEqual(before)

  const form = await world.typed('maria', `revoke ${bad.us}`)
  expect(form.text).toMatch(/First, aliases return.*payments-base → prod.*Then 3 images are disabled/s)
  await world.submit('maria', reason)
  expect((await cardOf()).text).toMatch(/Approval needed: revoke payments-base-2026-11-02 \(3 images\)/)
  expect(await named()).toEqual(before)
  await press('alex', 'plan-approve')
  await settle()
  expect((await cardOf()).text).toMatch(/✅ Done: revoke payments-base-2026-11-02/)
  expect(await named()).toEqual({
    [`${OWN} us-east-1`]: good.us,
    [`${OWN} eu-west-1`]: good.eu,
    [`${STAGING} us-east-1`]: good.us,
  })
  expect([bad.us, bad.eu, descendant, good.us].map(stateOf)).toEqual([
    'disabled',
    'disabled',
    'disabled',
    'available',
  ])

  await press('maria', 'plan-undo')
  expect((await world.form('maria'))?.text).toMatch(/3 images are enabled, and launch permissions restored/)
  await world.submit('maria', reason)
  await press('alex', 'plan-approve')
  await settle()
  expect((await cardOf()).text).toMatch(/✅ Done: undo the revocation of payments-base-2026-11-02/)
  expect(await named()).toEqual(before)
  expect([bad.us, bad.eu, descendant].map(stateOf)).toEqual(['available', 'available', 'available'])
  expect(sharedWith(bad.us)).toEqual([PARTNER, STAGING].sort())
})

test('revoked at a copy of a copy: the build that it came from is found; the family names it as revoked, without Promote…', async () => {
  const { us } = await build('05')
  const copyOf = async (of: string, region: string, name: string): Promise<string> => {
    const { imageId } = await world.post<{ imageId: string }>(`/images/${of}/copy`, { region, name })
    await settle()
    return imageId
  }
  const again = await copyOf(await copyOf(us, 'eu-west-1', 'checkout-base'), 'us-east-1', 'ledger-base')
  expect((await world.typed('maria', `revoke ${again}`)).text).toContain('the image itself, 3 copies')
  await world.submit('maria', reason)
  await press('alex', 'plan-approve')
  await settle()
  expect([us, again].map(stateOf)).toEqual(['disabled', 'disabled'])

  // Somebody enables it outside amiops.
  await world.change(us, 'enable')
  const { text, blocks } = await world.ask('maria', 'family payments-base')
  expect(text).toMatch(/`payments-base-2026-11-05` · .*⛔ Revoked by <@U0MARIA>: “a backdoor”/)
  const offered = [...JSON.stringify(blocks).matchAll(/Promote… (ami-\w+) in/g)].map(([, id]) => id)
  expect(offered.length).toBeGreaterThan(0)
  expect(offered).not.toContain(us)
})
