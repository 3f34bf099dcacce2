import type { Browser, Page } from 'playwright-core'
import { connectBrowser } from '../../support/shared/browser.ts'
import { startWorld, type TestWorld } from '../../support/world.ts'
import { expectSoon, openPage } from './support.ts'

/** Maria's morning without a mouse, in the sandbox itself: the page, the bot, Slack and AWS. */

let world: TestWorld
let browser: Browser
let page: Page
let imageId: string

beforeAll(async () => {
  world = await startWorld({ fleet: 'empty', eventDelayMs: 10 })
  browser = await connectBrowser()
  page = await openPage(browser)
  const image = await world.image({ name: 'golden-1', quiet: false })
  imageId = image.imageId
  await world.idle()
  await page.goto(world.url)
  await page.getByRole('region', { name: /^#/ }).waitFor()
})

afterAll(async () => {
  await browser.close()
  await world.close()
})

interface Focus {
  name: string
  pane: string | null
  /** Whether something shows where the focus is. */
  isSeen: boolean
}

const focus = (): Promise<Focus> =>
  page.evaluate(() => {
    const at = document.activeElement as HTMLElement
    const label = at instanceof HTMLInputElement ? at.labels?.[0]?.textContent : undefined
    const shown = at.closest('label, .composer-line, .picker') ?? at
    const { outlineStyle, boxShadow } = getComputedStyle(shown)
    return {
      name: (at.getAttribute('aria-label') ?? label ?? at.textContent ?? '').trim(),
      pane: at.closest('[data-pane]')?.getAttribute('aria-label') ?? null,
      isSeen: at === document.body || outlineStyle !== 'none' || boxShadow !== 'none',
    }
  })

/** Presses `key` until the focus is on what is called so, and sees to it that the focus could be seen on the way. */
const go = async (key: string, wanted: RegExp, mostSteps = 60) => {
  for (let step = 0; step < mostSteps; step += 1) {
    await page.keyboard.press(key)
    const at = await focus()
    expect(at).toMatchObject({ isSeen: true })
    if (wanted.test(at.name)) return at
  }
  throw new Error(
    `Expected ${key} to lead to ${wanted} within ${mostSteps} steps, ended at ${(await focus()).name}.`,
  )
}

const feed = () => page.getByRole('region', { name: '#ami-ready' })
const card = (says: RegExp) => feed().locator('.message:not(.ephemeral)', { hasText: says }).first()

test('the panes, by F6: to the workspace, and into the channel', async () => {
  await go('F6', /^Workspace$/)
  await go('Tab', /^ami-ready/)
  await page.keyboard.press('Enter')
  await feed().waitFor()
  await card(/Available/).waitFor()
  for (let turns = 0; (await focus()).pane !== 'Slack' && turns < 6; turns += 1)
    await page.keyboard.press('F6')
  await expectSoon(async () => (await focus()).pane).toBe('Slack')
})

test('the card’s Disable… asks first: Esc leaves all as it is, and gives the focus back', async () => {
  await go('Tab', new RegExp(`^Disable ${imageId}`))
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByText('No usage found in this account').waitFor()
  // What is dangerous is not done by a second Enter.
  expect((await focus()).name).not.toMatch(/^Disable$/)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await expectSoon(async () => (await focus()).name).toMatch(/^Disable/)
})

test('confirmed, the same card says who did it, and the focus is still in it', async () => {
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Disable', exact: true }).waitFor()
  await go('Tab', /^Disable$/, 8)
  await page.keyboard.press('Enter')
  await dialog.getByText(/✅ .* was disabled/).waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await card(/By\s+@maria\s+· confirmed by AWS/).waitFor()
  expect(world.changes(imageId)).toEqual([`DisableImage ${imageId} -> ok`])
  await expectSoon(async () => (await focus()).pane).toBe('Slack')
})

test('enabled again, by a button further down the card', async () => {
  await go('Tab', new RegExp(`^Enable ${imageId}`))
  await page.keyboard.press(' ')
  await page.getByRole('dialog').waitFor()
  if ((await focus()).name !== 'Enable') await go('Tab', /^Enable$/, 3)
  await page.keyboard.press('Enter')
  await card(/nabled by\s+@maria\s+· confirmed by AWS/).waitFor()
})

test('the overflow menu, by arrows and letters', async () => {
  await go('Tab', /^More actions$/)
  await page.keyboard.press('ArrowDown')
  await expectSoon(async () => (await focus()).name).toMatch(/^Details/)
  await page.keyboard.press('h')
  await expectSoon(async () => (await focus()).name).toMatch(/^History/)
  await page.keyboard.press('Escape')
  await expectSoon(async () => (await focus()).name).toBe('More actions')
})

test('its thread opens, takes the focus, and Esc gives it back', async () => {
  await card(/Available/)
    .getByRole('button', { name: /repl/ })
    .waitFor()
  await go('Tab', /^\d+ repl/)
  await page.keyboard.press('Enter')
  const thread = page.getByRole('complementary', { name: 'Thread' })
  await thread.waitFor()
  await expectSoon(async () => (await focus()).name).toBe('Thread')
  await page.keyboard.press('Escape')
  await thread.waitFor({ state: 'detached' })
  await expectSoon(async () => (await focus()).name).toMatch(/^\d+ repl/)
})

test('a command is completed from its hints, and answered to maria alone', async () => {
  await go('Tab', /^Command in #ami-ready$/)
  await page.keyboard.type('/ami he')
  await page.getByRole('listbox', { name: 'Commands' }).waitFor()
  await page.keyboard.press('Tab')
  await expectSoon(() => page.getByRole('combobox', { name: /^Command/ }).inputValue()).toBe('/ami help')
  await page.keyboard.press('Enter')
  await feed().getByText('Only visible to you').waitFor()
  await expectSoon(async () => (await focus()).name).toBe('Command in #ami-ready')
})

test('another person, by the arrow keys of "You are"', async () => {
  await go('F6', /^Workspace$/, 6)
  await go('Tab', /maria/, 30)
  await page.keyboard.press('ArrowDown')
  await page.getByRole('radio', { name: /^alex/ }).waitFor()
  await expectSoon(() => page.getByRole('radio', { name: /^alex/ }).isChecked()).toBe(true)
  await expectSoon(() => feed().getByText('Only visible to you').count()).toBe(0)
})
