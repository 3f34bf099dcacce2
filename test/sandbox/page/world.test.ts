import type { Browser, Page } from 'playwright-core'
import { connectBrowser } from '../../support/shared/browser.ts'
import { startWorld, type TestWorld } from '../../support/world.ts'
import { expectSoon, openPage } from './support.ts'

let world: TestWorld
let browser: Browser
let page: Page

beforeAll(async () => {
  world = await startWorld()
  browser = await connectBrowser()
  page = await openPage(browser)
})

afterAll(async () => {
  await browser.close()
  await world.close()
})

describe('a newcomer’s first minute, in the sandbox itself', () => {
  const feed = () => page.getByRole('region', { name: '#ami-ready' })
  const card = (says: string) => feed().locator('.message:not(.ephemeral)', { hasText: says })
  const states = () => page.locator('.pill').allInnerTexts()

  test('an image is made, and its card comes to its channel by itself', async () => {
    await page.goto(world.url)
    await page.getByText('No messages yet').waitFor()
    await page.getByRole('button', { name: 'Create image' }).click()
    await card('Available').waitFor()
  })

  test('maria disables it, and the same card says that AWS confirmed it', async () => {
    await feed()
      .getByRole('button', { name: /^Disable/ })
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Disable', exact: true }).click()
    await dialog.getByText(/✅ .* was disabled/).waitFor()
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
    await card('confirmed by AWS').waitFor()
    await expectSoon(states).toEqual(['disabled'])
    await expectSoon(() => feed().locator('.message').count()).toBe(1)
  })

  test('what that click set off is followed to its end, and the first steps notice', async () => {
    await page.getByRole('button', { name: 'Trace that click' }).click()
    const trace = page.getByRole('region', { name: 'Trace' })
    await trace.getByText('Event: disabled').waitFor()
    const steps = page.getByRole('region', { name: 'Guide' }).locator('li.done')
    await expectSoon(() => steps.count()).toBe(3)
    await page.keyboard.press('Escape')
    await trace.waitFor({ state: 'detached' })
  })

  test('sam tries to enable it, and is refused in a private message', async () => {
    await page.getByRole('button', { name: 'Switch to sam' }).click()
    await feed()
      .getByRole('button', { name: /^Enable/ })
      .click()
    await page.getByRole('dialog').getByRole('button', { name: 'Enable', exact: true }).click()
    await feed().locator('.ephemeral').waitFor()
    await page.getByRole('radio', { name: /^maria/ }).check()
    await feed().locator('.ephemeral').waitFor({ state: 'detached' })
    await feed().locator('.message').first().waitFor()
    await world.idle()
    await expectSoon(states).toEqual(['disabled'])
    await expectSoon(async () => (await world.images()).map(({ state }) => state)).toEqual(['disabled'])
  })

  test('a command is answered to its writer', async () => {
    const line = page.getByRole('combobox', { name: 'Command in #ami-ready' })
    await line.fill('/ami help')
    await line.press('Enter')
    await feed().getByText('Only visible to you').waitFor()
    await expectSoon(() => line.inputValue()).toBe('')
  })

  test('somebody enables it outside Slack, and the card follows', async () => {
    await page.getByRole('button', { name: /outside Slack$/ }).click()
    await page.getByRole('menuitem', { name: /^Enable/ }).click()
    await card('Available').first().waitFor()
  })

  test('the next event is lost, which the timeline says, and the schedule is run', async () => {
    // CloudTrail's event of what was just done must not be the one that is lost.
    await world.idle()
    await page.getByRole('tab', { name: 'Faults' }).click()
    await page.getByRole('switch', { name: 'An event is lost', checked: false }).click()
    await page.getByRole('switch', { name: 'An event is lost', checked: true }).waitFor()
    await page.getByRole('button', { name: /outside Slack$/ }).click()
    await page.getByRole('menuitem', { name: /^Disable/ }).click()
    await page.locator('.pill.pill-disabled').waitFor()
    await page.getByRole('tab', { name: 'Timeline' }).click()
    await page.locator('.outcome', { hasText: 'lost' }).waitFor()
    await page.getByRole('tab', { name: 'Faults' }).click()
    await page.getByRole('button', { name: 'Run now: schedule' }).click()
    await page.getByText('The schedule ran.').waitFor()
  })
})
