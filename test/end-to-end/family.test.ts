import { startWorld, type TestWorld } from '../support/world.ts'

/** `/ami family` and the card of a new build, over the sandbox's own fleet. */

let world: TestWorld
beforeEach(async () => {
  world = await startWorld({ fleet: 'demo' })
})
afterEach(() => world.close())

const PROD = '/golden/payments-base/prod'
const inProduction = { account: '123456789012', region: 'us-east-1' }

interface Parameter {
  account: string
  region: string
  name: string
  value: string
}

const named = async (name: string, { account, region } = inProduction): Promise<string> => {
  const all = await world.get<Parameter[]>('/parameters')
  const found = all.find(one => one.name === name && one.account === account && one.region === region)
  if (!found) throw new Error(`Expected the parameter ${name} in ${account} ${region}.`)
  return found.value
}

const newest = async () => {
  const [found] = (await world.images())
    .filter(one => one.name.startsWith('payments-base-') && one.state === 'available')
    .filter(one => one.account === inProduction.account && one.region === inProduction.region)
    .sort((a, b) => (a.name < b.name ? 1 : -1))
  if (!found) throw new Error('Expected an image of payments-base.')
  return found
}

test('a family: its builds with their copies, what its aliases name, launch templates that name these, who runs what', async () => {
  const { text } = await world.ask('maria', 'family payments-base')
  expect(text).toContain('Family `payments-base`')
  const imageId = await named(PROD)
  const image = (await world.images()).find(one => one.imageId === imageId)
  expect(text).toMatch(
    new RegExp(`Alias \`prod\` · \`${PROD}\`; \`${image?.name}\` [^;]*production us-east-1`),
  )
  expect(text).toContain('Alias `dev` · `/golden/payments-base/dev`')
  expect(text).toMatch(/Named by \d+ launch templates?: `/)
  expect(text).toContain(`🟢 production us-east-1 \`${imageId}\``)
  expect(text).toMatch(/\d+ instances?: /)
  expect(text).not.toContain('not known')
})

test('a build is promoted from there: its button opens the form', async () => {
  const { imageId, account, region, name } = await newest()
  const { ts } = await world.ask('maria', 'family payments-base')
  await world.click('maria', {
    channel: 'ami-ready',
    ts,
    action_id: 'promote',
    value: `${account}/${region}/${imageId}`,
  })
  const form = await world.form('maria')
  expect(form?.text).toContain(name)
  expect(form?.text).toContain('production · us-east-1')
})

test('somebody sets an alias outside of amiops: it is what the next answer names; what cannot be read is named', async () => {
  const { imageId, name } = await world.image({ name: 'payments-base-2027-01-01' })
  await world.post('/parameters', { name: PROD, value: imageId, ...inProduction, dataType: 'aws:ec2:image' })
  await world.idle()
  world.fault({
    service: 'ssm',
    call: 'GetParameters@345678901234',
    error: 'AccessDeniedException',
    times: 9,
  })
  const { text } = await world.ask('maria', 'family payments-base')
  expect(text).toMatch(new RegExp(`Alias \`prod\` .*\`${name}\` \\(newest\\): production us-east-1`))
  expect(text).toMatch(/⚠️ couldn’t be read \([^)]*\): staging us-east-1/)
})

test('all families, and the closest one', async () => {
  const { text } = await world.ask('maria', 'family')
  expect(text).toMatch(/^\d+ families.*`payments-base`/)
  expect((await world.ask('maria', 'family payments-bsae')).text).toContain(
    'Did you mean `/ami family payments-base`?',
  )
})

test('the card of a new build names what it replaces', async () => {
  const { imageId } = await world.image({
    quiet: false,
    name: 'payments-base-2027-01-01',
    tags: { Version: '99' },
  })
  const { text } = await world.card('ami-ready', imageId)
  expect(text).toContain('🟢 Available: payments-base-2027-01-01')
  expect(text).toMatch(/New build of payments-base · replaces payments-base-/)
  expect(text).toContain('Version')
})
