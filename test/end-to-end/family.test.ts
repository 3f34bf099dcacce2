import { readFileSync } from 'node:fs'
import { startWorld, type TestWorld, writeConfig } from '../support/world.ts'

/** `/ami family` and the card of a new build, over the sandbox's own fleet. */

const PROD = '/golden/payments-base/prod'
const ALIASES = `aliases:
      - name: prod
        parameter: ${PROD}
        in: [123456789012/us-east-1, 123456789012/eu-west-1]
`

const withAliases = (): string => {
  const config = readFileSync('sandbox/amiops.config.yml', 'utf8')
  const families = /^ {2}payments-base:[\s\S]*?(?=^ {2}\S)/m
  if (!families.test(config))
    throw new Error('Expected the family payments-base in the config of the sandbox.')
  return writeConfig(
    config.replace(
      families,
      `  payments-base:\n    name: 'payments-base-*'\n    owner: S0OPERATORS\n    ${ALIASES}`,
    ),
  )
}

let world: TestWorld
beforeEach(async () => {
  world = await startWorld({ fleet: 'demo', configFile: withAliases() })
})
afterEach(() => world.close())

const newest = async (region = 'us-east-1') => {
  const found = (await world.images())
    .filter(
      one => one.name.startsWith('payments-base-') && one.region === region && one.state === 'available',
    )
    .sort((a, b) => (a.name < b.name ? 1 : -1))[0]
  if (!found) throw new Error(`Expected an image of payments-base in ${region}.`)
  return found
}

test('a family: its builds with their images, what an alias names, who runs it; what cannot be read is named', async () => {
  const { imageId, name } = await newest()
  await world.post('/parameters', {
    name: PROD,
    value: imageId,
    account: '123456789012',
    region: 'us-east-1',
    dataType: 'aws:ec2:image',
  })
  await world.idle()
  const { text } = await world.ask('maria', 'family payments-base')
  expect(text).toContain('Family `payments-base`')
  expect(text).toMatch(
    new RegExp(
      `Alias \`prod\` · \`${PROD}\`; \`${name}\` .*: production us-east-1; not set: production eu-west-1`,
    ),
  )
  expect(text).toContain(`🟢 production us-east-1 \`${imageId}\``)
  expect(text).toMatch(/\d+ instances?: /)
})

test('all families, and the closest one', async () => {
  const { text } = await world.ask('maria', 'family')
  expect(text).toMatch(/^\d+ families.*`payments-base`/)
  expect((await world.ask('maria', 'family payments-bsae')).text).toContain(
    'Did you mean `/ami family payments-base`?',
  )
})

test('the card of a new build names what it replaces', async () => {
  const { name } = await newest()
  const { imageId } = await world.image({
    quiet: false,
    name: 'payments-base-2027-01-01',
    tags: { Version: '99' },
  })
  const { text } = await world.card('ami-ready', imageId)
  expect(text).toContain('🟢 Available: payments-base-2027-01-01')
  expect(text).toContain(`New build of payments-base · replaces ${name}`)
  expect(text).toContain('Version')
})
