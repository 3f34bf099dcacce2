import { forgeClick, KEPT } from '../support/proposals.ts'
import { buttonsOf, filled, type Message, startWorld, type TestWorld } from '../support/world.ts'

/** Who did what: in the history, in the audit channel, in the log. */

const CHANNEL = 'ami-ready'
const AUDIT = 'ami-audit'

let world: TestWorld
beforeAll(async () => {
  world = await startWorld({ digestAbove: 100, destructivePerHour: 1000, slack: { rateLimits: 'off' } })
})
afterAll(() => world.close())

const fresh = async (): Promise<string> => {
  const { imageId } = await world.image({ tags: KEPT, quiet: false })
  await world.card(CHANNEL, imageId)
  return imageId
}
const audit = async (imageId: string): Promise<string[]> =>
  (await world.cards(AUDIT, imageId)).map(m => m.text)
const textOf = (message: Message): string => JSON.stringify(message.blocks)

/** What the log says of attempts to change this image. */
const logged = (imageId: string): Record<string, unknown>[] =>
  world.logs
    .map(line => JSON.parse(line.slice(line.indexOf('{'))) as { message: string; facts: object })
    .filter(line => line.message === 'An attempt to change an image.')
    .map(line => ({ ...line.facts }) as Record<string, unknown>)
    .filter(facts => String(facts.image).endsWith(imageId))

/** Clicks Details of the entry that fits. */
const detailsOf = async (history: Message, entry: RegExp): Promise<string> => {
  const blocks = (history.blocks ?? []) as { accessory?: { value: string } }[]
  const value = blocks.find(block => entry.test(JSON.stringify(block)))?.accessory?.value
  if (value === undefined) throw new Error(`Expected an entry ${entry} with Details.`)
  const before = (await world.privateOf('maria')).length
  const { channel = '', ts } = history
  await world.click('maria', { channel, ts, action_id: 'entry', value })
  const details = (await world.privateOf('maria'))[before]
  if (!details) throw new Error('Expected the details of an entry.')
  return textOf(details)
}

test('one change is one entry, by all who report it, in the status as well', async () => {
  const imageId = await fresh()
  await world.act('maria', CHANNEL, imageId, 'disable')
  const rows = ((await world.ask('maria', `history ${imageId}`)).blocks ?? []).filter(
    block => block.accessory,
  )
  expect(rows.map(block => JSON.stringify(block).match(/\*\w+\*/)?.[0])).toEqual([
    '*Disabled*',
    '*Available*',
  ])
  const status = textOf(await world.ask('maria', `status ${imageId}`))
  expect(status.match(/• /g)).toHaveLength(2)
})

