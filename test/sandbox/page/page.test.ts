import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { connectBrowser } from '../../support/shared/browser.ts'
import { CARD_TS, card, modal } from './canned.ts'
import { type FixtureServer, startFixtureServer } from './fixture-server.ts'
import { createPages, expectSoon, type Pages } from './support.ts'

let server: FixtureServer
let browser: Browser
let pages: Pages
let page: Page

const open = async (place: string, options: BrowserContextOptions = {}) => {
  page = await pages.open(options)
  await page.goto(`${server.url}#/${place}`)
  await page.locator('.message, .empty, .home').first().waitFor()
}

const button = (name: string | RegExp, within: Pick<Page, 'getByRole'> = page) =>
  within.getByRole('button', { name, exact: typeof name === 'string' })
const message = (ts: string) => page.locator(`.channel-main .message[data-ts="${ts}"]`)
const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim())
const pick = async (within: Pick<Page, 'getByRole'>, name: string, option: string) => {
  await within.getByRole('combobox', { name }).click()
  await page.getByRole('option', { name: option }).click()
}
const askedAt = (path: string) => server.asked.filter(asked => asked.path === path).map(asked => asked.body)

/** Waits until the page has asked `path` for something, and gives that. */
const nextAsked = async (path: string): Promise<unknown> => {
  await expectSoon(() => askedAt(path).length).toBeGreaterThan(0)
  return askedAt(path)[0]
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

describe('a card', () => {
  test('a button with a confirm, denied with Esc and then confirmed', async () => {
    await open('maria/ami-ready')
    const disable = button('Disable payments-api-42')
    await disable.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Disable payments-api-42?' })
    await dialog.waitFor()
    await expectSoon(focused).toBe('Keep it')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await expectSoon(focused).toBe('Disable…')
    expect(askedAt('people/maria/click')).toEqual([])

    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await nextAsked('people/maria/click')).toEqual({
      channel: 'C0READY',
      ts: CARD_TS,
      block_id: 'actions',
      action_id: 'disable',
      value: 'request-1',
    })
    await expectSoon(focused).toBe('Disable…')
  })

  test('an overflow menu, by keyboard alone', async () => {
    await open('maria/ami-ready')
    await button('More actions').focus()
    await page.keyboard.press('ArrowDown')
    await expectSoon(focused).toBe('Details')
    await page.keyboard.press('ArrowUp')
    await expectSoon(focused).toBe('Open the console')
    await page.keyboard.press('h')
    await expectSoon(focused).toBe('History')
    await page.keyboard.press('Enter')
    expect(await nextAsked('people/maria/click')).toMatchObject({ action_id: 'more', value: 'history' })
    await expectSoon(() => page.getByRole('menu').count()).toBe(0)
    await expectSoon(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'More actions',
    )
  })

  test('an option with an address is a link that leaves the page safely', async () => {
    await open('maria/ami-ready')
    await button('More actions').click()
    const item = page.getByRole('menuitem', { name: 'Open the console' })
    await expectSoon(() => item.getAttribute('target')).toBe('_blank')
    await expectSoon(() => item.getAttribute('rel')).toContain('noopener')
  })

  test('mentions are names, escapes are undone once, and nothing becomes HTML', async () => {
    await open('maria/ami-ready')
    const text = await page.locator('.channel-main .feed').textContent()
    expect(text).toContain('@maria')
    expect(text).toContain('R&D <core>')
    expect(text).toContain('<img src=x onerror=alert(1)> <javascript:alert(1)|click> https://example.com')
    await expectSoon(() => page.locator('.feed img').count()).toBe(0)
    await expectSoon(() => page.locator('.feed a[href^="javascript"]').count()).toBe(0)
    await expectSoon(() => page.locator('.feed a[href="https://example.com"]').count()).toBe(1)
  })

  test('a select calls the app with what was chosen', async () => {
    await open('maria/ami-ready')
    await pick(page, 'Pick a region', 'eu-west-1')
    expect(await nextAsked('people/maria/click')).toMatchObject({ action_id: 'pick', value: 'eu-west-1' })
  })

  test('an edit that takes the pressed button away leaves the focus in the card', async () => {
    await open('maria/ami-ready')
    await button('Deregister…').focus()
    server.setMessages('ami-ready', [{ ...card, blocks: card.blocks.slice(0, 2) }])
    server.say({ type: 'channel', name: 'ami-ready' })
    await button('Deregister…').waitFor({ state: 'detached' })
    await expectSoon(() => page.evaluate(() => document.activeElement?.getAttribute('data-ts'))).toBe(CARD_TS)
  })

  test('the person sees that the bot answered 500', async () => {
    server.answer('/click', { status: 500 })
    await open('maria/ami-ready')
    await button('Deregister…').click()
    const warning = page.getByRole('alert').filter({ hasText: 'This app responded with Status Code 500.' })
    await warning.waitFor()
  })
})

