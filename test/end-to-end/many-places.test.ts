import { readFileSync } from 'node:fs'
import { startWorld, type TestWorld, writeConfig } from '../support/world.ts'

/** Answers from more accounts and regions than one function reads: each of them by a message of its own. */

const REGIONS = [
  ...[
    'us-east-1',
    'us-east-2',
    'us-west-1',
    'us-west-2',
    'ca-central-1',
    'sa-east-1',
    'eu-west-1',
    'eu-west-2',
  ],
  ...['eu-west-3', 'eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'ap-south-1', 'ap-south-2'],
  ...['ap-southeast-1', 'ap-southeast-2', 'ap-northeast-1'],
]
const PLACES = 2 * REGIONS.length

let world: TestWorld
beforeAll(async () => {
  const yaml = readFileSync('sandbox/amiops.config.yml', 'utf8')
  const regions = `regions: [${REGIONS.join(', ')}]`
  world = await startWorld({
    fleet: 'demo',
    configFile: writeConfig(
      yaml
        .replace('regions: [us-east-1, eu-west-1]', regions)
        .replace('regions: [us-east-1]\n    role', `${regions}\n    role`),
    ),
  })
})
afterAll(() => world.close())

const answersTo = async (text: string): Promise<string[]> => {
  const before = (await world.privateOf('maria')).length
  await world.ask('maria', text)
  return (await world.privateOf('maria')).slice(before).map(message => message.text)
}

test('the person hears at once that it is read, then what runs everywhere; what denies is named', async () => {
  world.fault({
    service: 'ec2',
    call: 'DescribeInstanceImageMetadata@345678901234',
    error: 'UnauthorizedOperation',
    times: REGIONS.length,
  })
  const [first, ...others] = await answersTo('fleet')
  expect(first).toContain(`Reading ${PLACES} accounts and regions…`)
  const answer = others.find(text => text.includes('in 1 account'))
  expect(answer).toContain(
    `Not counted: instances of staging (${REGIONS.length} regions): amiops has no permission (\`UnauthorizedOperation\`).`,
  )
  // A fresh reading answers at once.
  expect((await answersTo('family payments-base')).join()).not.toContain('Reading')
})

test('a list of all places, and the same again', async () => {
  const { imageId } = await world.image({ name: 'leaving-soon', quiet: false })
  await world.change(imageId, 'deregister')
  const [first, second] = await answersTo('deleted leaving-*')
  expect(first).toContain(`Reading ${PLACES} accounts and regions…`)
  expect(second).toContain('1 deregistered image ·')
  expect(second).toContain(imageId)
  expect((await answersTo('deleted leaving-*')).join()).not.toContain('Reading')
})
