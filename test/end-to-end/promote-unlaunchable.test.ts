import { startWorld, type TestWorld } from '../support/world.ts'

/** The demo fleet's build of 16 days ago, whose key is shared with nobody, becomes dev where it can be launched. */

const DEV = '/golden/payments-base/dev'

let world: TestWorld
beforeAll(async () => {
  world = await startWorld({ fleet: 'demo', slack: { rateLimits: 'off' } })
})
afterAll(() => world.close())

interface Parameter {
  name: string
  account: string
  region: string
  value: string
}
const named = async (): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await world.get<Parameter[]>('/parameters'))
      .filter(({ name }) => name === DEV)
      .map(({ account, region, value }) => [`${account} ${region}`, value]),
  )

test('the account that cannot use its key is held back, and keeps what its alias names', async () => {
  const build = world.sandbox.ec2.fleet.images.find(
    ({ image }) => image.Description === 'Encrypted with the key of the payments team',
  )
  const imageId = build?.image.ImageId ?? ''
  expect(imageId).toMatch(/^ami-/)
  const before = await named()
  await world.typed('maria', `promote ${imageId} dev`)
  const form = await world.form('maria')
  expect(form?.text.replaceAll('*', '')).toMatch(
    /⛔ staging · us-east-1: cannot use the KMS key of its snapshots \(neither the key’s policy nor a grant names it\): its owner \(production\) has to add the account to the policy of arn:aws:kms:us-east-1:123456789012:key\//,
  )
  await world.submit('maria', { purpose: { purpose: 'a new build' } })
  for (let turn = 0; turn < 6; turn++) {
    await world.advance(10_000)
    await world.idle()
  }
  expect(await named()).toEqual({ ...before, '123456789012 us-east-1': imageId })
  const cards = (await world.roots('ami-ready')).filter(
    ({ metadata }) => metadata?.event_type === 'amiops_plan',
  )
  expect(cards.at(-1)?.text).toMatch(/⚠️ Done in part: promote payments-base-.* to dev in 1 place/)
  expect(cards.at(-1)?.text).toMatch(/⛔.*staging.*cannot use the KMS key/)
})
