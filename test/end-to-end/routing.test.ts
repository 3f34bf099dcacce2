import { startWorld, type TestWorld, writeConfig } from '../support/world.ts'

const CONFIG = `
channels: { available: ami-ready, failed: ami-alerts, fallback: ami-audit }
rules:
  - when: { state: failed, tags: { Environment: prod* } }
    to: [ami-alerts, C0AUDIT]
    mention: [S0ONCALL, U0ALEX]
  - when: { name: ['payments-*', 'ledger-?'] }
    to: ami-audit
  - when: { account: '999*' }
    to: ami-alerts
    mention: here
  - when: { region: eu-* }
    mention: U0MARIA
`

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({ configFile: writeConfig(CONFIG) })
})
afterAll(() => world.close())

/** In which channels an image has a card. */
const placesOf = async (imageId: string): Promise<string[]> => {
  const places: string[] = []
  for (const channel of ['ami-ready', 'ami-alerts', 'ami-audit'])
    if ((await world.cards(channel, imageId)).length > 0) places.push(channel)
  return places
}

interface Posted {
  channel: string
  text: string
  blocks: object[]
}

/** A card as it was posted: once CloudTrail names who did it, the card is edited, and an edit mentions nobody. */
const posted = (channel: string, imageId: string): Posted => {
  const calls = world
    .moments('slack', /^chat\.postMessage/)
    .map(({ detail }) => (detail as { args: Posted }).args)
    .filter(args => args.channel === channel && args.text.includes(imageId))
  if (!calls[0]) throw new Error(`Expected a card of ${imageId} in ${channel}, got none.`)
  return calls[0]
}

test('no rule fits: the state decides', async () => {
  const { imageId } = await world.image({ quiet: false, name: 'web-1' })
  expect(await placesOf(imageId)).toEqual(['ami-ready'])
})

test('a state without a channel of its own goes to the fallback', async () => {
  const { imageId } = await world.image({ quiet: false, state: 'disabled', name: 'web-2' })
  expect(await placesOf(imageId)).toEqual(['ami-audit'])
})

test('state and tag: two channels, one by name and one by id, and those on call are mentioned', async () => {
  const { imageId } = await world.image({ quiet: false, fail: true, tags: { Environment: 'production' } })
  expect(await placesOf(imageId)).toEqual(['ami-alerts', 'ami-audit'])
  const { text, blocks } = posted('ami-alerts', imageId)
  expect(text).toMatch(/^<!subteam\^S0ONCALL> <@U0ALEX> · rule: .*\. 🔴 Failed/)
  expect(JSON.stringify(blocks)).toContain('<!subteam^S0ONCALL> <@U0ALEX>')
})

test('the tag has another value: the rule does not fit', async () => {
  const { imageId } = await world.image({ quiet: false, fail: true, tags: { Environment: 'staging' } })
  expect(await placesOf(imageId)).toEqual(['ami-alerts'])
  expect(posted('ami-alerts', imageId).text).not.toContain('<!subteam')
})

test.each(['payments-base', 'ledger-7'])('the name %s fits a glob', async name => {
  const { imageId } = await world.image({ quiet: false, name })
  expect(await placesOf(imageId)).toEqual(['ami-audit'])
})

test('the first rule that fits decides alone', async () => {
  const { imageId } = await world.image({ quiet: false, name: 'payments-eu', region: 'eu-west-1' })
  expect(await placesOf(imageId)).toEqual(['ami-audit'])
  expect(posted('ami-audit', imageId).text).not.toContain('<@U0MARIA>')
})

test('an account by its first digits', async () => {
  const { imageId } = await world.image({ quiet: false, account: '999999999999' })
  expect(await placesOf(imageId)).toEqual(['ami-alerts'])
  expect(posted('ami-alerts', imageId).text).toMatch(/^<!here> /)
})

test('a rule that only mentions leaves the channel to the state', async () => {
  const { imageId } = await world.image({ quiet: false, region: 'eu-west-1', name: 'web-3' })
  expect(await placesOf(imageId)).toEqual(['ami-ready'])
  expect(posted('ami-ready', imageId).text).toMatch(/^<@U0MARIA> /)
})

test('the mention and its rule stay on the card when it is edited; what is posted later calls once more', async () => {
  const { imageId } = await world.image({ quiet: false, region: 'eu-west-1', name: 'web-4' })
  await world.change(imageId, 'disable')
  await world.change(imageId, 'enable')
  const card = await world.card('ami-ready', imageId)
  expect(card.text).toMatch(/^<@U0MARIA> · rule: .*region eu-\*.*\. 🟢 Available/)
  expect(JSON.stringify(card.blocks?.[0])).toContain('<@U0MARIA> · rule: ')
  expect(card.replies?.filter(reply => reply.text.startsWith('<@U0MARIA> '))).toHaveLength(1)
})

test('without a right in the config nobody may, and the person hears why', async () => {
  const { imageId } = await world.image({ quiet: false, name: 'web-5' })
  await world.act('alex', 'ami-ready', imageId, 'disable')
  expect((await world.form('alex'))?.text).toMatch(/You don’t have permission to disable .*: no role has it/)
  expect(world.changes(imageId)).toEqual([])
})
