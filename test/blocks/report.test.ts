import { context, section } from '../../blocks/elements.ts'
import { renderReport } from '../../blocks/report.ts'
import type { Report } from '../../src/domain/report.ts'
import type { DayTotals } from '../../src/domain/totals.ts'
import { known, MARIA, NOON_MS } from '../domain/given.ts'
import { ALEX, NOON_WORDS } from './given.ts'

/** The report of a week, as a whole. */

const DAY_MS = 24 * 60 * 60_000
const NO_ONE = {
  revoked: 0,
  deregistered: 0,
  notAllowed: 0,
  disabled: 0,
  deprecated: 0,
  behind: 0,
  uncompared: 0,
  current: 0,
}

const day = (at: string, images: number, sizeGiB: number, special: Partial<DayTotals> = {}): DayTotals => ({
  day: at,
  images,
  sizeGiB,
  dollars: sizeGiB * 0.05,
  ages: {} as DayTotals['ages'],
  unscanned: 0,
  ...special,
})

const report = (special: Partial<Report> = {}): Report => ({
  fromMs: NOON_MS - 7 * DAY_MS,
  toMs: NOON_MS,
  activity: known({ counts: [], unreadable: 0 }),
  fleet: known({ counts: NO_ONE, unread: [] }),
  totals: known([]),
  ...special,
})

const role = (name: string) => ({ actor: { kind: 'role' as const, name } })

test('a week with everything in it', () => {
  const { text, blocks } = renderReport(
    report({
      activity: known({
        counts: [
          {
            activity: 'built',
            count: 1_234,
            by: [
              { who: role('packer'), count: 1_200 },
              { who: { person: MARIA }, count: 20 },
              { who: { person: ALEX }, count: 6 },
              { who: undefined, count: 4 },
              { who: role('ci'), count: 3 },
              { who: role('cd'), count: 1 },
            ],
          },
          {
            activity: 'failed',
            count: 5,
            by: [
              { who: role('packer'), count: 2 },
              { who: role('ci'), count: 1 },
              { who: role('cd'), count: 1 },
              { who: { person: MARIA }, count: 1 },
            ],
          },
        ],
        unreadable: 3,
        readToMs: NOON_MS,
      }),
      fleet: known({
        counts: { ...NO_ONE, disabled: 1, current: 40 },
        unread: [{ what: 'instances', where: 'staging us-east-1', why: 'TimeoutError' }],
      }),
      totals: known([
        day('2026-08-13', 0, 2_000),
        day('2026-10-08', 104, 900),
        day('2026-10-29', 100, 1_000.2),
        day('2026-11-05', 104, 1_030.4),
      ]),
    }),
  )
  expect(blocks).toEqual([
    section('📊 *Image report* · 2026-10-29 to 2026-11-05'),
    section(
      [
        '*Changes, last 7 days*',
        '🟢 *1,234 built* · by role `packer` 1,200, @maria 20, @alex 6, unknown 4, 2 others 4',
        '🔴 *5 failed* · by role `packer` 2, role `ci` 1, role `cd` 1, @maria 1',
      ].join('\n'),
    ),
    context(`⚠️ Too many changes to count all: these are up to ${NOON_WORDS}.`),
    context('⚠️ Not counted: 3 of the audit log’s entries cannot be read.'),
    section('*Instances by the status of their image*\n🟡 1 disabled · 🟢 40 current'),
    context('⚠️ Not counted: instances of staging us-east-1: no answer in time (`TimeoutError`).'),
    section(
      [
        '*Images and cost*',
        '104 images · 1,030 GiB · up to ~$52/month (estimate)',
        'In a week: +4 images (4%), +30 GiB (3%)',
        'In 4 weeks: no change in images, +130 GiB (14%)',
        'In 12 weeks: +104 images, −970 GiB (49%)',
      ].join('\n'),
    ),
  ])
  expect(text).toBe(
    [
      'Image report, 2026-10-29 to 2026-11-05',
      `Changes, last 7 days: 🟢 1,234 built · by role \`packer\` 1,200, @maria 20, @alex 6, unknown 4, 2 others 4; 🔴 5 failed · by role \`packer\` 2, role \`ci\` 1, role \`cd\` 1, @maria 1; ⚠️ Too many changes to count all: these are up to ${NOON_WORDS}; ⚠️ Not counted: 3 of the audit log’s entries cannot be read`,
      'Instances by the status of their image: 🟡 1 disabled · 🟢 40 current; ⚠️ Not counted: instances of staging us-east-1: no answer in time (`TimeoutError`)',
      'Images and cost: 104 images · 1,030 GiB · up to ~$52/month (estimate); In a week: +4 images (4%), +30 GiB (3%); In 4 weeks: no change in images, +130 GiB (14%); In 12 weeks: +104 images, −970 GiB (49%)',
    ].join('. '),
  )
})

