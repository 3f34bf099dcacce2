import type { Browser } from 'playwright-core'
import { expectSoon, openPage } from '../sandbox/page/support.ts'
import { connectBrowser } from '../support/shared/browser.ts'
import { buttonsOf, startWorld, type TestWorld } from '../support/world.ts'

/** The whole of it, as a person sees it: the page, the bot, Slack and AWS of a sandbox with its fleet. */

let world: TestWorld
let browser: Browser

beforeAll(async () => {
  world = await startWorld({ fleet: 'demo', eventDelayMs: 300 })
  browser = await connectBrowser()
})
afterAll(async () => {
  await browser.close()
  await world.close()
})

test('maria enables a disabled image from its card, and sees that it is true', async () => {
  const image = (await world.images()).find(({ state }) => state === 'available')
  if (!image) throw new Error('Expected an available image in the fleet, got none.')
  const { imageId } = image
  await world.change(imageId, 'disable')
  expect(buttonsOf(await world.card('ami-alerts', imageId))).toContain('enable')

  const page = await openPage(browser)
  const trouble: string[] = []
  page.on('pageerror', error => trouble.push(error.message))
  await page.goto(world.url)
  await page
    .getByRole('navigation', { name: 'Workspace' })
    .getByRole('button', { name: /^ami-alerts/ })
    .click()

  const channel = page.getByRole('region', { name: '#ami-alerts' })
  await channel.getByRole('button', { name: new RegExp(`^Enable ${imageId}`) }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(imageId).waitFor()
  await dialog.getByRole('button', { name: 'Enable', exact: true }).click()

  await channel
    .getByText(/Enabled by/)
    .first()
    .waitFor()
  await expectSoon(() => channel.textContent()).toMatch(
    /Enabled by\s+@maria\s+· confirmed by AWS (within|after)/,
  )
  await channel.getByRole('button', { name: new RegExp(`^Disable ${imageId}`) }).waitFor()
  await expectSoon(() =>
    channel.getByRole('button', { name: new RegExp(`^Enable ${imageId}`) }).count(),
  ).toBe(0)

  await expectSoon(async () => (await world.images()).find(found => found.imageId === imageId)?.state).toBe(
    'available',
  )
  expect(world.changes(imageId)).toEqual([`EnableImage ${imageId} -> ok`])
  expect(trouble).toEqual([])
})
