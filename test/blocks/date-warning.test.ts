import { renderDateChange } from '../../blocks/date-change.ts'
import { type DateWarningView, renderDateWarning } from '../../blocks/date-warning.ts'
import { deprecationWords, retirementWords } from '../../blocks/retirement-words.ts'
import type { WarnedImage } from '../../src/domain/date-warning.ts'
import { emptyDeprecation } from '../../src/domain/deprecation.ts'
import { emptyRecord } from '../../src/domain/record.ts'

const DAY = 86_400_000
const NOW = Date.UTC(2026, 0, 15, 12)
const IMAGE = { account: '123456789012', region: 'us-east-1', imageId: 'ami-0123456789abcdef0' }
const SUCCESSOR = { imageId: 'ami-0fedcba9876543210', name: 'web-2' }

const warned = (daysLeft: number, more: Partial<WarnedImage> = {}): WarnedImage => ({
  image: IMAGE,
  facts: { state: 'available', name: 'web-1', tags: {}, snapshots: [] },
  deprecatedAtMs: NOW + daysLeft * DAY,
  days: 30,
  instances: [],
  ...more,
})
const VIEW = {
  channel: 'c',
  mention: [],
  nameOf: (account: string): string => (account === IMAGE.account ? 'production' : account),
  nowMs: NOW,
  unread: [],
  unreached: [],
}
const text = (images: readonly WarnedImage[], more: Partial<DateWarningView> = {}): string =>
  renderDateWarning({ ...VIEW, images, ...more }).text

test.each([
  [30, 'An image will be deprecated in 30 days'],
  [1.2, 'An image will be deprecated in 1 day'],
  [1, 'An image will be deprecated in 1 day'],
  [0.9, 'An image will be deprecated within a day'],
  [0, 'An image is deprecated now'],
  [-3, 'An image is deprecated now'],
])('%s days left: %s', (days, words) => {
  expect(text([warned(days)])).toContain(words)
  expect(text([warned(days)])).toContain(days > 0 ? 'Deprecated from' : 'Deprecated since')
})

test('several images: when the first one is, and each in a part of its own', () => {
  const many = text([warned(8), warned(3), warned(30)])
  expect(many).toContain('3 images will be deprecated soon, the first in 3 days')
  expect(many.match(/`web-1`/g)).toHaveLength(3)
})

test('who runs it, the most first; what is left over is counted', () => {
  const owners = Array.from({ length: 12 }, (_, at) => ({ owner: `team-${at}`, instances: 100 }))
  expect(text([warned(7, { instances: [{ owner: '<!here>', instances: 1 }] })])).toContain(
    'Run by 1 instance: &lt;!here&gt; (1)',
  )
  expect(text([warned(7, { instances: [{ instances: 4 }] })])).toContain(
    'Run by 4 instances: no owner tag (4)',
  )
  expect(text([warned(7, { instances: owners })])).toMatch(/Run by 1,200 instances: .*team-9 \(100\), 2 more/)
  expect(text([warned(7)])).toContain('No instance was found that runs it')
})

test('the successor, the owners, places that did not answer, and why it is here', () => {
  const all = text([warned(7, { successor: SUCCESSOR })], {
    mention: ['S0WEB'],
    unread: ['lab us-east-1'],
    notice: 'Meant for #web.',
    unreached: [{ owner: 'pay', count: 1200 }, { count: 1 }],
  })
  expect(all).toMatch(/^⏳ <!subteam\^S0WEB> An image/)
  expect(all).toContain('use `web-2` (`ami-0fedcba9876543210`) instead')
  expect(all).toContain('Instances could not be listed in lab us-east-1.')
  expect(all).toContain('⚠️ Meant for #web')
  expect(all).toContain(
    '⚠️ No channel is known for these owners of instances, so they may not see this: pay (1,200), no owner tag (1). An amiops admin can name one under fleet.ownerChannels or accounts.',
  )
  expect(text([warned(7)])).toContain('no successor is named')
  expect(text([warned(7)])).not.toContain('⚠️')
})

test('twenty images are shown, the others are counted', () => {
  const shown = (count: number): string =>
    JSON.stringify(
      renderDateWarning({ ...VIEW, images: Array.from({ length: count }, () => warned(7)) }).blocks,
    )
  expect(shown(23).match(/`web-1`/g)).toHaveLength(20)
  expect(shown(23)).toContain('… and 3 more images')
  expect(shown(20)).not.toContain('… and')
})

describe('a date that somebody changed', () => {
  const change = (more: object, notice?: string): string =>
    renderDateChange({
      deprecation: { ...emptyDeprecation(IMAGE), ...more },
      record: emptyRecord(IMAGE),
      accountName: 'production',
      ...(notice !== undefined && { notice }),
    }).text

  test('set, changed, removed; by whom, as far as that is known', () => {
    const principal = { kind: 'role' as const, name: 'ci' }
    const set = change({ deprecatedAtMs: NOW, outside: { atMs: NOW, principal } })
    expect(set).toMatch(
      /`ami-0123456789abcdef0` in production \(123456789012\), us-east-1 is deprecated from <!date/,
    )
    expect(set).toContain('Changed by role `ci` with the API outside amiops')
    expect(set).not.toContain('(was')
    expect(change({ deprecatedAtMs: NOW, outside: { atMs: NOW, fromMs: NOW - DAY } })).toMatch(
      /deprecated from .* \(was .*detected by reconciliation \(no event from AWS\)/,
    )
    expect(change({ outside: { atMs: NOW, fromMs: NOW } }, 'Meant for #web.')).toMatch(
      /is not deprecated any more \(was .*Meant for #web/,
    )
  })
})

test('a retirement in words', () => {
  expect(retirementWords({})).toBe('deprecation date removed')
  expect(retirementWords({ deprecateAtMs: NOW })).toMatch(/^deprecated from <!date[^>]*>$/)
  expect(retirementWords({ deprecateAtMs: NOW, successor: SUCCESSOR })).toMatch(
    />, successor `web-2` \(`ami-0f/,
  )
  expect(deprecationWords(undefined, NOW)).toBe('no deprecation date')
  expect(deprecationWords(NOW, NOW)).toBe('the image deprecated since 2026-01-15 12:00 UTC')
  expect(deprecationWords(NOW + 1, NOW)).toBe('the image deprecated on 2026-01-15 12:00 UTC')
})
