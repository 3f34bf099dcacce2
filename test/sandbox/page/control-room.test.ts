import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Browser, Locator, Page } from 'playwright-core'
import { createWorld, type World } from '../../../sandbox/world.ts'
import { launchBrowser } from '../../support/browser.ts'

/** The AWS side of the page in a real browser, over the whole sandbox with the bot in it and ten thousand images. */

jest.setTimeout(120_000)

const IMAGES = 10_000
const AXE = readFileSync(join(process.cwd(), 'node_modules', 'axe-core', 'axe.min.js'), 'utf8')

let world: World
let browser: Browser
let page: Page
const trouble: string[] = []

const post = async <T>(path: string, body: object = {}): Promise<T> => {
  const headers = { 'content-type': 'application/json' }
  const init = { method: 'POST', headers, body: JSON.stringify(body) }
  return (await (await fetch(`${world.url}/_sandbox/${path}`, init)).json()) as T
}
const get = async <T>(path: string): Promise<T> =>
  (await (await fetch(`${world.url}/_sandbox/${path}`)).json()) as T

const button = (name: string | RegExp, within: Pick<Page, 'getByRole'> = page) =>
  within.getByRole('button', { name, exact: typeof name === 'string' })
const tab = (name: string) => page.getByRole('tab', { name }).click()
const fleet = () => page.getByRole('region', { name: 'Images' })
const rows = () => fleet().locator('.image-line')
const lines = () => page.locator('.moments .moment')
const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')

const soon = async (isSo: () => Promise<boolean>) => {
  const untilMs = performance.now() + 15_000
  while (!(await isSo())) {
    if (performance.now() > untilMs) throw new Error(`Expected ${isSo} within 15 s.`)
    await page.evaluate(() => new Promise(requestAnimationFrame))
  }
}

beforeAll(async () => {
  world = await createWorld({
    port: 0,
    fleet: { seed: 7, images: IMAGES },
    eventDelayMs: 10,
    settleMs: 20,
    batchingWindowMs: 20,
    schedules: false,
    // A burst would wait for Slack's minutes.
    slack: { rateLimits: 'off' },
  })
  browser = await launchBrowser()
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  page.setDefaultTimeout(15_000)
  page.on('pageerror', error => trouble.push(error.message))
  await page.goto(`${world.url}#/maria/ami-ready`)
  await rows().first().waitFor()
})

afterAll(async () => {
  await browser.close()
  await world.close()
})

describe('ten thousand images', () => {
  test('are counted, grouped and drawn a screenful at a time', async () => {
    expect(await fleet().locator('.pane-sub').textContent()).toMatch(/^(9|10),\d{3}$/)
    expect(await fleet().locator('.place-line').first().textContent()).toMatch(/images · [\d,]+ GiB/)
    expect(await rows().count()).toBeLessThan(100)
  })

  test('are walked by keyboard to the very last', async () => {
    await rows().first().locator('.image-open').focus()
    const first = await focused()
    await page.keyboard.press('ArrowDown')
    await soon(async () => (await focused()) !== first)
    await page.keyboard.press('End')
    const last = fleet().locator(
      `[aria-posinset="${await fleet().locator('li').first().getAttribute('aria-setsize')}"]`,
    )
    await last.locator('.image-open:focus').waitFor()
    expect(await rows().count()).toBeLessThan(100)
    await page.keyboard.press('Home')
    await soon(async () => (await focused()) === first)
  })

  test('are filtered by word, state, region and account, and ordered', async () => {
    const count = () => fleet().locator('.pane-sub').textContent()
    const everything = await count()
    await page.getByLabel('Filter images').fill('arm64 "no such image"')
    await fleet().getByText('No image fits').waitFor()
    await button(/^Show all/).click()
    await soon(async () => (await count()) === everything)

    await button(/^disabled/, fleet()).click()
    await soon(async () => (await count()) !== everything)
    expect(new Set(await rows().locator('.pill').allInnerTexts())).toEqual(new Set(['disabled']))
    await button(/^disabled/, fleet()).click()

    await button('Region, account and order').click()
    await page.getByLabel('Region', { exact: true }).selectOption('eu-west-1')
    await soon(async () =>
      (await fleet().locator('.place-line').allInnerTexts()).every(t => t.startsWith('eu-west-1')),
    )
    await page.getByLabel('Region', { exact: true }).selectOption('')
    await page.getByLabel('Order', { exact: true }).selectOption('oldest')
    const all = await get<{ rows: { imageId: string; createdAtMs: number }[] }>('fleet')
    const [oldest] = all.rows.toSorted((a, b) => a.createdAtMs - b.createdAtMs)
    await fleet().locator(`[data-image="${oldest?.imageId}"]`).waitFor()
    await page.getByLabel('Order', { exact: true }).selectOption('newest')
  })

  test('one that changes is one row for the page, not ten thousand', async () => {
    const { cursor } = await get<{ cursor: string }>('fleet')
    const { imageId } = await post<{ imageId: string }>('images', { name: 'one-of-many', quiet: true })
    await fleet().locator(`[data-image="${imageId}"]`).waitFor()
    const { rows: changed } = await get<{ rows: unknown[] }>(`fleet?since=${cursor}`)
    expect(changed).toHaveLength(1)
  })
})

