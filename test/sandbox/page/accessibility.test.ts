import type { Browser, Page, ViewportSize } from 'playwright-core'
import { connectBrowser } from '../../support/shared/browser.ts'
import { modal } from './canned.ts'
import { type FixtureServer, startFixtureServer } from './fixture-server.ts'
import { judge, setColours } from './judge.ts'
import { imageList, planCard, planForm, selectForm } from './plan-examples.ts'
import { openPage } from './support.ts'

const PHONE = { width: 390, height: 844 }
const DESK = { width: 1280, height: 800 }

let server: FixtureServer
let browser: Browser

beforeAll(async () => {
  server = await startFixtureServer()
  browser = await connectBrowser()
})

afterAll(async () => {
  await browser.close()
  await server.close()
})

const PLAN_MESSAGES = [imageList, planCard].map((message, at) => ({
  type: 'message',
  ts: `176400000${at}.000100`,
  user: 'U0AMIOPS',
  bot_id: 'B0AMIOPS',
  ...message,
  replies: [],
}))

type Act = (page: Page) => Promise<void>

const look: Act = async () => {}
const press =
  (name: string | RegExp): Act =>
  page =>
    page.getByRole('button', { name }).first().click()

const places: [situation: string, place: string, act: Act][] = [
  ['a channel with cards', 'maria/ami-ready', look],
  ['an open confirm', 'maria/ami-ready', press('Disable payments-api-42')],
  ['an open overflow menu', 'maria/ami-ready', press('More actions')],
  ['a thread', 'maria/ami-alerts', press(/2 replies/)],
  ['an empty channel', 'maria/ami-audit', look],
  ['an ephemeral message', 'sam/ami-ready', look],
  ['the Home tab', 'maria/@amiops', look],
  [
    'the hints of the composer',
    'maria/ami-ready',
    page => page.getByRole('combobox', { name: /^Command/ }).fill('/'),
  ],
]

const desktopPlaces: typeof places = [
  ['the form of a new image', 'maria/ami-ready', press('New image')],
  ['the faults', 'maria/ami-ready', page => page.getByRole('tab', { name: 'Faults' }).click()],
]

const open = async (place: string, act: Act, viewport: ViewportSize): Promise<Page> => {
  const page = await openPage(browser, { reducedMotion: 'reduce', colorScheme: 'light', viewport })
  await page.goto(`${server.url}#/${place}`)
  await page.locator('.message, .empty, .home, dialog').first().waitFor()
  await act(page)
  return page
}

/** Dark changes the colours and nothing else. */
const expectNothingWrong = async (place: string, act: Act): Promise<void> => {
  const page = await open(place, act, DESK)
  const inLight = await judge(page)
  await setColours(page, 'dark')
  const inDark = await judge(page, { rule: 'color-contrast' })
  await page.close()
  expect({ inLight, inDark }).toEqual({ inLight: [], inDark: [] })
}

describe('what axe finds wrong, in light and dark', () => {
  test.each([...places, ...desktopPlaces])('%s', (_, place, act) => expectNothingWrong(place, act))

  test.each([
    ['a modal', modal],
    ['the form that selects images', selectForm],
    ['the form of a plan', planForm],
  ])('%s', async (_, view) => {
    server.setModal(view)
    await expectNothingWrong('maria/ami-ready', look)
    server.reset()
  })

  test('a list, and the card of a plan', async () => {
    server.setMessages('ami-audit', PLAN_MESSAGES)
    await expectNothingWrong('maria/ami-audit', look)
    server.reset()
  })
})

describe('what axe finds wrong on a phone', () => {
  test('a list, and the card of a plan', async () => {
    server.setMessages('ami-audit', PLAN_MESSAGES)
    const page = await open('maria/ami-audit', look, PHONE)
    expect(await judge(page)).toEqual([])
    await page.close()
    server.reset()
  })

  test.each(places)('%s', async (_, place, act) => {
    const page = await open(place, act, PHONE)
    expect(await judge(page)).toEqual([])
    await page.close()
  })
})
