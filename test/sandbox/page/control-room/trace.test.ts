import { expectSoon } from '../support.ts'
import { button, type ControlRoom, lines, openControlRoom, openTab } from './open.ts'

let room: ControlRoom
beforeAll(async () => {
  room = await openControlRoom()
})
afterAll(() => room.close())

const trace = () => room.page.getByRole('region', { name: 'Trace' })
const heads = () => trace().locator('.moment-title').allInnerTexts()
const search = (words: string) => room.page.getByLabel('Filter the timeline').fill(words)

describe('a click', () => {
  test('is followed from the person to AWS’s own event, each step with its time', async () => {
    const { world } = room
    const wanted = { name: 'followed-1', state: 'disabled' }
    const { imageId } = await room.post<{ imageId: string }>('images', wanted)
    await world.idle()
    const messages = await room.get<{ ts: string; text: string }[]>('channels/ami-alerts/messages')
    const card = messages.find(({ text }) => text.includes(imageId))
    const enable = { channel: 'ami-alerts', ts: card?.ts, action_id: 'enable' }
    expect(await room.post('people/maria/click', enable)).toEqual({ status: 200 })
    // Whatever it set off has come to its end: the event, and CloudTrail's word a few seconds after it.
    await world.idle()
    const happened = world.timeline.recent().map(({ title }) => title)
    expect(happened.slice(-40)).toContainEqual(expect.stringMatching(/^slack POST .*-> ok/))
    expect(happened.slice(-40)).toContainEqual(expect.stringMatching(/^EC2 AMI State Change .* available/))
    await search('maria clicked')
    await button(room.page, /^Trace maria clicked/).click()
    await trace().getByText('Event: available').last().waitFor()
    // Not the last one: CloudTrail's word about the dry run changes nothing, and may come after all others.
    await expectSoon(heads).toContainEqual(expect.stringMatching(/^chat\.update/))

    const told = await heads()
    const order = [
      /^maria clicked Enable/,
      /^Function slack/,
      /^SendMessage/,
      /^Function requests/,
      /^EnableImage \(dry run\)/,
      /^EnableImage$/,
      /^Event: available/,
      /^Function events/,
      /^chat\.update/,
    ]
    const places = order.map(head => told.findIndex(one => head.test(one)))
    expect(places.filter(place => place < 0)).toEqual([])
    const [clicked = 0, door = 0, sent = 0, worker = 0, rehearsed = 0, done = 0, event = 0, teller = 0] =
      places
    expect([clicked, door, sent, worker]).toEqual([0, 1, 2, 3])
    expect(rehearsed).toBeLessThan(done)
    expect(done).toBeLessThan(event)
    expect(event).toBeLessThan(teller)
    for (const when of await trace().locator('.moment-when').allInnerTexts()) expect(when).toMatch(/^\+\d/)
    await expectSoon(() => trace().locator('.step-meaning').first().textContent()).toMatch(/signed request/)
  })

  test('what began it stays in sight, however far down its trace is read', async () => {
    await trace()
      .getByText(/^Trace · \d+ events$/)
      .waitFor()
    const body = trace().locator('.traces-body')
    const began = trace().getByRole('heading', { name: /maria clicked Enable/ })
    await body.evaluate(list => list.scrollTo({ top: list.scrollHeight }))
    await expectSoon(() => body.evaluate(list => list.scrollTop)).toBeGreaterThan(100)
    const [top, at] = [await body.boundingBox(), await began.boundingBox()]
    expect(at?.y).toBeGreaterThanOrEqual(top?.y ?? Infinity)
    expect(at?.y).toBeLessThan((top?.y ?? 0) + 10)
  })

  test('each line of its trace opens its JSON', async () => {
    const { page } = room
    const steps = trace().locator('.step')
    const count = await steps.count()
    expect(count).toBeGreaterThan(10)
    for (let index = 0; index < count; index += 1) {
      const step = steps.nth(index)
      await step.locator('.moment-toggle').click()
      await step.locator('.json pre', { hasText: /^["{[]/ }).waitFor()
      await step.locator('.moment-toggle').click()
    }
    await page.keyboard.press('Escape')
    await trace().waitFor({ state: 'detached' })
    await button(page, /^Trace maria clicked/)
      .and(page.locator(':focus'))
      .waitFor()
    await search('')
  })

  test('its lines are found by service, by word, and among trouble', async () => {
    const { page } = room
    const facts = () => lines(page).locator('.moment-facts').allInnerTexts()
    await button(page, 'EventBridge').click()
    await expectSoon(async () => (await facts()).filter(fact => !fact.includes('EventBridge'))).toEqual([])
    await button(page, 'EventBridge').click()
    await search('followed-1 EnableImage')
    const titles = () => lines(page).locator('.moment-title').allInnerTexts()
    const byCloudTrail = 'Event: AWS API Call via CloudTrail EnableImage'
    await expectSoon(async () => (await titles()).sort()).toEqual([
      'EnableImage',
      'EnableImage (dry run)',
      byCloudTrail,
      byCloudTrail,
    ])
    await button(page, 'Problems').click()
    await page.getByText('No matching events').waitFor()
    await button(page, /^Show all/).click()
    await lines(page).first().waitFor()
  })
})

test('a burst of a hundred is announced in Slack, and the timeline stays fast', async () => {
  const { page, world } = room
  await openTab(page, 'Faults')
  await page.getByLabel('Number of images').selectOption('100')
  await page.getByLabel('Change', { exact: true }).selectOption('fail')
  await button(page, 'Start burst').click()
  await page.getByText('100 images fail.').waitFor()
  await world.idle()
  const events = world.timeline
    .recent()
    .filter(({ service, title }) => service === 'eventbridge' && title.includes('failed'))
  expect(events).toHaveLength(100)
  await openTab(page, 'Timeline')
  await lines(page).first().waitFor()
  await expectSoon(() => lines(page).count()).toBeLessThan(100)
  await lines(page).first().locator('.moment-toggle').focus()
  await page.keyboard.press('End')
  await lines(page).last().locator('.moment-toggle:focus').waitFor()
  await expectSoon(() => lines(page).count()).toBeLessThan(100)
})

test('the line that keys went to keeps the focus when new events come before it', async () => {
  const { page, world } = room
  await lines(page).first().locator('.moment-toggle').focus()
  await page.keyboard.press('End')
  const oldest = lines(page).last().locator('.moment-toggle:focus')
  await oldest.waitFor()
  for (const title of ['one', 'another', 'a third']) world.timeline.record('ec2', `outside ${title}`, {})
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowDown')
  await oldest.waitFor()
  const focused = await oldest.textContent()
  await page.keyboard.press('Home')
  await lines(page).getByText('outside a third').waitFor()
  await page.keyboard.press('End')
  expect(await oldest.textContent()).toBe(focused)
})
