import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { connectBrowser } from '../../support/shared/browser.ts'
import { card, modal } from './canned.ts'
import { type FixtureServer, startFixtureServer } from './fixture-server.ts'
import { createPages, expectSoon, type Pages } from './support.ts'

/** What fits where: the guide, the tabs, forms and lists on a phone, and the emoji of a machine without a font for them. */

const DESK = { viewport: { width: 1280, height: 800 } }
const PHONE = { viewport: { width: 390, height: 844 } }

let server: FixtureServer
let browser: Browser
let pages: Pages
let page: Page

const open = async (options: BrowserContextOptions = DESK) => {
  page = await pages.open(options)
  await page.goto(`${server.url}#/maria/ami-ready`)
  await page.locator('.message').first().waitFor()
}

beforeAll(async () => {
  server = await startFixtureServer()
  browser = await connectBrowser()
  pages = createPages(browser)
})
afterEach(async () => {
  await pages.leave()
  server.reset()
})
afterAll(async () => {
  await browser.close()
  await server.close()
})

test.each([
  ['a desk', DESK],
  ['a phone', PHONE],
])('the commands of the line fit on %s, and each can be scrolled to', async (_where, options) => {
  await open(options)
  await page.getByRole('combobox', { name: 'Command in #ami-ready' }).fill('/ami ')
  const list = page.getByRole('listbox', { name: 'Commands' })
  await list.waitFor()
  const box = await list.boundingBox()
  expect(box?.y).toBeGreaterThanOrEqual(0)
  expect(await list.evaluate(element => element.scrollWidth - element.clientWidth)).toBe(0)
  for (const option of [list.getByRole('option').last(), list.getByRole('option').first()]) {
    await option.scrollIntoViewIfNeeded()
    const own = await option.boundingBox()
    expect(own?.y).toBeGreaterThanOrEqual(box?.y ?? 0)
  }
})

/** How many lines the texts of some elements take. */
const linesOf = (elements: Locator) =>
  elements.evaluateAll(all =>
    all.map(element => {
      const range = document.createRange()
      range.selectNodeContents(element)
      return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size
    }),
  )

describe('the guide', () => {
  const guide = () => page.getByRole('region', { name: 'Guide' })
  const isOnOneLine = () =>
    guide().evaluate(bar => {
      const steps = [...bar.querySelectorAll('li')].map(step => step.getBoundingClientRect())
      const isLevel = new Set(steps.map(({ top }) => Math.round(top))).size === 1
      return isLevel && (steps.at(-1)?.right ?? Infinity) <= bar.getBoundingClientRect().right
    })
  const texts = () => linesOf(guide().locator('.guide-text, .guide-end'))
  const about = ['ami-0123456789abcdef0']
  const moments = [
    { service: 'eventbridge', title: `EC2 AMI State Change ${about[0]} available -> events`, about },
    { service: 'slack', title: 'chat.postMessage #ami-ready -> ok', about },
    { service: 'slack', title: 'maria clicked Disable… -> 200 in 20 ms', about },
    { service: 'eventbridge', title: `EC2 AMI State Change ${about[0]} disabled -> events`, about },
    { service: 'slack', title: 'sam clicked Enable -> 200 in 20 ms', about },
  ].map((moment, index) => ({ id: index + 1, atMs: 1764000002000 + index, ...moment }))

  test('stays on one line at each step, and ends with what to try next', async () => {
    await open()
    const done = () => guide().locator('li.done').count()
    expect([await done(), await isOnOneLine(), await texts()]).toEqual([0, true, [1, 1, 1, 1]])

    server.say({ type: 'moments', moments: moments.slice(0, 2) })
    await expectSoon(done).toBe(1)
    expect([await isOnOneLine(), await texts()]).toEqual([true, [1, 1, 1, 1]])

    server.say({ type: 'moments', moments: moments.slice(2, 4) })
    await expectSoon(done).toBe(2)
    expect([await isOnOneLine(), await texts()]).toEqual([true, [1, 1, 1, 1]])

    await page.getByRole('button', { name: 'Trace that click' }).click()
    await expectSoon(done).toBe(3)
    await guide().getByText('Try it as sam, who has no permission').waitFor()
    expect([await isOnOneLine(), await texts()]).toEqual([true, [1, 1, 1, 1]])

    server.say({ type: 'moments', moments: moments.slice(4) })
    await guide().getByText('Done. Next: try an approval, a burst, a fault').waitFor()
    expect([await done(), await isOnOneLine(), await texts()]).toEqual([4, true, [1, 1, 1, 1, 1]])
  })
})

test('tabs stand on one line, however little room there is and however many words they have', async () => {
  for (const width of [900, 360]) {
    await open({ viewport: { width, height: 800 } })
    if (width < 900) await page.getByRole('button', { name: 'Timeline', exact: true }).click()
    await page.getByRole('tab', { name: 'Faults' }).waitFor()
    await page.locator('.log .tabs').evaluate(list => {
      list.style.maxWidth = '120px'
      if (list.lastElementChild) list.lastElementChild.textContent = 'Several words'
    })
    expect({ width, lines: await linesOf(page.getByRole('tab')) }).toEqual({ width, lines: [1, 1, 1, 1, 1] })
  }
})

