import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { connectBrowser } from '../../support/shared/browser.ts'
import { type FixtureServer, startFixtureServer } from './fixture-server.ts'
import { everyInput } from './gallery.ts'
import { judge, setColours } from './judge.ts'
import { expectSoon, openPage } from './support.ts'

/** Every block and element of Block Kit in a real browser: what it shows, and what a press of it tells the sandbox. */

let server: FixtureServer
let browser: Browser
let page: Page
const trouble: string[] = []

const open = async (place: string, options: BrowserContextOptions = {}): Promise<Page> => {
  const opened = await openPage(browser, {
    viewport: { width: 1280, height: 900 },
    timezoneId: 'Europe/Vienna',
    acceptDownloads: true,
    ...options,
  })
  opened.on('pageerror', error => trouble.push(error.message))
  await opened.goto(`${server.url}#/${place}`)
  await opened.locator('.message, dialog').first().waitFor()
  return opened
}

beforeAll(async () => {
  server = await startFixtureServer()
  browser = await connectBrowser()
  page = await open('maria/gallery')
})

beforeEach(() => {
  server.reset()
})

afterAll(async () => {
  await browser.close()
  await server.close()
})

const message = (minute: number) =>
  page.locator(`.channel-main .message[data-ts="${1_764_001_000 + minute * 60}.000100"]`)
const TS = {
  buttons: 7,
  choices: 8,
  notDrawn: 5,
  tables: 2,
  charts: 3,
  layout: 0,
  rich: 1,
  files: 9,
  broken: 10,
}
const button = (name: string | RegExp, within: Pick<Page, 'getByRole'> = page) =>
  within.getByRole('button', { name, exact: typeof name === 'string' })
const box = (name: string, within: Pick<Page, 'getByRole'> = page) =>
  within.getByRole('combobox', { name, exact: true })
const option = (name: string) => page.getByRole('option', { name, exact: true })

/** What the sandbox was told by the next press. */
const told = async (path: string): Promise<unknown> => {
  const find = () => server.asked.find(asked => asked.path === `people/maria/${path}`)
  await expectSoon(find).toBeDefined()
  return find()?.body
}

const choose = async (name: string, ...options: string[]) => {
  await box(name).click()
  for (const each of options) await option(each).click()
}

