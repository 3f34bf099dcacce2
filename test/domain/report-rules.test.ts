import { reportedFamilies, weeklyReportKey, weeklyReportsOf } from '../../src/domain/report-rules.ts'

const config = (reports: object | undefined, families: object = {}) =>
  ({ reports, families, channels: { fallback: 'ami-alerts' } }) as unknown as Parameters<
    typeof weeklyReportsOf
  >[0]

const FAMILIES = {
  web: { owner: 'S0WEB', channel: 'web' },
  shop: { owner: 'S0WEB', channel: 'web' },
  api: { owner: 'S0API' },
  data: { channel: 'data' },
  plain: {},
}

test('without a rule there are none', () => {
  expect(weeklyReportsOf(config(undefined, FAMILIES))).toEqual([])
  expect(reportedFamilies(config(undefined, FAMILIES))).toEqual(new Set())
})

test('one of all images, in its channel or the fallback channel', () => {
  expect(weeklyReportsOf(config({ weekly: { channel: 'fleet' } }, FAMILIES))).toEqual([
    { id: 'all', channel: 'fleet' },
  ])
  expect(weeklyReportsOf(config({ weekly: {} }))).toEqual([{ id: 'all', channel: 'ami-alerts' }])
})

test('and one for each owner and channel, with their families', () => {
  const perOwner = config({ weekly: { channel: 'fleet' }, perOwner: true }, FAMILIES)
  expect(weeklyReportsOf(perOwner)).toEqual([
    { id: 'all', channel: 'fleet' },
    { id: 'S0WEB/web', channel: 'web', families: ['web', 'shop'] },
    { id: 'S0API/fleet', channel: 'fleet', families: ['api'] },
    { id: '/data', channel: 'data', families: ['data'] },
  ])
  expect(reportedFamilies(perOwner)).toEqual(new Set(['web', 'shop', 'api', 'data']))
})

test('its message in a channel and week', () => {
  expect(weeklyReportKey(Date.UTC(2026, 10, 30, 7), { id: 'all' }, 'fleet')).toBe(
    'report/2026-11-30/all/fleet',
  )
})
