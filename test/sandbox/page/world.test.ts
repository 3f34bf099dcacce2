import type { Browser, Page } from 'playwright-core'
import { createWorld, type World } from '../../../sandbox/world.ts'
import { launchBrowser } from '../../support/browser.ts'

jest.setTimeout(90_000)

let world: World
let browser: Browser
let page: Page

beforeAll(async () => {
  world = await createWorld({
    port: 0,
    fleet: 'empty',
    eventDelayMs: 10,
    batchingWindowMs: 0,
    schedules: false,
  })
  browser = await launchBrowser()
  page = await browser.newPage()
  page.setDefaultTimeout(20_000)
})

afterAll(async () => {
  await browser.close()
  await world.close()
})

describe('a newcomer’s first minute, in the sandbox itself', () => {
  const feed = () => page.getByRole('region', { name: '#ami-ready' })
  const card = (says: string) => feed().locator('.message:not(.ephemeral)', { hasText: says })

  test('an image is made, and its card comes to its channel by itself', async () => {
    await page.goto(world.url)
    await page.getByText('Nothing here yet').waitFor()
    await page.getByRole('button', { name: 'Make an image' }).click()
    await card('Available').waitFor()
  })

  test('maria disables it, and the same card says that AWS confirmed it', async () => {
    await feed()
      .getByRole('button', { name: /^Disable/ })
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Disable', exact: true }).click()
    await dialog.getByText('is under way').waitFor()
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
    await card('confirmed by AWS').waitFor()
    expect(await page.locator('.pill').allInnerTexts()).toEqual(['disabled'])
    expect(await feed().locator('.message').count()).toBe(1)
  })

  test('what that click set off is followed to its end, and the first steps notice', async () => {
    await page.getByRole('button', { name: 'Follow it' }).click()
    const journey = page.getByRole('region', { name: 'Journey' })
    await journey.getByText('Event: disabled').waitFor()
    const steps = page.getByRole('region', { name: 'First steps' }).locator('li.done')
    expect(await steps.count()).toBe(3)
    await page.keyboard.press('Escape')
    await journey.waitFor({ state: 'detached' })
  })

  test('sam tries to enable it, and is told alone that sam may not', async () => {
    await page.getByRole('button', { name: 'Become sam' }).click()
    await feed()
      .getByRole('button', { name: /^Enable/ })
      .click()
    await page.getByRole('dialog').getByRole('button', { name: 'Enable', exact: true }).click()
    await feed().locator('.ephemeral').waitFor()
    await page.getByRole('radio', { name: /^maria/ }).check()
    await feed().locator('.message').first().waitFor()
    expect(await feed().locator('.ephemeral').count()).toBe(0)
    expect(await page.locator('.pill').allInnerTexts()).toEqual(['disabled'])
  })

  test('a command is answered to its writer', async () => {
    const line = page.getByRole('combobox', { name: 'Command in #ami-ready' })
    await line.fill('/ami help')
    await line.press('Enter')
    await feed().getByText('Only visible to you').waitFor()
    expect(await line.inputValue()).toBe('')
  })

  test('somebody enables it outside Slack, and the card follows', async () => {
    await page.getByRole('button', { name: /outside Slack$/ }).click()
    await page.getByRole('menuitem', { name: /^Enable/ }).click()
    await card('Available').first().waitFor()
  })

  test('the next event is lost, which the timeline says, and the schedule is run', async () => {
    await page.getByRole('tab', { name: 'Make trouble' }).click()
    await page.getByRole('switch', { name: 'An event is lost', checked: false }).click()
    await page.getByRole('switch', { name: 'An event is lost', checked: true }).waitFor()
    await page.getByRole('button', { name: /outside Slack$/ }).click()
    await page.getByRole('menuitem', { name: /^Disable/ }).click()
    await page.locator('.pill.pill-disabled').waitFor()
    await page.getByRole('tab', { name: 'Timeline' }).click()
    await page.locator('.outcome', { hasText: 'lost' }).waitFor()
    await page.getByRole('tab', { name: 'Make trouble' }).click()
    await page.getByRole('button', { name: 'Run now: the schedule' }).click()
    await page.getByText('The schedule has run.').waitFor()
  })
})
