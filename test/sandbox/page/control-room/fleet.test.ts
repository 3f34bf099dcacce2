import { expectSoon } from '../support.ts'
import { button, type ControlRoom, focused, NO_BOT, openControlRoom } from './open.ts'

const IMAGES = 10_000

let room: ControlRoom
beforeAll(async () => {
  room = await openControlRoom({ ...NO_BOT, fleet: { seed: 7, images: IMAGES } })
})
afterAll(() => room.close())

const fleet = () => room.page.getByRole('region', { name: 'Images' })
const rows = () => fleet().locator('.image-line')
const placesShown = () => fleet().locator('.place-line').allInnerTexts()
const count = () => fleet().locator('.pane-sub').textContent()

describe('ten thousand images', () => {
  test('are counted, grouped and drawn a screenful at a time', async () => {
    await expectSoon(count).toMatch(/^(9|10),\d{3}$/)
    await expectSoon(() => fleet().locator('.place-line').first().textContent()).toMatch(
      /images · [\d,]+ GiB/,
    )
    await expectSoon(() => rows().count()).toBeLessThan(100)
  })

  test('are walked by keyboard to the very last', async () => {
    const { page } = room
    await rows().first().locator('.image-open').focus()
    const first = await focused(page)
    await page.keyboard.press('ArrowDown')
    await expectSoon(async () => (await focused(page)) === first).toBe(false)
    await page.keyboard.press('End')
    const size = await fleet().locator('li').first().getAttribute('aria-setsize')
    await fleet().locator(`[aria-posinset="${size}"] .image-open:focus`).waitFor()
    await expectSoon(() => rows().count()).toBeLessThan(100)
    await page.keyboard.press('Home')
    await expectSoon(() => focused(page)).toBe(first)
  })

  test('are filtered by word, state, region and account, and ordered', async () => {
    const { page } = room
    const everything = await count()
    await page.getByLabel('Filter images').fill('arm64 "no such image"')
    await fleet().getByText('No matching images').waitFor()
    await button(page, /^Show all/).click()
    await expectSoon(count).toBe(everything)

    await button(fleet(), /^disabled/).click()
    await expectSoon(async () => new Set(await rows().locator('.pill').allInnerTexts())).toEqual(
      new Set(['disabled']),
    )
    await button(fleet(), /^disabled/).click()

    await button(page, 'Region, account and sort order').click()
    await page.getByLabel('Region', { exact: true }).selectOption('eu-west-1')
    await expectSoon(async () =>
      (await placesShown()).filter(place => !place.startsWith('eu-west-1')),
    ).toEqual([])
    await page.getByLabel('Region', { exact: true }).selectOption('')
    await page.getByLabel('Sort by', { exact: true }).selectOption('oldest')
    const all = await room.get<{ rows: { imageId: string; createdAtMs: number }[] }>('fleet')
    const [oldest] = all.rows.toSorted((a, b) => a.createdAtMs - b.createdAtMs)
    await fleet().locator(`[data-image="${oldest?.imageId}"]`).waitFor()
    await page.getByLabel('Sort by', { exact: true }).selectOption('newest')
  })

  test('one that changes is one row for the page, not ten thousand', async () => {
    const { cursor } = await room.get<{ cursor: string }>('fleet')
    const { imageId } = await room.post<{ imageId: string }>('images', { name: 'one-of-many', quiet: true })
    await fleet().locator(`[data-image="${imageId}"]`).waitFor()
    const { rows: changed } = await room.get<{ rows: unknown[] }>(`fleet?since=${cursor}`)
    expect(changed).toHaveLength(1)
  })
})