test('a week in which nothing happened, of families, in another channel', () => {
  expect(
    renderReport(report({ families: ['web', 'a`b'] }), {
      picture: 'sent',
      notice: 'The channel of this report is archived.',
    }),
  ).toEqual({
    text: [
      'Image report of `web`, `aˋb`, 2026-10-29 to 2026-11-05',
      'Changes, last 7 days: None',
      'Instances by the status of their image: No instances found',
      'Images and cost: Not known yet: the next scan counts them',
      'Picture: The report was sent to you by direct message, with a picture of the last 12 weeks',
      '⚠️ The channel of this report is archived.',
    ].join('. '),
    blocks: [
      section('📊 *Image report* of `web`, `aˋb` · 2026-10-29 to 2026-11-05'),
      section('*Changes, last 7 days*\nNone.'),
      section('*Instances by the status of their image*\nNo instances found.'),
      section('*Images and cost*\nNot known yet: the next scan counts them.'),
      section(
        '*Picture*\nThe report was sent to you by direct message, with a picture of the last 12 weeks.',
      ),
      context('⚠️ The channel of this report is archived.'),
    ],
  })
})

test('what could not be read is said, part by part', () => {
  const unread = { known: false as const, why: 'AccessDenied' }
  expect(
    renderReport(report({ activity: unread, fleet: unread, totals: unread }), {
      picture: { refused: 'file_upload_disabled' },
    }),
  ).toEqual({
    text: [
      'Image report, 2026-10-29 to 2026-11-05',
      'Changes, last 7 days: Couldn’t be read: amiops has no permission (`AccessDenied`)',
      'Instances by the status of their image: Couldn’t be read: amiops has no permission (`AccessDenied`)',
      'Images and cost: Couldn’t be read: amiops has no permission (`AccessDenied`)',
      'Picture: Slack did not take the picture of the report (`file_upload_disabled`)',
    ].join('. '),
    blocks: [
      section('📊 *Image report* · 2026-10-29 to 2026-11-05'),
      section('*Changes, last 7 days*\nCouldn’t be read: amiops has no permission (`AccessDenied`).'),
      section(
        '*Instances by the status of their image*\nCouldn’t be read: amiops has no permission (`AccessDenied`).',
      ),
      section('*Images and cost*\nCouldn’t be read: amiops has no permission (`AccessDenied`).'),
      section('*Picture*\nSlack did not take the picture of the report (`file_upload_disabled`).'),
    ],
  })
})

test.each<[string, DayTotals[], string[]]>([
  [
    'no earlier day',
    [day('2026-11-05', 1, 8)],
    ['1 image · 8 GiB · up to ~$0/month (estimate)', 'Growth is shown once numbers of a week ago are known.'],
  ],
  [
    'places that are not scanned yet',
    [day('2026-10-29', 1, 8), day('2026-11-05', 2, 9, { unscanned: 1_000, dollars: 1.5 })],
    [
      '2 images · 9 GiB · up to ~$2/month (estimate)',
      '⚠️ Not scanned yet, so not counted: 1,000 of the accounts and regions. Growth is shown once all are.',
    ],
  ],
])('images and cost, with %s', (_, totals, lines) => {
  expect(renderReport(report({ totals: known(totals) })).blocks.at(-1)).toEqual(
    section(['*Images and cost*', ...lines].join('\n')),
  )
})
