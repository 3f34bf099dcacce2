import { envelopeOf, startWorld, type TestWorld } from '../support/world.ts'

/** `/ami fleet` over the sandbox's own fleet: instances in two accounts, some of images that are gone. */

let world: TestWorld
beforeEach(async () => {
  world = await startWorld({ fleet: 'demo' })
})
afterEach(() => world.close())

const instance = (name: string) => {
  const found = world.sandbox.ec2.fleet.instances.find(({ instance: { Tags = [] } }) =>
    Tags.some(({ Value }) => Value === name),
  )
  if (!found) throw new Error(`Expected an instance ${name}.`)
  return found.instance.InstanceId
}

const answerOf = async (text: string) => {
  const before = (await world.privateOf('maria')).length
  await world.ask('maria', text)
  return (await world.privateOf('maria')).slice(before)
}

test('names the instances of an image that is gone, in every account, and sends the complete list to the person alone', async () => {
  const messages = await answerOf('fleet payments-base')
  const answer = messages.find(({ text }) => text.includes('Newest build'))
  const gone = instance('payments-reports')
  expect(answer?.text).toMatch(/⚫ 2 deregistered/)
  expect(answer?.text).toContain(gone)
  expect(answer?.text).toMatch(/staging.*⚫ 1 deregistered/)
  expect(answer?.is_ephemeral).toBe(true)
  const files = messages.flatMap(({ files: own = [], replies = [] }) => [
    ...own,
    ...replies.flatMap(reply => reply.files ?? []),
  ])
  expect(files).toHaveLength(1)
  const address = String(files[0]?.url_private)
  const content = await (await fetch(address, { headers: { 'sec-fetch-site': 'none' } })).text()
  expect(content.split('\n')[1]).toMatch(/^deregistered,/)
  for (const name of ['payments-reports', 'payments-staging-4', 'payments-staging-1'])
    expect(content).toContain(instance(name))
  expect(content).not.toContain(instance('bastion'))
})

test('an account that denies is named', async () => {
  world.fault({
    service: 'ec2',
    call: 'DescribeInstanceImageMetadata@345678901234',
    error: 'UnauthorizedOperation',
    times: 9,
  })
  const text = (await answerOf('fleet')).map(message => message.text).join('\n')
  expect(text).toContain(
    'Not counted: instances of staging us-east-1: amiops has no permission (`UnauthorizedOperation`)',
  )
  expect(text).toContain('in 1 account')
})

test('a family that is nearly one', async () => {
  expect((await world.ask('maria', 'fleet payments-bse')).text).toContain(
    'Did you mean `/ami fleet payments-base`?',
  )
})

describe('a form says how many instances run the image', () => {
  const newest = () => {
    const found = world.sandbox.ec2.fleet.images.find(
      ({ image, region }) => image.Name.startsWith('payments-base') && region === 'us-east-1',
    )
    return found?.image.ImageId ?? ''
  }

  test('in all configured accounts', async () => {
    const form = await world.typed('maria', `disable ${newest()}`)
    expect(form.text).toContain('Used by 4 instances in 2 accounts: 2 in this one, `staging` 2')
    const { text } = await world.ask('maria', `uses ${newest()}`)
    expect(text).toContain('Used by 4 instances in 2 accounts')
  })

  test('an account that denies is named', async () => {
    world.fault({
      service: 'ec2',
      call: 'DescribeInstances@345678901234',
      error: 'UnauthorizedOperation',
      times: 9,
    })
    const form = await world.typed('maria', `disable ${newest()}`)
    expect(form.text).toContain('instances in `staging` ❔ unknown: UnauthorizedOperation')
    expect(form.text).toContain('Used by 2 instances in this account')
  })
})

test('the status of an image that is gone says who still runs it', async () => {
  const gone = world.sandbox.ec2.fleet.images.find(
    ({ image, goneAtMs, region }) =>
      goneAtMs !== undefined && region === 'us-east-1' && image.Name.startsWith('payments'),
  )
  const imageId = gone?.image.ImageId ?? ''
  await world.put(envelopeOf(imageId, 'deregistered'))
  const { text } = await world.ask('maria', `status ${imageId}`)
  expect(text).toContain('Used by 2 instances in 2 accounts: `production` 1, `staging` 1')
})
