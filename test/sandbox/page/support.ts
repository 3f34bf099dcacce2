import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

/**
 * The only limit of what a test waits for in the page. It only ends what never comes: a busy machine is slow, not wrong.
 */
const PATIENCE_MS = 120_000
const CHECK_MS = 20

/** Jest's matchers, each of which waits. */
type Soon<T> = { [Name in keyof jest.Matchers<void, T>]: (...expected: unknown[]) => Promise<void> }

const passes = async (check: () => Promise<void>): Promise<void> => {
  const untilMs = performance.now() + PATIENCE_MS
  for (;;) {
    try {
      await check()
      return
    } catch (error) {
      if (performance.now() > untilMs) throw error
    }
    await new Promise(resolve => setTimeout(resolve, CHECK_MS))
  }
}

/**
 * `expect` for what is read again until it is as expected. What the page shows follows what happens in the sandbox by a
 * stream, a fetch and a frame: a single look comes too early.
 */
export const expectSoon = <T>(read: () => T | Promise<T>): Soon<T> =>
  new Proxy({} as Soon<T>, {
    get:
      (_, name) =>
      (...expected: unknown[]) =>
        passes(async () => {
          const matchers = expect(await read()) as unknown as Record<
            string | symbol,
            (...given: unknown[]) => void
          >
          matchers[name]?.(...expected)
        }),
  })

export interface Pages {
  /** The page of these options, empty. */
  open(options?: BrowserContextOptions): Promise<Page>
  /** Leaves all pages, with all that they have kept. */
  leave(): Promise<void>
}

/** Pages that the tests of a file use one after another: to open a new one takes a second of a core. */
export const createPages = (browser: Browser): Pages => {
  const pages = new Map<string, Page>()
  return {
    async open(options = {}) {
      const key = JSON.stringify(options)
      const page = pages.get(key) ?? (await openPage(browser, options))
      pages.set(key, page)
      return page
    },
    async leave() {
      for (const page of pages.values()) {
        if (page.url() === 'about:blank') continue
        await page.evaluate(() => localStorage.clear())
        await page.goto('about:blank')
      }
    },
  }
}

/** A page of a browser, with nothing in it that another one left. */
export const openPage = async (browser: Browser, options: BrowserContextOptions = {}): Promise<Page> => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options })
  page.setDefaultTimeout(PATIENCE_MS)
  return page
}