test('refused, failed and done: each with who, why and how it ended', async () => {
  const imageId = await fresh()
  await world.act('sam', CHANNEL, imageId, 'disable')
  world.fault({ service: 'ec2', call: 'DisableImage:Real', error: 'UnauthorizedOperation' })
  await world.act('maria', CHANNEL, imageId, 'disable')
  await world.act('alex', CHANNEL, imageId, 'disable')

  const history = textOf(await world.ask('maria', `history ${imageId}`))
  expect(history).toMatch(/\*Disable\* requested by <@U0SAM>: denied \(no permission\)/)
  expect(history).toMatch(
    /\*Disable\* requested by <@U0MARIA>: failed .*amiops lacks permission for ec2:DisableImage/,
  )
  expect(history).toMatch(
    /\*Disabled\* by <@U0ALEX> .*At request time: “no usage found · not shared.*Proof: AWS event/,
  )
  // Ids are for who asks for them.
  expect(history).not.toMatch(/EC2 request/)
  const details = await detailsOf(await world.ask('maria', `history ${imageId}`), /\*Disabled\* by <@U0ALEX>/)
  expect(details).toMatch(/EC2 request `[0-9a-f-]{36}`/)
  expect(details).toMatch(/Event id `/)

  const lines = await audit(imageId)
  const endings = ['*denied*', '*failed*', '*done*'].map(
    ending => lines.filter(line => line.includes(ending)).length,
  )
  expect(endings).toEqual([1, 1, 1])
  // Nobody is called by what is only for the record.
  expect(lines.join('\n')).not.toMatch(/<@U|<!subteam/)
})

test('a change from outside Slack has its line too, and its entry', async () => {
  const imageId = await fresh()
  await world.change(imageId, 'disable')
  expect((await audit(imageId)).filter(line => line.includes('Outside Slack · 🟡 Disabled'))).toHaveLength(1)
  expect(textOf(await world.ask('maria', `history ${imageId}`))).toContain('🟡 *Disabled*')
})

test('the log says who, what, which image, why, what was known and EC2’s id; never a secret', async () => {
  const imageId = await fresh()
  await world.openForm('maria', CHANNEL, imageId, 'disable')
  await world.submit('maria', filled({ purpose: 'it is old' }))
  const done = logged(imageId).filter(line => line.outcome === 'confirmed')
  expect(done).toHaveLength(1)
  expect(done[0]).toMatchObject({
    action: 'disable',
    image: `123456789012/us-east-1/${imageId}`,
    person: 'U0MARIA',
    purpose: 'it is old',
    knownThen: expect.stringContaining('no usage found'),
    ec2RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
  const all = world.logs.join('\n')
  for (const secret of ['xoxb-sandbox', 'sandbox-signing-secret', '/slack/response/', 'responseUrl'])
    expect(all).not.toContain(secret)
})

test('hostile words in a reason stay words', async () => {
  const imageId = await fresh()
  await world.openForm('maria', CHANNEL, imageId, 'disable')
  await world.submit('maria', filled({ purpose: '<!channel> `x` *bold*\n<https://evil.example|click>' }))
  const history = textOf(await world.ask('maria', `history ${imageId}`))
  const line = (await audit(imageId)).join('\n')
  for (const text of [history, line]) {
    expect(text).toContain('&lt;!channel&gt;')
    expect(text).not.toMatch(/<!channel>|<https:\/\/evil/)
  }
})

test('a long history comes page by page, every entry once, and ends', async () => {
  const imageId = await fresh()
  for (let n = 0; n < 3; n++) {
    await world.act('maria', CHANNEL, imageId, 'disable')
    await world.clickCard('maria', CHANNEL, imageId, 'enable')
  }
  for (let n = 0; n < 6; n++) {
    await world.change(imageId, 'disable')
    await world.change(imageId, 'enable')
  }
  const seen: string[] = []
  let page = await world.ask('maria', `history ${imageId}`)
  expect(page.text).toMatch(/^History of/)
  for (let n = 0; n < 20; n++) {
    seen.push(...(page.blocks ?? []).map(block => JSON.stringify(block)))
    if (!buttonsOf(page).includes('history')) break
    const before = (await world.privateOf('maria')).length
    const { channel = '', ts } = page
    await world.click('maria', { channel, ts, action_id: 'history' })
    const next = (await world.privateOf('maria'))[before]
    if (!next) throw new Error('Expected an older page.')
    expect(next.text).toMatch(/^Older history of/)
    page = next
  }
  expect(seen.filter(line => line.includes('*Disabled* by <@U0MARIA>'))).toHaveLength(3)
  expect(seen.filter(line => line.includes('*Enabled* by <@U0MARIA>'))).toHaveLength(3)
  expect(seen.filter(line => line.includes('"accessory"'))).toHaveLength(19)
  expect(buttonsOf(page)).not.toContain('history')
})

test('the history of an image that is gone is still there', async () => {
  const imageId = await fresh()
  await world.act('maria', CHANNEL, imageId, 'deregister')
  const history = await world.ask('maria', `history ${imageId}`)
  expect(textOf(history)).toMatch(/\*Deregistered\* by <@U0MARIA>/)
})

test('a page that starts nowhere answers, and nothing breaks', async () => {
  const imageId = await fresh()
  const before = (await world.privateOf('maria')).length
  for (const from of ['', 'x', '#', '9'.repeat(300)])
    expect(
      await forgeClick(world, 'U0MARIA', 'history', `123456789012/us-east-1/${imageId}|${from}`),
    ).toMatchObject({ status: 200 })
  const told = (await world.privateOf('maria')).slice(before).map(m => m.text)
  expect(told).toHaveLength(4)
  for (const text of told) expect(text).toMatch(/istory of/)
})

test('the audit channel is gone: what was asked is done all the same', async () => {
  const imageId = await fresh()
  await world.post('/channels/ami-audit/archive')
  await world.act('maria', CHANNEL, imageId, 'disable')
  expect((await world.card(CHANNEL, imageId)).text).toContain('By <@U0MARIA>')
  expect(world.logs.join('\n')).toContain('A line could not be posted in the audit channel')
})
