import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { connectBrowser } from '../../support/shared/browser.ts'
import { type FixtureServer, startFixtureServer } from './fixture-server.ts'
import { createPages, expectSoon, type Pages } from './support.ts'

/** A long and busy channel: what is drawn of it, where the reader stands in it, and how they come back. */

let server: FixtureServer
let browser: Browser
let pages: Pages
let page: Page

const tsOf = (n: number) => `${1_764_000_000 + n}.000100`
const text = (n: number, more: object = {}) => ({
  type: 'message',
  user: 'U0AMIOPS',
  bot_id: 'B0AMIOPS',
  ts: tsOf(n),
  text: `message ${n}`,
  ...more,
})
const many = (count: number) => Array.from({ length: count }, (_, index) => text(index + 1))

const open = async (hash: string, options: BrowserContextOptions = {}) => {
  page = await pages.open(options)
  await page.goto(`${server.url}#/${hash}`)
  await page.locator('.message').first().waitFor()
}
const message = (n: number) => page.locator(`.channel-main .message[data-ts="${tsOf(n)}"]`)
const drawn = () => page.locator('.channel-main .message').count()
const say = (messages: object[]) => {
  server.setMessages('ami-audit', messages)
  server.say({ type: 'channel', name: 'ami-audit' })
}
const focusedTs = () => page.evaluate(() => document.activeElement?.getAttribute('data-ts'))

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

describe('a channel of a thousand messages', () => {
  test('its last fifty are drawn, and fifty earlier ones at a wish, where the reader stays', async () => {
    server.setMessages('ami-audit', many(1000))
    await open('maria/ami-audit')
    await message(1000).waitFor()
    await expectSoon(drawn).toBe(50)
    await expectSoon(() =>
      message(1000).evaluate(e => e.getBoundingClientRect().bottom < window.innerHeight),
    ).toBe(true)
    const first = message(951)
    await first.scrollIntoViewIfNeeded()
    await page.locator('.channel-main .feed').evaluate(list => list.scrollTo({ top: 0 }))
    const beforePx = (await first.boundingBox())?.y ?? 0
    await page.getByRole('button', { name: 'Show earlier messages (950)' }).click()
    await message(901).waitFor()
    await expectSoon(drawn).toBe(100)
    const movedPx = Math.abs(((await first.boundingBox())?.y ?? 0) - beforePx)
    expect(movedPx).toBeLessThan(60)
  })

  test('new messages do not pile up while the reader is at the end', async () => {
    server.setMessages('ami-audit', many(60))
    await open('maria/ami-audit')
    await message(60).waitFor()
    say(many(400))
    await message(400).waitFor()
    await expectSoon(drawn).toBeLessThanOrEqual(100)
  })

  test('the address of an old one opens the channel there, with the focus on it', async () => {
    server.setMessages('ami-audit', many(1000))
    await open(`maria/ami-audit/${tsOf(100)}`)
    await message(100).waitFor()
    await page.waitForFunction(ts => document.activeElement?.getAttribute('data-ts') === ts, tsOf(100))
    const box = await message(100).boundingBox()
    expect(box && box.y > 50 && box.y < 750).toBe(true)
  })

  test('a reader further up sees that there are new messages, and returns by a button', async () => {
    server.setMessages('ami-audit', many(200))
    await open('maria/ami-audit')
    await message(200).waitFor()
    await page.locator('.channel-main .feed').evaluate(list => list.scrollTo({ top: 0 }))
    await page.getByRole('button', { name: 'Jump to latest' }).waitFor()
    say(many(201))
    await page.getByRole('button', { name: 'New messages' }).click()
    await page.getByRole('button', { name: 'New messages' }).waitFor({ state: 'detached' })
    await expectSoon(() =>
      message(201).evaluate(e => e.getBoundingClientRect().bottom < window.innerHeight),
    ).toBe(true)
  })
})

