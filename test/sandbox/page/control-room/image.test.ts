import { expectSoon } from '../support.ts'
import { button, type ControlRoom, focused, NO_BOT, openControlRoom } from './open.ts'

let room: ControlRoom
beforeAll(async () => {
  room = await openControlRoom(NO_BOT)
})
afterAll(() => room.close())

const panel = () => room.page.getByRole('region', { name: 'Image panel-1' })

describe('one image', () => {
  test('opens with its facts, tags, snapshots, uses and shares; Esc goes back to it', async () => {
    const { page } = room
    await room.post('images', { name: 'panel-1', tags: { Team: 'core' }, sizeGiB: 24, quiet: true })
    await page.locator('.image-line', { hasText: 'panel-1' }).locator('.image-open').click()
    await panel().getByText('24 GiB').first().waitFor()
    for (const words of [/Team\s+core/, /snap-[0-9a-f]+/, /No usage found/])
      await expectSoon(() => panel().textContent()).toMatch(words)
    await page.keyboard.press('Escape')
    await panel().waitFor({ state: 'detached' })
    await expectSoon(() => focused(page)).toMatch(/^panel-1/)
  })

  test('is shared, protected, and both taken back', async () => {
    const { page } = room
    await page.keyboard.press('Enter')
    await panel().getByLabel('Account to share with').fill('210987654321')
    await page.keyboard.press('Enter')
    await button(panel(), 'Stop sharing with 210987654321').click()
    await panel().getByText('Private: not shared').waitFor()
    await button(panel(), 'Make public').click()
    await button(panel(), 'Stop sharing with everyone').click()
    await panel().getByText('Private: not shared').waitFor()
    await button(panel(), 'Protect').click()
    await button(panel(), 'Unprotect').waitFor()
    await expectSoon(() => button(panel(), 'Deregister').count()).toBe(0)
    await button(panel(), 'Unprotect').click()
    await button(panel(), 'Protect').waitFor()
  })

  test('lies in the Recycle Bin until it is restored', async () => {
    const place = { account: '123456789012', region: 'us-east-1' }
    room.world.ec2.fleet.recycleBinRules.push({ ...place, retentionDays: 7, tags: [] })
    await button(panel(), 'Deregister').click()
    await panel()
      .getByText(/Restorable from the Recycle Bin until/)
      .waitFor()
    await button(panel(), 'Restore').click()
    await panel().locator('.pill-available').waitFor()
  })

  test('shows everything that happened to it', async () => {
    await button(panel(), /^Trace · \d+ events?$/).click()
    const traces = room.page.getByRole('region', { name: 'Trace' })
    await traces.getByText('DeregisterImage').first().waitFor()
    await button(room.page, 'Back to the timeline').click()
    await button(room.page, 'Back to images').click()
  })
})