describe('on a phone', () => {
  const long = {
    ...modal,
    blocks: [
      ...Array.from({ length: 30 }, (_, index) => ({
        type: 'section',
        text: { type: 'mrkdwn', text: `*Fact ${index}*\nwith a line of its own` },
      })),
      ...modal.blocks,
    ],
  }

  test('a form whose first field is far down opens at its top, with the focus on its title', async () => {
    server.setModal(long)
    await open(PHONE)
    const dialog = page.getByRole('dialog', { name: 'Deregister image' })
    await dialog.getByLabel('Type the image’s name').waitFor()
    const scrolledPx = () => dialog.locator('.dialog-body').evaluate(body => body.scrollTop)
    const focused = () => page.evaluate(() => document.activeElement?.textContent)
    await expectSoon(focused).toBe('Deregister image')
    expect(await scrolledPx()).toBe(0)
    // The next step of the form begins at its top as well.
    await dialog.locator('.dialog-body').evaluate(body => body.scrollTo({ top: 400 }))
    await expectSoon(scrolledPx).toBe(400)
    server.setModal({ ...long, id: 'V2', title: { type: 'plain_text', text: 'Second step' } })
    server.say({ type: 'person', name: 'maria' })
    await expectSoon(focused).toBe('Second step')
    expect(await page.locator('.dialog-body').evaluate(body => body.scrollTop)).toBe(0)
  })

  test('a list of images with long names shows each one’s whole name and state', async () => {
    const name = `payments-gateway-${'hardened-amazon-linux-'.repeat(4)}2026.11.29`
    const rows = Array.from({ length: 3 }, () => ({
      type: 'section',
      text: { type: 'mrkdwn', text: `🟢 Available · \`${name}\`\n\`ami-0123456789abcdef0\` · us-east-1` },
    }))
    server.setMessages('ami-ready', [{ ...card, blocks: rows }])
    await open(PHONE)
    const cut = await page
      .locator('.message .section, .message .section *')
      .evaluateAll(all => all.filter(it => it.clientWidth > 0 && it.scrollWidth > it.clientWidth + 1).length)
    expect(cut).toBe(0)
    const ends = await page
      .locator('.message code')
      .evaluateAll(all => all.filter(it => it.getBoundingClientRect().right > window.innerWidth).length)
    expect(ends).toBe(0)
    await page.getByText('Available').first().waitFor()
  })
})

describe('names', () => {
  const name = 'payments-gateway-eu-compliance-hardened-amazon-linux-2023-x86_64-2026.11.29'

  test('are shortened in the middle; the whole name is read aloud and is the tooltip', async () => {
    server.setFleet([
      { account: '123456789012', region: 'us-east-1', imageId: 'ami-0123456789abcdef0', name },
      { account: '123456789012', region: 'us-east-1', imageId: 'ami-0123456789abcdef1', name: 'short' },
    ])
    await open()
    const line = page.getByRole('button', { name: new RegExp(`^${name} `) })
    await line.waitFor()
    const isCut = (of: Locator) =>
      of.locator('.image-name .short-name-head').evaluate(head => head.scrollWidth > head.clientWidth)
    expect(await isCut(line)).toBe(true)
    expect(await line.locator('.image-name').getAttribute('title')).toBe(name)
    const tail = line.locator('.image-name .short-name-tail')
    expect(await tail.evaluate(it => getComputedStyle(it, '::before').content)).toBe('"2026.11.29"')
    const [end, room] = await Promise.all([tail.boundingBox(), line.boundingBox()])
    expect((end?.x ?? 0) + (end?.width ?? 0)).toBeLessThan((room?.x ?? 0) + (room?.width ?? 0))
    expect(await isCut(page.getByRole('button', { name: /^short / }))).toBe(false)

    await line.click()
    const heading = page.getByRole('heading', { name, level: 3 })
    expect(await heading.locator('.short-name').getAttribute('title')).toBe(name)
    const isOneLine = (it: HTMLElement) =>
      it.offsetHeight < 2 * Number.parseFloat(getComputedStyle(it).lineHeight)
    expect(await heading.evaluate(isOneLine)).toBe(true)
  })
})

describe('fonts and what the page may load', () => {
  test('an emoji has colours, whatever fonts the machine has', async () => {
    await open()
    const colours = () =>
      page.evaluate(async () => {
        await document.fonts.load('32px Emoji', '🔴')
        const context = Object.assign(document.createElement('canvas'), { width: 40, height: 40 }).getContext(
          '2d',
        )
        if (!context) return 'no canvas'
        context.font = '32px Emoji'
        context.fillText('🔴', 0, 32)
        const { data } = context.getImageData(0, 0, 40, 40)
        const isRed = (at: number) =>
          (data[at] ?? 0) > 150 && (data[at + 1] ?? 0) < 120 && (data[at + 3] ?? 0) > 200
        return Array.from({ length: 1600 }, (_, index) => isRed(index * 4)).filter(Boolean).length > 100
      })
    await expectSoon(colours).toBe(true)
    const font = await fetch(`${server.url}emoji.woff2`)
    expect([font.status, font.headers.get('content-type')]).toEqual([200, 'font/woff2'])
  })

  test('only the sandbox’s own scripts, styles and fonts are allowed', async () => {
    page = await pages.open(DESK)
    const refused: string[] = []
    page.on('console', message => {
      if (message.text().includes('Content Security Policy')) refused.push(message.text())
    })
    await page.goto(`${server.url}#/maria/ami-ready`)
    await page.locator('.message').first().waitFor()
    expect(refused).toEqual([])
    await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'document.title = "foreign"'
      document.head.append(script)
    })
    await expectSoon(() => refused.length).toBeGreaterThan(0)
    expect(await page.title()).not.toBe('foreign')
  })
})