describe('where the reader was', () => {
  test('a line parts what maria has read from what is new', async () => {
    server.setMessages('ami-audit', many(5))
    server.setLastRead('ami-audit', 'maria', tsOf(3))
    await open('maria/ami-audit')
    const line = page.locator('.channel-main .day b', { hasText: 'New' })
    await line.waitFor()
    const above = await line.evaluate(e => e.closest('.day')?.previousElementSibling?.getAttribute('data-ts'))
    expect(above).toBe(tsOf(3))
  })

  test('a channel that is all read has no such line', async () => {
    server.setMessages('ami-audit', many(5))
    server.setLastRead('ami-audit', 'maria', tsOf(5))
    await open('maria/ami-audit')
    await message(5).waitFor()
    await expectSoon(() => page.locator('.channel-main .day b').count()).toBe(0)
  })
})

describe('one message', () => {
  test('its time is a link to it, and the address of a reply opens its thread', async () => {
    const reply = text(11, { thread_ts: tsOf(10) })
    server.setMessages('ami-audit', [text(10, { thread_ts: tsOf(10), reply_count: 1, replies: [reply] })])
    await open('maria/ami-audit')
    const link = message(10).locator('.message-time')
    await expectSoon(() => link.getAttribute('href')).toBe(`#/maria/ami-audit/${tsOf(10)}`)
    await link.click()
    await page.waitForFunction(ts => document.activeElement?.getAttribute('data-ts') === ts, tsOf(10))
    await page.evaluate(
      hash => {
        window.location.hash = hash
      },
      `#/maria/ami-audit/${tsOf(11)}`,
    )
    await page.locator(`.thread .message.target[data-ts="${tsOf(11)}"]`).waitFor()
  })

  test('the arrow keys go from message to message', async () => {
    server.setMessages('ami-audit', many(3))
    await open('maria/ami-audit')
    await message(2).focus()
    await page.keyboard.press('ArrowUp')
    await expectSoon(focusedTs).toBe(tsOf(1))
    await page.keyboard.press('End')
    await expectSoon(focusedTs).toBe(tsOf(3))
  })

  test('a link to it is copied', async () => {
    server.setMessages('ami-audit', many(1))
    await open('maria/ami-audit', { permissions: ['clipboard-read', 'clipboard-write'] })
    await message(1).hover()
    await page.getByRole('button', { name: 'Copy link to message' }).click()
    await page.getByText('Link copied.').waitFor()
    await expectSoon(() => page.evaluate(() => navigator.clipboard.readText())).toBe(
      `${server.url}#/maria/ami-audit/${tsOf(1)}`,
    )
  })

  test('a thread says who answered and when last', async () => {
    const replies = [
      text(11, { thread_ts: tsOf(10) }),
      text(12, { thread_ts: tsOf(10), user: 'U0ALEX', bot_id: undefined }),
    ]
    server.setMessages('ami-audit', [text(10, { thread_ts: tsOf(10), reply_count: 2, replies })])
    await open('maria/ami-audit')
    const link = page.getByRole('button', { name: /^2 replies/ })
    await expectSoon(() => link.locator('.avatar').count()).toBe(2)
    await expectSoon(() => link.textContent()).toMatch(/Last reply \S+ [dy] ago/)
  })
})

test('a direct message opens its thread, and Escape closes it', async () => {
  page = await pages.open({})
  await page.goto(`${server.url}#/alex/@amiops`)
  await page.getByRole('tab', { name: /^Messages/ }).click()
  await page.getByRole('button', { name: /1 reply/ }).click()
  const thread = page.getByRole('complementary', { name: 'Thread' })
  await thread.getByText('All images').first().waitFor()
  expect(await thread.locator('.message').count()).toBe(2)
  await page.keyboard.press('Escape')
  await thread.waitFor({ state: 'detached' })
})

test('a screen reader hears what a new message says, not its markup, and nothing hidden takes the focus', async () => {
  server.setMessages('ami-audit', many(2))
  await open('maria/ami-audit')
  say([
    ...many(2),
    text(3, { text: 'until <!date^1796070949^{date_short}|Dec 1> · <https://example.com|console> *now*' }),
  ])
  const live = page.locator('.channel-main [aria-live]')
  await expectSoon(() => live.textContent()).toMatch(/^New in ami-audit: until .*2026 · console now$/)
  expect(await live.locator('a').count()).toBe(0)
})