describe('one image', () => {
  const panel = () => page.getByRole('region', { name: 'Image panel-1' })

  test('opens with its facts, tags, snapshots, uses and shares; Esc goes back to it', async () => {
    await post('images', { name: 'panel-1', tags: { Team: 'core' }, sizeGiB: 24, quiet: true })
    await rows().filter({ hasText: 'panel-1' }).locator('.image-open').click()
    await panel().getByText('24 GiB').first().waitFor()
    const words = await panel().textContent()
    expect(words).toMatch(/Team\s+core/)
    expect(words).toMatch(/snap-[0-9a-f]+/)
    expect(words).toMatch(/No use found/)
    await page.keyboard.press('Escape')
    await panel().waitFor({ state: 'detached' })
    await soon(async () => (await focused()).startsWith('panel-1'))
  })

  test('is shared, protected, and both taken back', async () => {
    await page.keyboard.press('Enter')
    await panel().getByLabel('Account to share with').fill('210987654321')
    await page.keyboard.press('Enter')
    await button('No longer share with 210987654321', panel()).click()
    await panel().getByText('Nobody but its owner').waitFor()
    await button('Protect', panel()).click()
    await button('Unprotect', panel()).waitFor()
    expect(await button('Deregister', panel()).count()).toBe(0)
    await button('Unprotect', panel()).click()
    await button('Protect', panel()).waitFor()
  })

  test('lies in the Recycle Bin until it is restored', async () => {
    const place = { account: '123456789012', region: 'us-east-1' }
    world.ec2.fleet.recycleBinRules.push({ ...place, retentionDays: 7, tags: [] })
    await button('Deregister', panel()).click()
    await panel()
      .getByText(/In the Recycle Bin until/)
      .waitFor()
    await button('Restore', panel()).click()
    await panel().locator('.pill-available').waitFor()
  })

  test('tells all that happened to it', async () => {
    await button(/^What happened to it/, panel()).click()
    const journeys = page.getByRole('region', { name: 'Journey' })
    await journeys.getByText('DeregisterImage').first().waitFor()
    await button('Back to the timeline').click()
    await button('Back to the images').click()
  })
})