describe('a channel', () => {
  test('a thread shows its replies, Esc closes it and the focus comes back', async () => {
    await open('maria/ami-alerts')
    await button(/2 replies/).focus()
    await page.keyboard.press('Enter')
    const thread = page.getByRole('complementary', { name: 'Thread' })
    await thread.getByText('Seen late').waitFor()
    await expectSoon(() => thread.locator('.message').count()).toBe(3)
    await page.keyboard.press('Escape')
    await thread.waitFor({ state: 'detached' })
    await expectSoon(focused).toContain('2 replies')
  })

  test('a broadcast reply stands in the channel too', async () => {
    await open('maria/ami-alerts')
    await expectSoon(() => page.locator('.channel-main .message').allInnerTexts()).toEqual([
      expect.stringContaining('billing-worker-9 failed'),
      expect.stringMatching(/replied to a thread[\s\S]*It failed again/),
    ])
  })

  test('an ephemeral message is there for its reader alone, and its button works', async () => {
    await open('maria/ami-ready')
    await expectSoon(() => page.getByText('Only visible to you').count()).toBe(0)
    await page.getByRole('radio', { name: /sam/ }).check()
    await page.getByText('Only visible to you').waitFor()
    await button('Ask them').click()
    expect(await nextAsked('people/sam/click')).toMatchObject({
      channel: 'C0READY',
      ts: '1764000700.000100',
      action_id: 'ask',
      value: 'r',
    })
    await button('Dismiss message').click()
    await expectSoon(() => page.getByText('Only visible to you').count()).toBe(0)
  })

  test('changes that the stream reports are fetched and drawn', async () => {
    await open('maria/ami-audit')
    await page.getByText('No messages yet').waitFor()
    server.setMessages('ami-audit', [{ ...card, text: 'x', blocks: [], ts: '1764000900.000100' }])
    server.say({ type: 'channel', name: 'ami-audit' })
    await message('1764000900.000100').waitFor()
  })

  test('a command is sent, completed from the hints by keyboard', async () => {
    await open('maria/ami-ready')
    const line = page.getByRole('combobox', { name: 'Command in #ami-ready' })
    await line.fill('/')
    await page.getByRole('listbox').getByRole('option').first().waitFor()
    await line.press('Enter')
    await expectSoon(() => line.inputValue()).toBe('/ami status ')
    await line.pressSequentially('payments')
    await line.press('Enter')
    expect(await nextAsked('people/maria/command')).toEqual({
      channel: 'C0READY',
      command: '/ami',
      text: 'status payments',
    })
  })

  test('the bare command is sent by Enter, though there are hints to it', async () => {
    await open('maria/ami-ready')
    const line = page.getByRole('combobox', { name: 'Command in #ami-ready' })
    await line.fill('/ami')
    await page.getByRole('listbox').getByRole('option').first().waitFor()
    await line.press('Enter')
    expect(await nextAsked('people/maria/command')).toEqual({ channel: 'C0READY', command: '/ami', text: '' })
    await expectSoon(() => line.inputValue()).toBe('')
  })

  test('a hint that the arrow keys have picked is completed by Enter, not sent', async () => {
    await open('maria/ami-ready')
    const line = page.getByRole('combobox', { name: 'Command in #ami-ready' })
    await line.fill('/ami')
    await line.press('ArrowDown')
    await line.press('Enter')
    await expectSoon(() => line.inputValue()).toBe('/ami uses ')
    expect(askedAt('people/maria/command')).toEqual([])
  })

  test.each([
    ['/ami sta ami-123', '/ami status ami-123'],
    ['/ami  hist payments base* us-east-1', '/ami history payments base* us-east-1'],
    ['/ami he', '/ami help'],
  ])('completing %s keeps what stands behind the verb', async (typed, completed) => {
    await open('maria/ami-ready')
    const line = page.getByRole('combobox', { name: 'Command in #ami-ready' })
    await line.fill(typed)
    await page.getByRole('listbox').getByRole('option').first().waitFor()
    await line.press('Tab')
    await expectSoon(() => line.inputValue()).toBe(completed)
    await line.press('Enter')
    expect(await nextAsked('people/maria/command')).toMatchObject({ text: completed.slice('/ami '.length) })
  })

  test('other text stays where it is and is not sent', async () => {
    await open('maria/ami-ready')
    const line = page.getByRole('combobox', { name: 'Command in #ami-ready' })
    await line.fill('hello')
    await line.press('Enter')
    await page.getByText('Not sent').waitFor()
    await expectSoon(() => line.inputValue()).toBe('hello')
    expect(askedAt('people/maria/command')).toEqual([])
  })

  test('the unread count of another channel, and the read mark of this one', async () => {
    await open('maria/ami-ready')
    await button(/ami-alerts 3 unread, you are mentioned/).waitFor()
    expect(await nextAsked('channels/ami-ready/read')).toEqual({ person: 'maria' })
  })
})