const presses: [element: string, act: () => Promise<unknown>, expected: object][] = [
  ['a button', () => button('Plain').click(), { block_id: 'buttons', action_id: 'plain', value: 'v1' }],
  [
    'a button by the label that screen readers say',
    () => button('Primary for golden-9').click(),
    { action_id: 'primary', value: 'v2' },
  ],
  [
    'a button that asks first',
    async () => {
      await button('Danger').click()
      await page.getByRole('dialog', { name: 'Sure?' }).getByText('asked first').waitFor()
      await button('Do it').click()
    },
    { action_id: 'danger', value: 'v3' },
  ],
  [
    'a button with an address',
    () => page.getByRole('link', { name: 'Link', exact: true }).click(),
    { action_id: 'link' },
  ],
  [
    'an overflow menu',
    async () => {
      await button('More actions').click()
      await page.getByRole('menuitem', { name: 'Second' }).click()
    },
    { action_id: 'overflow', value: 'Second' },
  ],
  [
    'a static select',
    () => choose('Region', 'eu-west-1'),
    { block_id: 'selects', action_id: 'static', value: 'eu-west-1' },
  ],
  [
    'a select with groups, filtered, that asks first',
    async () => {
      await box('Grouped').fill('north')
      await expectSoon(() => page.getByRole('option').allInnerTexts()).toEqual(['eu-north-1'])
      await page.getByRole('group', { name: 'Europe' }).waitFor()
      await page.keyboard.press('Enter')
      expect(server.asked.filter(asked => asked.path.endsWith('/click'))).toEqual([])
      await button('Do it').click()
    },
    { action_id: 'grouped', value: 'eu-north-1' },
  ],
  [
    'an external select, asked once two characters are typed',
    async () => {
      await box('Image').fill('p')
      await page.getByText('Type 2 or more characters').waitFor()
      await box('Image').fill('pay')
      await page.getByRole('group', { name: 'Found' }).waitFor()
      expect(await told('suggest')).toEqual({
        channel: 'C0GALLERY',
        ts: '1764001480.000100',
        block_id: 'selects',
        action_id: 'external',
        value: 'pay',
      })
      await option('pay-2').click()
    },
    { action_id: 'external', value: 'pay-2' },
  ],
  ['a users select', () => choose('Person', '@alex'), { action_id: 'user', value: 'U0ALEX' }],
  ['a channels select', () => choose('Channel', '#ami-alerts'), { action_id: 'channel', value: 'C0ALERTS' }],
  [
    'a conversations select that offers people alone',
    async () => {
      await box('Conversation').click()
      await expectSoon(() => option('#ami-ready').count()).toBe(0)
      await option('@sam').click()
    },
    { action_id: 'conversation', value: 'U0SAM' },
  ],
  [
    'a multi select, told once when it is closed, and no more than it takes',
    async () => {
      await choose('Regions', 'us-east-1', 'eu-west-1')
      await expectSoon(() => option('us-west-2').getAttribute('aria-disabled')).toBe('true')
      await option('us-west-2').click({ force: true })
      expect(server.asked.filter(asked => asked.path.endsWith('/click'))).toEqual([])
      await page.keyboard.press('Escape')
    },
    { block_id: 'multis', action_id: 'multi_static', value: ['us-east-1', 'eu-west-1'] },
  ],
  [
    'a multi select from the app',
    async () => {
      await choose('Images', 'any-1', 'any-2')
      await page.keyboard.press('Tab')
    },
    { action_id: 'multi_external', value: ['any-1', 'any-2'] },
  ],
  [
    'a chosen person, taken away',
    () => button('Remove @sam').click(),
    { action_id: 'multi_users', value: [] },
  ],
  [
    'a multi channels select',
    async () => {
      await choose('Channels', '#ami-audit')
      await page.keyboard.press('Escape')
    },
    { action_id: 'multi_channels', value: ['C0AUDIT'] },
  ],
  [
    'a multi conversations select',
    async () => {
      await choose('Conversations', '#ami-ready', '@alex')
      await page.keyboard.press('Escape')
    },
    { action_id: 'multi_conversations', value: ['C0READY', 'U0ALEX'] },
  ],
  [
    'checkboxes',
    () =>
      message(TS.choices)
        .getByRole('checkbox', { name: /Snapshots/ })
        .check(),
    { block_id: 'ticks', action_id: 'checks', value: ['snapshots'] },
  ],
  [
    'radio buttons, by an arrow key',
    async () => {
      await message(TS.choices).getByRole('radio', { name: 'Now' }).focus()
      await page.keyboard.press('ArrowDown')
    },
    { action_id: 'radios', value: 'later' },
  ],
  [
    'a date',
    async () => {
      await page.getByLabel('Day', { exact: true }).fill('2026-12-24')
      await page.keyboard.press('Enter')
    },
    { block_id: 'dates', action_id: 'date', value: '2026-12-24' },
  ],
  [
    'a time',
    async () => {
      await page.getByLabel('Hour').fill('17:30')
      await page.keyboard.press('Enter')
    },
    { action_id: 'time', value: '17:30' },
  ],
  [
    'a date and time, in the viewer’s zone',
    async () => {
      await page.getByLabel('Date and time').fill('2026-12-24T17:30')
      await page.keyboard.press('Enter')
    },
    { action_id: 'datetime', value: Date.UTC(2026, 11, 24, 16, 30) / 1000 },
  ],
  [
    'a select beside a text',
    () => choose('Size', 'large'),
    { block_id: 'beside', action_id: 'accessory', value: 'large' },
  ],
  [
    'an input that tells at Enter',
    async () => {
      await page.getByLabel('Tells at Enter').fill('hello')
      expect(server.asked).toEqual([])
      await page.keyboard.press('Enter')
    },
    { block_id: 'dispatch', action_id: 'typed', value: 'hello' },
  ],
  [
    'an input that tells at every character, with what all others hold',
    () => page.getByLabel('Tells at every character').fill('h'),
    { block_id: 'live', action_id: 'live', value: 'h', values: { dispatch: { typed: { value: 'hello' } } } },
  ],
]

describe('what a press sends to the sandbox', () => {
  test.each(presses)('%s', async (_, act, expected) => {
    await act()
    expect(await told('click')).toMatchObject({ channel: 'C0GALLERY', ...expected })
  })
})