describe('a click', () => {
  const journey = () => page.getByRole('region', { name: 'Journey' })
  const heads = () => journey().locator('.moment-title').allInnerTexts()

  test('is followed from the person to AWS’s own event, each step with its time', async () => {
    const { imageId } = await post<{ imageId: string }>('images', { name: 'followed-1', state: 'disabled' })
    await world.idle()
    const messages = await get<{ ts: string; text: string }[]>('channels/ami-alerts/messages')
    const card = messages.find(({ text }) => text.includes(imageId))
    const click = { channel: 'ami-alerts', ts: card?.ts, action_id: 'enable' }
    await post('people/maria/click', click)
    await world.idle()
    await page.getByLabel('Filter the timeline').fill('maria clicked')
    await button(/^Follow maria clicked/).click()
    await journey().getByText('Event: available').last().waitFor()
    await soon(async () => (await heads()).at(-1)?.startsWith('chat.') ?? false)

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
    for (const when of await journey().locator('.moment-when').allInnerTexts()) expect(when).toMatch(/^\+\d/)
    expect(await journey().locator('.step-meaning').first().textContent()).toMatch(/signed request/)
  })

  test('each line of its journey opens its JSON', async () => {
    const steps = journey().locator('.step')
    const count = await steps.count()
    expect(count).toBeGreaterThan(10)
    for (let index = 0; index < count; index += 1) {
      await steps.nth(index).locator('.moment-toggle').click()
      await steps.nth(index).locator('.json pre').waitFor()
      expect(await steps.nth(index).locator('.json pre').textContent()).toMatch(/^["{[]/)
      await steps.nth(index).locator('.moment-toggle').click()
    }
    await page.keyboard.press('Escape')
    await journey().waitFor({ state: 'detached' })
    await button(/^Follow maria clicked/)
      .and(page.locator(':focus'))
      .waitFor()
    await page.getByLabel('Filter the timeline').fill('')
  })

  test('its lines are found by service, by word, and among trouble', async () => {
    await button('EventBridge').click()
    await soon(async () =>
      (await lines().locator('.moment-facts').allInnerTexts()).every(t => t.includes('EventBridge')),
    )
    await button('EventBridge').click()
    await page.getByLabel('Filter the timeline').fill('followed-1 EnableImage')
    await soon(async () => (await lines().count()) === 2)
    await button('Trouble').click()
    await page.getByText('Nothing fits').waitFor()
    await button(/^Show all/).click()
    await lines().first().waitFor()
  })
})

describe('trouble', () => {
  const toggle = (name: string) => page.getByRole('switch', { name })
  const isOn = async (name: string) => (await toggle(name).getAttribute('aria-checked')) === 'true'
  const faults = () => get<{ service: string; times: number }[]>('faults')

  test('a switch says how many calls are left, and goes off by itself', async () => {
    await tab('Make trouble')
    await toggle('EC2 is throttled').click()
    await page.getByText('6 calls left').waitFor()
    const query = new URLSearchParams({ Action: 'DescribeImages', Version: '2016-11-15', MaxResults: '5' })
    const ask = () => fetch(`${world.url}/ec2`, { method: 'POST', body: query })
    expect((await ask()).status).toBe(503)
    world.timeline.record('ec2', 'DescribeImages -> RequestLimitExceeded', {})
    await page.getByText('5 calls left').waitFor()
    for (let call = 0; call < 5; call += 1) await ask()
    world.timeline.record('ec2', 'DescribeImages -> RequestLimitExceeded', {})
    await soon(async () => !(await isOn('EC2 is throttled')))
  })

  test('one is switched off while another stays, then all are', async () => {
    await toggle('Slack says 429').click()
    await toggle('An event is lost').focus()
    await page.keyboard.press('Space')
    await soon(async () => (await isOn('Slack says 429')) && (await isOn('An event is lost')))
    await toggle('Slack says 429').click()
    await soon(async () => !(await isOn('Slack says 429')))
    expect((await faults()).map(({ service }) => service)).toEqual(['eventbridge'])
    await button('Switch all off').click()
    await soon(async () => !(await isOn('An event is lost')))
    expect(await faults()).toEqual([])
  })

  test('a trait of Slack lasts until it is switched back; what the sandbox does not serve is not offered', async () => {
    const plan = async () => (await get<{ plan: string }>('slack')).plan
    await toggle('Free plan').click()
    await soon(async () => (await isOn('Free plan')) && (await plan()) === 'free')
    await toggle('Free plan').click()
    await soon(async () => !(await isOn('Free plan')) && (await plan()) === 'paid')
    const { ok } = await fetch(`${world.url}/_sandbox/aws`)
    expect(await toggle('CloudTrail').count()).toBe(ok ? 1 : 0)
  })

  test('a burst of a hundred is told in Slack, and the timeline stays light', async () => {
    await page.getByLabel('How many').selectOption('100')
    await page.getByLabel('What happens').selectOption('fail')
    await button('Send the burst').click()
    await page.getByText('100 images fail.').waitFor()
    await world.idle()
    const events = world.timeline
      .recent()
      .filter(({ service, title }) => service === 'eventbridge' && title.includes('failed'))
    expect(events).toHaveLength(100)
    await tab('Timeline')
    await lines().first().waitFor()
    expect(await lines().count()).toBeLessThan(100)
    await lines().first().locator('.moment-toggle').focus()
    await page.keyboard.press('End')
    await soon(async () => (await lines().last().locator('.moment-toggle:focus').count()) === 1)
    expect(await lines().count()).toBeLessThan(100)
  })

  test('the last request is sent again, and the bot takes it for the same', async () => {
    await tab('Make trouble')
    await button('Send again: the last request').click()
    await page.getByText('Sent again: the bot answered 200.').waitFor()
  })
})

test('a dead letter is seen in its queue, and opens', async () => {
  const dead = [...world.sqs.queues.values()].find(
    ({ settings }) => /dead/.test(settings.name) && !settings.fifo,
  )
  await tab('Queues')
  const line = page.locator('.queue', { hasText: dead?.settings.name ?? '' })
  await line.waitFor()
  dead?.send({ body: JSON.stringify({ why: 'nobody could read it' }) })
  await button('Look at the message', line).click()
  await line.locator('summary').click()
  await line.getByText('"nobody could read it"').waitFor()
  expect(await line.getAttribute('class')).toContain('dead')
})

describe('what axe finds wrong', () => {
  const judge = async (within: Page) => {
    await within.evaluate(AXE)
    const results = (await within.evaluate("axe.run('.aws, .guide, .top')")) as AxeResults
    return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`)
  }
  const openTab = (name: string) => (at: Page) => at.getByRole('tab', { name }).click()
  const states: [string, (at: Page) => Promise<void>][] = [
    ['the fleet and an open line', at => at.locator('.moment-toggle').first().click()],
    [
      'a journey',
      at =>
        at
          .locator('.moment')
          .first()
          .getByRole('button', { name: /^Follow (?!the)/ })
          .click(),
    ],
    ['the queues', openTab('Queues')],
    ['the trouble', openTab('Make trouble')],
    [
      'an image',
      async at => {
        await at.locator('.image-open').first().click()
        await at.locator('.facts').waitFor()
      },
    ],
  ]

  test.each(['light', 'dark'] as const)('%s', async colorScheme => {
    const own = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme })
    await own.emulateMedia({ reducedMotion: 'reduce', colorScheme })
    await own.goto(`${world.url}#/maria/ami-ready`)
    await own.locator('.image-line').first().waitFor()
    await own.locator('.moment-toggle').first().waitFor()
    for (const [state, open] of states) {
      await open(own)
      expect([state, ...(await judge(own))]).toEqual([state])
    }
    await own.close()
  })

  test('on a phone, where nothing is wider than the screen', async () => {
    const own = await browser.newPage({ viewport: { width: 360, height: 740 } })
    await own.goto(`${world.url}#/maria/ami-ready`)
    const isTooWide = () => own.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
    const within = (region: Locator) => region.evaluate(it => it.scrollWidth > it.clientWidth + 1)
    await own.getByRole('button', { name: 'AWS', exact: true }).click()
    await own.locator('.image-line').first().waitFor()
    expect(await judge(own)).toEqual([])
    expect(await isTooWide()).toBe(false)
    await own.getByRole('button', { name: 'Timeline', exact: true }).click()
    for (const name of ['Queues', 'Make trouble', 'Timeline']) {
      await own.getByRole('tab', { name }).click()
      await own.locator('.queue, .switch-line, .moment').first().waitFor()
      expect([name, await isTooWide(), await within(own.locator('.log-body'))]).toEqual([name, false, false])
      expect(await judge(own)).toEqual([])
    }
    await own.close()
  })
})

test('a sandbox that ended is told of, and nothing broke on the way', async () => {
  await world.close()
  await page.getByRole('alert').getByText('Connection lost').waitFor()
  expect(trouble).toEqual([])
})
