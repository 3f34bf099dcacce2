import { expectSoon } from '../support.ts'
import { type ControlRoom, NO_BOT, openControlRoom, openTab } from './open.ts'

let room: ControlRoom
beforeAll(async () => {
  room = await openControlRoom({ ...NO_BOT, fleet: 'demo', settleMs: 30_000 })
})
afterAll(() => room.close())

const alias = (name: string) => room.page.getByRole('region', { name: `Alias ${name} of payments-base` })

const put = (imageId: string) =>
  room.post('parameters', { name: '/golden/payments-base/dev', value: imageId, by: 'role/terraform' })

const builds = async () =>
  (await room.get<{ name: string; imageId: string; region: string }[]>('images'))
    .filter(({ name, region }) => name.startsWith('payments-base-') && region === 'us-east-1')
    .toSorted((a, b) => b.name.localeCompare(a.name))

test('each alias says which image it names in each place, and moves when it is put', async () => {
  await openTab(room.page, 'Aliases')
  const [newest, dev, bad] = await builds()
  const shown = () => alias('dev').locator('.alias-now').allTextContents()
  await expectSoon(shown).toEqual([
    expect.stringContaining(dev?.name ?? ''),
    expect.stringContaining(dev?.name ?? ''),
    expect.stringContaining(bad?.name ?? ''),
  ])
  await put(newest?.imageId ?? '')
  await alias('dev').getByText('version 4 is validated:').waitFor()
  expect((await shown())[0]).toContain(dev?.name)
  await room.world.idle()
  await expectSoon(async () => (await shown())[0]).toContain(newest?.name)
  await expectSoon(() => alias('dev').locator('.alias-next').count()).toBe(0)
})

test('an image says which aliases name it, and is opened from its alias', async () => {
  await alias('prod').getByRole('button').first().click()
  const panel = room.page.getByRole('region', { name: /^Image payments-base-/ })
  const named = panel.getByRole('region', { name: 'Named by aliases' })
  await named.getByText('/golden/payments-base/prod').first().waitFor()
  await expectSoon(() => named.getByRole('listitem').allInnerTexts()).toEqual([
    expect.stringMatching(/us-east-1, 123456789012/),
    expect.stringMatching(/us-east-1, 345678901234/),
  ])
  expect(room.pageErrors).toEqual([])
})