describe('what is shown', () => {
  test('headers are headings of their levels', async () => {
    const levels = await message(TS.layout)
      .getByRole('heading')
      .evaluateAll(all => all.map(h => h.tagName))
    expect(levels).toEqual(['H3', 'H4', 'H5'])
  })

  test('a long text is folded until somebody wants more', async () => {
    const text = message(TS.layout).locator('.section-text', { hasText: 'A long text' })
    const height = async () => (await text.boundingBox())?.height ?? 0
    const foldedPx = await height()
    await button('See more').click()
    await expectSoon(height).toBeGreaterThan(foldedPx)
    await button('See less').click()
  })

  test('a date is the viewer’s own, and says the whole of it', async () => {
    const time = message(TS.layout).locator('.field time')
    await expectSoon(() => time.textContent()).toMatch(/Nov 24, 2025 at 5:00\sPM/)
    await expectSoon(() => time.getAttribute('title')).toMatch(/^Monday, November 24, 2025 at 5:00:00/)
  })

  test('a picture, and the words for one that does not load', async () => {
    await message(TS.layout).getByRole('img', { name: 'A blue square' }).waitFor()
    await message(TS.layout).getByText('What the picture would show').waitFor()
  })

  test('an edited message says so, and when', async () => {
    await expectSoon(() => message(TS.layout).getByText('(edited)').getAttribute('title')).toContain(
      'Edited Monday',
    )
  })

  test('rich text: styles, names, a list inside a list, a quote, a colour', async () => {
    const rich = message(TS.rich)
    for (const tag of [
      'strong',
      'em',
      's',
      'u',
      'code',
      'blockquote',
      'pre',
      'ol[start="3"]',
      'ul.indent-1',
    ]) {
      await expectSoon(() => rich.locator(`.rich-text ${tag}`).count()).toBeGreaterThan(0)
    }
    await expectSoon(() => rich.locator('.mention').allInnerTexts()).toEqual([
      '@maria',
      '@on-call',
      '@here',
      '#ami-ready',
    ])
    await expectSoon(() => rich.locator('.mention-mine').allInnerTexts()).toEqual([
      '@maria',
      '@on-call',
      '@here',
    ])
    await expectSoon(() => rich.locator('.swatch').evaluate(e => getComputedStyle(e).backgroundColor)).toBe(
      'rgb(46, 182, 125)',
    )
    await rich.getByRole('heading', { name: 'Markdown' }).waitFor()
  })

  test('a table, with numbers to the right', async () => {
    const table = message(TS.tables).getByRole('region', { name: 'Table' })
    await table.getByRole('columnheader', { name: 'Snapshots' }).waitFor()
    await expectSoon(() =>
      table.getByRole('cell', { name: '12' }).evaluate(e => getComputedStyle(e).textAlign),
    ).toBe('right')
  })

  test('a data table is sorted by its numbers and turns its pages', async () => {
    const table = message(TS.tables).getByRole('table', { name: 'Images by size' })
    const names = () => table.getByRole('rowheader').allInnerTexts()
    await expectSoon(names).toEqual(['golden-9', 'golden-10', 'edge-1'])
    await button('GiB', table).click()
    await expectSoon(names).toEqual(['golden-10', 'api-4', 'api-5'])
    await button('GiB', table).click()
    await expectSoon(names).toEqual(['edge-1', 'golden-9', 'api-5'])
    await expectSoon(() => table.getByRole('columnheader', { name: 'GiB' }).getAttribute('aria-sort')).toBe(
      'descending',
    )
    await button('Next page').click()
    await expectSoon(names).toEqual(['api-4', 'golden-10'])
    await message(TS.tables).getByText('4 to 5 of 5').waitFor()
  })

  test('a chart has its numbers in a table for people who can’t see it', async () => {
    const pie = message(TS.charts).locator('figure', { hasText: 'Images by state' })
    await expectSoon(() => pie.locator('svg path').count()).toBe(3)
    await expectSoon(() => pie.getByRole('row', { name: /disabled/ }).textContent()).toBe('disabled424 %')
    await button('Show as table', pie).click()
    await expectSoon(() => pie.locator('svg').count()).toBe(0)
    const bars = message(TS.charts).locator('figure', { hasText: 'Images made by week' })
    await expectSoon(() => bars.locator('svg rect').count()).toBe(6)
    await expectSoon(() => bars.getByRole('row', { name: /W2/ }).textContent()).toBe('W275')
  })

  test('what the bot never sends is named in its place', async () => {
    const said = await message(TS.notDrawn).getByText('Slack draws a').allInnerTexts()
    expect(said.map(text => /draws a (\w+)/.exec(text)?.[1])).toEqual(['card', 'plan', 'workflow_button'])
  })

  test('a text file with its beginning, a picture, and a download of each', async () => {
    const files = message(TS.files)
    await expectSoon(() =>
      files.getByRole('region', { name: 'Beginning of plan.sh' }).textContent(),
    ).toContain('#!/bin/sh')
    await files.getByRole('img', { name: 'A blue square' }).waitFor()
    await files.getByText('Zip · 7.3 MB').waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      files.getByRole('link', { name: 'Download plan.sh' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('plan.sh')
  })

  test('what can’t be drawn says so, and harms nothing beside it', async () => {
    const notes = await message(TS.broken).locator('.not-drawn').allInnerTexts()
    expect(notes.map(note => /draws an? (\w+)/.exec(note)?.[1])).toEqual(['hologram', 'section', 'dial'])
    await message(TS.broken).getByText('Still drawn.').waitFor()
  })

  test('a press that failed leaves a warning beside its button, until it is pressed again', async () => {
    server.answer('/click', { status: 0, error: 'operation_timeout' })
    await button('Plain').click()
    const warning = message(TS.buttons).getByRole('alert')
    await warning.waitFor()
    await expectSoon(() => warning.getAttribute('title')).toContain('operation_timeout')
    await button('Plain').click()
    await warning.waitFor({ state: 'detached' })
  })
})

describe('a modal', () => {
  const field = (dialog: Locator, blockId: string) =>
    dialog.locator('.input-block').nth(everyInput.blocks.findIndex(b => b.block_id === blockId) - 1)
  const openModal = async (view: object) => {
    server.setModal(view)
    server.say({ type: 'person', name: 'maria' })
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    return dialog
  }
  afterEach(async () => {
    server.setModal(null)
    server.say({ type: 'person', name: 'maria' })
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  test('what is missing or wrong is said in place before anybody is asked, and the focus goes there', async () => {
    const dialog = await openModal(everyInput)
    await dialog.getByText('Nothing of this is').waitFor()
    await field(dialog, 'text').getByRole('textbox').fill('abc')
    await field(dialog, 'number').getByRole('textbox').fill('1.5')
    await field(dialog, 'email').getByRole('textbox').fill('nobody')
    await button('Send', dialog).click()
    const said = async (blockId: string) => field(dialog, blockId).locator('.input-error').textContent()
    await expectSoon(() => said('text')).toBe('Please enter 5 or more characters.')
    await expectSoon(() => said('email')).toBe('Please enter an email address.')
    await expectSoon(() => said('number')).toBe('Please enter a whole number.')
    await expectSoon(() => said('radio')).toBe('Please complete this required field.')
    await expectSoon(() => field(dialog, 'lines').locator('.input-error').count()).toBe(0)
    await expectSoon(() =>
      field(dialog, 'text')
        .getByRole('textbox')
        .evaluate(e => e === document.activeElement),
    ).toBe(true)
    expect(server.asked.filter(asked => asked.path.endsWith('/submit'))).toEqual([])

    // Mending one field takes back what was said of it, and leaves the reader where they are.
    await box('Regions', dialog).click()
    await option('us-east-1').click()
    await expectSoon(() => field(dialog, 'multi').locator('.input-error').count()).toBe(0)
    await expectSoon(() => box('Regions', dialog).evaluate(e => e === document.activeElement)).toBe(true)
    await page.keyboard.press('Escape')
  })

  test('every input, filled and sent', async () => {
    const dialog = await openModal(everyInput)
    const text = (blockId: string) => field(dialog, blockId).getByRole('textbox')
    await text('text').fill('golden')
    await text('lines').fill('one\ntwo')
    await text('email').fill('maria@example.com')
    await text('url').fill('https://example.com/')
    await text('number').fill('7')
    await box('Region', dialog).click()
    await option('us-west-2').click()
    await box('Regions', dialog).click()
    await option('us-east-1').click()
    await option('eu-west-1').click()
    await page.keyboard.press('Escape')
    await box('Person', dialog).click()
    await option('@sam').click()
    await dialog.getByRole('checkbox', { name: 'Copies' }).check()
    await dialog.getByRole('radio', { name: 'Later' }).check()
    await dialog.getByLabel('Day').fill('2026-12-24')
    await dialog.getByLabel('Time').fill('08:15')
    await button('Send', dialog).click()
    expect(await told('submit')).toMatchObject({
      values: {
        text: { a: { type: 'plain_text_input', value: 'golden' } },
        lines: { a: { value: 'one\ntwo' } },
        email: { a: { value: 'maria@example.com' } },
        url: { a: { value: 'https://example.com/' } },
        number: { a: { value: '7' } },
        select: { a: { selected_option: { value: 'us-west-2' } } },
        multi: { a: { selected_options: [{ value: 'us-east-1' }, { value: 'eu-west-1' }] } },
        who: { a: { selected_user: 'U0SAM' } },
        checks: { a: { selected_options: [{ value: 'copies' }] } },
        radio: { a: { selected_option: { value: 'later' } } },
        date: { a: { selected_date: '2026-12-24' } },
        time: { a: { selected_time: '08:15' } },
      },
    })
  })

  test('Esc shuts the open list alone, then the modal', async () => {
    const dialog = await openModal(everyInput)
    await box('Region', dialog).click()
    await page.keyboard.press('Escape')
    await expectSoon(() => page.getByRole('listbox').count()).toBe(0)
    await expectSoon(() => dialog.isVisible()).toBe(true)
    expect(server.asked.filter(asked => asked.path.endsWith('/close'))).toEqual([])
    await page.keyboard.press('Escape')
    expect(await told('close')).toEqual({})
  })

  test('an update while it is open keeps what was typed in blocks that keep their ids', async () => {
    const dialog = await openModal(everyInput)
    await field(dialog, 'text').getByRole('textbox').fill('typed')
    const [, first] = everyInput.blocks
    const added = { type: 'section', block_id: 'new', text: { type: 'plain_text', text: 'Just added.' } }
    await openModal({ ...everyInput, blocks: [added, first] })
    await dialog.getByText('Just added.').waitFor()
    await expectSoon(() => dialog.getByRole('textbox').inputValue()).toBe('typed')
  })

  test('a second view above the first has a way back, and the first still holds what was typed', async () => {
    const dialog = await openModal(everyInput)
    await field(dialog, 'text').getByRole('textbox').fill('typed')
    const above = {
      ...everyInput,
      id: 'V0ABOVE',
      previous_view_id: 'V0EVERY',
      blocks: everyInput.blocks.slice(0, 1),
    }
    await openModal({ ...above, title: { type: 'plain_text', text: 'Above' } })
    await dialog.getByRole('heading', { name: 'Above' }).waitFor()
    await button('Back', dialog).click()
    expect(await told('close')).toEqual({})
    await openModal(everyInput)
    await dialog.getByRole('heading', { name: 'Every input' }).waitFor()
    await expectSoon(() => field(dialog, 'text').getByRole('textbox').inputValue()).toBe('typed')
  })

  test('an app that can’t be reached: the modal stays, and says Slack’s own words', async () => {
    const dialog = await openModal({ ...everyInput, blocks: everyInput.blocks.slice(0, 1) })
    server.answer('/submit', { status: 0, error: 'operation_timeout' })
    await button('Send', dialog).click()
    await dialog
      .getByRole('alert')
      .filter({ hasText: 'We had some trouble connecting. Try again?' })
      .waitFor()
  })
})

describe('what axe finds wrong in the gallery', () => {
  const isGrave = (found: string) => /^(serious|critical) /.test(found)
  /** Dark changes the colours and nothing else. */
  const judgeGravely = async (opened: Page) => {
    const inLight = await judge(opened)
    await setColours(opened, 'dark')
    const inDark = await judge(opened, { rule: 'color-contrast' })
    return { inLight: inLight.filter(isGrave), inDark: inDark.filter(isGrave) }
  }
  const isTooWide = (opened: Page) =>
    opened.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)

  test('in light and dark', async () => {
    const opened = await open('maria/gallery', { colorScheme: 'light' })
    expect(await judgeGravely(opened)).toEqual({ inLight: [], inDark: [] })
    await expectSoon(() => isTooWide(opened)).toBe(false)
    await opened.close()
  })

  test('on a phone', async () => {
    const opened = await open('maria/gallery', { viewport: { width: 360, height: 740 } })
    expect((await judge(opened)).filter(isGrave)).toEqual([])
    await expectSoon(() => isTooWide(opened)).toBe(false)
    await opened.close()
  })

  test('a modal with every input, and an open list, in light and dark', async () => {
    server.setModal(everyInput)
    const opened = await open('maria/gallery', { colorScheme: 'light' })
    await opened.getByRole('button', { name: 'Send' }).last().click()
    await opened.getByRole('combobox', { name: 'Regions' }).last().click()
    const found = await judgeGravely(opened)
    await opened.close()
    expect(found).toEqual({ inLight: [], inDark: [] })
  })
})

test('nothing threw on the way', () => {
  expect(trouble).toEqual([])
})
