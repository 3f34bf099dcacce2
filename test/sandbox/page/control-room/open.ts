import type { Browser, Page } from 'playwright-core'
import { createManualClock } from '../../../../sandbox/kernel/manual-clock.ts'
import { createWorld, type World } from '../../../../sandbox/world.ts'
import type { WorldOptions } from '../../../../sandbox/world-options.ts'
import { connectBrowser } from '../../../support/shared/browser.ts'
import { sharedBuilds } from '../../../support/shared/client.ts'
import { BUSY_MACHINE_MS } from '../../../support/world.ts'
import { openPage } from '../support.ts'

const JSON_HEADERS = { 'content-type': 'application/json' }

/** Functions that nobody calls: nothing happens but what a test does, and no call but a test's own uses up a fault. */
export const NO_BOT: Partial<WorldOptions> = { handlers: {} }

/** The AWS side of the page in a real browser, over a whole sandbox. */
export interface ControlRoom {
  world: World
  browser: Browser
  page: Page
  /** What broke in the page. */
  pageErrors: string[]
  get<T>(path: string): Promise<T>
  post<T>(path: string, body?: object): Promise<T>
  close(): Promise<void>
}

/** Starts a sandbox with the bot in it, and opens its page. */
export const openControlRoom = async (options: Partial<WorldOptions> = {}): Promise<ControlRoom> => {
  const world = await createWorld({
    port: 0,
    clock: createManualClock(),
    fleet: { seed: 7, images: 30 },
    eventDelayMs: 10,
    settleMs: 20,
    batchingWindowMs: 20,
    schedules: false,
    // A burst would wait for Slack's minutes.
    ...sharedBuilds(),
    ...options,
    slack: { rateLimits: 'off', answerWithinMs: BUSY_MACHINE_MS, ...options.slack },
  })
  const browser = await connectBrowser()
  const page = await openPage(browser, { viewport: { width: 1440, height: 900 } })
  const pageErrors: string[] = []
  page.on('pageerror', error => pageErrors.push(error.message))
  await page.goto(`${world.url}#/maria/ami-ready`)
  await page.locator('.image-line').first().waitFor()
  const call = async <T>(path: string, init?: RequestInit): Promise<T> =>
    (await (await fetch(`${world.url}/_sandbox/${path}`, init)).json()) as T
  return {
    world,
    browser,
    page,
    pageErrors,
    get: path => call(path),
    post: (path, body = {}) =>
      call(path, { method: 'POST', headers: JSON_HEADERS, body: JSON.stringify(body) }),
    async close() {
      await browser.close()
      await world.close()
    },
  }
}

/** A button by its whole name, or by a part of it. */
export const button = (page: Pick<Page, 'getByRole'>, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' })

/** What has the focus, by its text. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')

/** The lines of the timeline. */
export const lines = (page: Page) => page.locator('.moments .moment')
export const openTab = (page: Page, name: string) => page.getByRole('tab', { name }).click()
