import type { Browser } from 'playwright-core'
import { createWorld, type World } from '../../sandbox/world.ts'
import { launchBrowser } from '../support/browser.ts'

jest.setTimeout(90_000)

let world: World
let browser: Browser

beforeAll(async () => {
  world = await createWorld({
    port: 0,
    seed: 'empty',
    eventDelayMs: 10,
    batchingWindowMs: 0,
    schedules: false,
  })
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser.close()
  await world.close()
})

const post = async (path: string, body: object): Promise<{ ImageId: string }> => {
  const answer = await fetch(`${world.url}/_sandbox/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.ok).toBe(true)
  return (await answer.json()) as { ImageId: string }
}

test('a disabled image’s card: Enable, confirm, and it becomes available by maria', async () => {
  const { ImageId } = await post('images', { name: 'checkout-api-2026.11.23', quiet: true })
  await post(`images/${ImageId}/disable`, {})
  await world.idle()

  const page = await browser.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(world.url)
  await page.getByRole('navigation').getByText('ami-alerts').click()
  const feed = page.getByRole('region', { name: '#ami-alerts' })
  const card = feed.locator('.message', { hasText: 'checkout-api-2026.11.23' })
  await card.getByText('Disabled ·').first().waitFor()

  await card.getByRole('button', { name: `Enable ${ImageId}` }).click()
  const dialog = page.getByRole('dialog')
  const question = (await dialog.textContent()) ?? ''
  expect(question).toContain('checkout-api-2026.11.23')
  expect(question).toContain('123456789012')
  expect(question).toContain('us-east-1')
  await dialog.getByRole('button', { name: 'Enable', exact: true }).click()

  await card.getByText(/enabled by/).waitFor()
  await card.getByText(/confirmed by AWS after/).waitFor()
  const text = (await card.textContent()) ?? ''
  expect(text).toContain('Available')
  expect(text).toContain('@maria')
  expect(await card.getByRole('button', { name: `Disable ${ImageId}` }).count()).toBe(1)
})
