import type { Browser, Page, ViewportSize } from 'playwright-core'
import { judge, setColours } from '../sandbox/page/judge.ts'
import { expectSoon, openPage } from '../sandbox/page/support.ts'
import { connectBrowser } from '../support/shared/browser.ts'
import { startWorld, type TestWorld } from '../support/world.ts'

/** The Home tab as a person sees it: the page, the bot, Slack and AWS of a sandbox with its fleet. */

let world: TestWorld
let browser: Browser

beforeAll(async () => {
  world = await startWorld({ fleet: 'demo', schedules: true })
  browser = await connectBrowser()
  await world.advance(11 * 60_000)
})
afterAll(async () => {
  await browser.close()
  await world.close()
})

const open = async (viewport: ViewportSize): Promise<Page> => {
  const page = await openPage(browser, { reducedMotion: 'reduce', colorScheme: 'light', viewport })
  await page.goto(`${world.url}#/maria/@amiops`)
  await page.getByText('Image status').waitFor()
  await page.getByText('Reading the Recycle Bins').waitFor({ state: 'detached' })
  return page
}

test('maria sees her fleet, asks for the stale images, and finds the answer under Messages', async () => {
  const page = await open({ width: 1280, height: 800 })
  const home = page.locator('.home')
  await expectSoon(() => home.textContent()).toMatch(/\d+ images · [\d,]+ GiB/)
  await home.getByRole('button', { name: /^Stale images/ }).click()
  await page.getByRole('tab', { name: 'Messages' }).click()
  await page
    .getByText(/stale image/)
    .first()
    .waitFor()
  await page.close()
})

test('axe finds nothing wrong, in light, dark and on a phone', async () => {
  const page = await open({ width: 1280, height: 800 })
  const inLight = await judge(page)
  await setColours(page, 'dark')
  const inDark = await judge(page, { rule: 'color-contrast' })
  await page.close()
  const phone = await open({ width: 390, height: 844 })
  const onPhone = await judge(phone)
  const isScrolledSideways = await phone.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth > clientWidth
  })
  await phone.close()
  expect({ inLight, inDark, onPhone, isScrolledSideways }).toEqual({
    inLight: [],
    inDark: [],
    onPhone: [],
    isScrolledSideways: false,
  })
})
