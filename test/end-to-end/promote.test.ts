import { type Message, startWorld, type TestWorld } from '../support/world.ts'

/** A build becomes dev, then prod, in two accounts and two regions, through the packaged functions. */

const PROD = '/golden/payments-base/prod'
const STAGING = '345678901234'

let world: TestWorld
/** Two builds, the older one first: each in both regions, and shared with the other account. */
const builds: { us: string; eu: string }[] = []

beforeAll(async () => {
  world = await startWorld({ slack: { rateLimits: 'off' } })
  for (const day of ['01', '02']) {
    const { imageId: us } = await world.image({ name: `payments-base-2026-11-${day}`, quiet: false })
    const name = `payments-base-2026-11-${day}`
    const { imageId: eu } = await world.post<{ imageId: string }>(`/images/${us}/copy`, {
      region: 'eu-west-1',
      name,
    })
    await world.idle()
    await world.change(us, 'share', { account: STAGING })
    builds.push({ us, eu })
  }
})
afterAll(() => world.close())
afterEach(async () => {
  for (const person of ['maria', 'alex'])
    if (await world.form(person)) await world.post(`/people/${person}/close`, { all: true })
})

interface Parameter {
  name: string
  account: string
  region: string
  value: string
}
/** What prod names: by account and region. */
const named = async (name = PROD): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await world.get<Parameter[]>('/parameters'))
      .filter(one => one.name === name)
      .map(({ account, region, value }) => [`${account} ${region}`, value]),
  )
const everywhere = ({ us, eu }: { us: string; eu: string }) => ({
  '123456789012 us-east-1': us,
  '123456789012 eu-west-1': eu,
  [`${STAGING} us-east-1`]: us,
})

const cardOf = async (channel: string): Promise<Message> => {
  const card = (await world.roots(channel))
    .filter(({ metadata }) => metadata?.event_type === 'amiops_plan')
    .at(-1)
  if (!card) throw new Error(`Expected the card of a plan in ${channel}.`)
  return card
}
/** Presses a button of the newest plan's card. */
const press = async (person: string, channel: string, actionId: string): Promise<void> => {
  const { ts, blocks } = await cardOf(channel)
  const value = new RegExp(`"action_id":"${actionId}".*?"value":"([^"]*)"`).exec(JSON.stringify(blocks))?.[1]
  if (value === undefined) throw new Error(`Expected the button ${actionId} in ${JSON.stringify(blocks)}.`)
  await world.click(person, { channel, ts, action_id: actionId, value })
}
const reason = { purpose: { purpose: 'CVE-2026-1' } }

/** Some seconds pass: Parameter Store checks the image, and the plan looks again. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 6; turn++) {
    await world.advance(10_000)
    await world.idle()
  }
}
const promoteTo = async (imageId: string, alias: string): Promise<void> => {
  await world.typed('maria', `promote ${imageId} ${alias}`)
  await world.submit('maria', reason)
}
const [older, newer] = [() => builds[0] ?? { us: '', eu: '' }, () => builds[1] ?? { us: '', eu: '' }]

test('the button on the card: a new build becomes dev, in two accounts and two regions', async () => {
  const card = (await world.roots('ami-ready')).find(({ metadata }) => {
    return metadata?.event_type === 'amiops_card' && metadata.event_payload.image?.endsWith(older().us)
  })
  await world.click('maria', { channel: 'ami-ready', ts: card?.ts ?? '', action_id: 'promote' })
  const form = await world.form('maria')
  expect(form?.text).toMatch(/payments-base → dev.*payments-base-2026-11-01/s)
  await world.submit('maria')
  await settle()
  expect((await cardOf('ami-ready')).text).toMatch(
    /✅ Done: promote payments-base-2026-11-01 to dev in 3 places/,
  )
  expect(await named('/golden/payments-base/dev')).toEqual(everywhere(older()))
})

test('prod takes alex’s approval; one place fails, is named, and is set on Retry', async () => {
  await promoteTo(older().us, 'prod')
  expect((await cardOf('ami-alerts')).text).toMatch(
    /Approval needed: promote payments-base-2026-11-01 to prod/,
  )
  expect(await named()).toEqual({})
  await press('maria', 'ami-alerts', 'plan-approve')
  expect(await named()).toEqual({})
  world.fault({ service: 'ssm', call: `PutParameter@${STAGING}`, error: 'AccessDeniedException', times: 1 })
  await press('alex', 'ami-alerts', 'plan-approve')
  await settle()
  const failed = await cardOf('ami-alerts')
  expect(failed.text).toMatch(/⚠️ Done in part.*❌ staging · us-east-1 .*AccessDeniedException/s)
  expect(Object.keys(await named())).toHaveLength(2)
  await press('maria', 'ami-alerts', 'plan-retry')
  await world.submit('maria', reason)
  await settle()
  expect((await cardOf('ami-alerts')).text).toMatch(/✅ Done.*in 1 place/s)
  expect(await named()).toEqual(everywhere(older()))
})

test('rolled back in two clicks: the button, and the form as it opens', async () => {
  await promoteTo(newer().us, 'dev')
  await settle()
  await promoteTo(newer().us, 'prod')
  await press('alex', 'ami-alerts', 'plan-approve')
  await settle()
  expect(await named()).toEqual(everywhere(newer()))
  await press('maria', 'ami-alerts', 'plan-rollback')
  expect((await world.form('maria'))?.text).toMatch(/What each place named before/)
  await world.submit('maria', reason)
  await press('alex', 'ami-alerts', 'plan-approve')
  await settle()
  expect(await named()).toEqual(everywhere(older()))
})

test('an image that Parameter Store accepts and does not take has failed', async () => {
  world.fault({ service: 'ssm', call: 'ValidateImage@123456789012', times: 2 })
  await promoteTo(older().us, 'dev')
  await settle()
  for (let turn = 0; turn < 15; turn++) await settle()
  expect((await cardOf('ami-ready')).text).toMatch(/❌ production · us-east-1 .*did not take it/s)
})
