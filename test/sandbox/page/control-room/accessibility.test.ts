import type { Locator, Page } from 'playwright-core'
import { judge, setColours } from '../judge.ts'
import { expectSoon, openPage } from '../support.ts'
import { type ControlRoom, NO_BOT, openControlRoom, openTab } from './open.ts'

const PARTS = '.aws, .guide, .top'

let room: ControlRoom
beforeAll(async () => {
  room = await openControlRoom(NO_BOT)
  const { imageId } = await room.post<{ imageId: string }>('images', { name: 'noted-1' })
  await room.post('parameters', { name: '/golden/noted/latest', value: imageId })
  await room.world.idle()
})
afterAll(() => room.close())

const states: [string, (at: Page) => Promise<void>][] = [
  [
    'the fleet and an open line',
    async at => {
      await at.locator('.moment-toggle').first().click()
      await at.locator('.json pre').first().waitFor()
    },
  ],
  [
    'a trace',
    async at => {
      const follow = at.locator('.moment').getByRole('button', { name: /^Trace / })
      await follow.first().click()
      await at.getByRole('region', { name: 'Trace' }).waitFor()
    },
  ],
  [
    'the queues',
    async at => {
      await openTab(at, 'Queues')
      await at.locator('.queue').first().waitFor()
    },
  ],
  [
    'the aliases',
    async at => {
      await openTab(at, 'Aliases')
      await at.locator('.alias-family').first().waitFor()
    },
  ],
  [
    'the inbox',
    async at => {
      await openTab(at, 'E-mail')
      await at.getByRole('heading', { name: 'No e-mails' }).waitFor()
    },
  ],
  [
    'the faults',
    async at => {
      await openTab(at, 'Faults')
      await at.locator('.switch-line').first().waitFor()
    },
  ],
  [
    'an image',
    async at => {
      await at.locator('.image-open').first().click()
      await at.locator('.facts').waitFor()
    },
  ],
]

describe('what axe finds wrong', () => {
  test('in light and dark', async () => {
    const page = await openPage(room.browser, { colorScheme: 'light', reducedMotion: 'reduce' })
    await page.goto(`${room.world.url}#/maria/ami-ready`)
    await page.locator('.image-line').first().waitFor()
    await page.locator('.moment-toggle').first().waitFor()
    for (const [state, open] of states) {
      await open(page)
      const inLight = await judge(page, { within: PARTS })
      await setColours(page, 'dark')
      const inDark = await judge(page, { within: PARTS, rule: 'color-contrast' })
      await setColours(page, 'light')
      expect({ state, inLight, inDark }).toEqual({ state, inLight: [], inDark: [] })
    }
    await page.close()
  })

  test('on a phone, where nothing is wider than the screen', async () => {
    const page = await openPage(room.browser, {
      viewport: { width: 360, height: 740 },
      reducedMotion: 'reduce',
    })
    await page.goto(`${room.world.url}#/maria/ami-ready`)
    const isTooWide = () => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
    const isWithinTooWide = (part: Locator) => part.evaluate(it => it.scrollWidth > it.clientWidth + 1)
    await page.getByRole('button', { name: 'AWS', exact: true }).click()
    await page.locator('.image-line').first().waitFor()
    expect(await judge(page, { within: PARTS })).toEqual([])
    await expectSoon(isTooWide).toBe(false)
    await page.getByRole('button', { name: 'Timeline', exact: true }).click()
    const shown = { Aliases: '.alias-place', Queues: '.queue', Faults: '.switch-line', Timeline: '.moment' }
    for (const [name, drawn] of Object.entries(shown)) {
      await openTab(page, name)
      await page.locator(drawn).first().waitFor()
      const log = page.locator('.log-body')
      await expectSoon(async () => [name, await isTooWide(), await isWithinTooWide(log)]).toEqual([
        name,
        false,
        false,
      ])
      expect(await judge(page, { within: PARTS })).toEqual([])
    }
    await page.close()
  })
})