test('a direct message is counted beside the app, and read once its tab is open', async () => {
  await open('alex/@amiops')
  await button(/^amiops 1 unread$/).waitFor()
  expect(askedAt('channels/D0ALEX/read')).toEqual([])
  await page.getByRole('tab', { name: 'Messages (1)' }).click()
  await page.getByText('Your plan is done.').waitFor()
  expect(await nextAsked('channels/D0ALEX/read')).toEqual({ person: 'alex' })
})

describe('a modal', () => {
  test('its fields are filled, refused by block, filled again and sent', async () => {
    server.setModal(modal)
    server.answer('/submit', { status: 200, errors: { name: 'Not its name.' } })
    await open('maria/ami-ready')
    const dialog = page.getByRole('dialog', { name: 'Deregister image' })
    await dialog.waitFor()
    const name = dialog.getByLabel('Type the image’s name')
    await expectSoon(() => name.evaluate(element => element === document.activeElement)).toBe(true)
    await name.fill('payments')
    await dialog.getByRole('checkbox', { name: /Delete them too/ }).check()
    await pick(dialog, 'Second person', '@alex')
    await button('Deregister', dialog).click()
    await dialog.getByText('Not its name.').waitFor()
    await expectSoon(() => name.getAttribute('aria-invalid')).toBe('true')
    await expectSoon(() => name.evaluate(element => element === document.activeElement)).toBe(true)
    expect(askedAt('people/maria/submit')).toMatchObject([
      {
        values: {
          name: { typed: { value: 'payments' } },
          snapshots: { delete: { selected_options: [{ value: 'yes' }] } },
          reason: { why: { selected_option: { value: 'old' } } },
          approver: { who: { selected_user: 'U0ALEX' } },
        },
      },
    ])
  })

  test('Esc closes it by telling Slack', async () => {
    server.setModal(modal)
    await open('maria/ami-ready')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await nextAsked('people/maria/close')
  })
})

describe('how it looks', () => {
  const background = () =>
    page.locator('.slack').evaluate(element => getComputedStyle(element).backgroundColor)

  test('dark when the system is dark, until the switch says light', async () => {
    await open('maria/ami-ready', { colorScheme: 'dark' })
    await expectSoon(background).toBe('rgb(27, 29, 33)')
    await button(/^Theme/).click()
    await expectSoon(background).toBe('rgb(255, 255, 255)')
    await page.reload()
    await page.locator('.message').first().waitFor()
    await expectSoon(background).toBe('rgb(255, 255, 255)')
  })

  test('on a phone one pane is shown at a time, and nothing is wider than the screen', async () => {
    await open('maria/ami-ready', { viewport: { width: 360, height: 740 } })
    const isTooWide = () => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
    await expectSoon(() => page.getByRole('complementary', { name: 'AWS' }).isVisible()).toBe(false)
    await expectSoon(isTooWide).toBe(false)
    await button('AWS').click()
    await page.getByRole('complementary', { name: 'AWS' }).waitFor()
    await expectSoon(() => page.getByRole('main', { name: 'Slack' }).isVisible()).toBe(false)
    await expectSoon(isTooWide).toBe(false)
    await button('Workspace').click()
    await button(/ami-alerts/).click()
    await page.getByText('billing-worker-9 failed').first().waitFor()
  })

  test('the first steps are ticked as they are done, and stay away once dismissed', async () => {
    await open('maria/ami-ready')
    const guide = page.getByRole('region', { name: 'Guide' })
    await button('Create image', guide).click()
    await expectSoon(() => guide.getByText('Done:').count()).toBe(0)
    const about = ['ami-0123456789abcdef0']
    const event = {
      service: 'eventbridge',
      title: `EC2 AMI State Change ${about[0]} available -> events`,
      about,
    }
    const posted = { service: 'slack', title: 'chat.postMessage #ami-ready -> ok', about }
    const moments = [event, posted].map((moment, index) => ({
      id: 6 + index,
      atMs: 1764000002000,
      ...moment,
    }))
    server.say({ type: 'moments', moments })
    await guide.getByText('Done:').waitFor({ state: 'attached' })
    await button('Dismiss the guide').click()
    await page.reload()
    await page.locator('.message').first().waitFor()
    await expectSoon(() => guide.count()).toBe(0)
    await button('Show the guide').click()
    await guide.waitFor()
  })
})
