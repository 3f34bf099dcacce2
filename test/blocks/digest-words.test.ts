import { renderDigest, renderDigestCall } from '../../blocks/digest.ts'
import { detailBlocks, detailsInWords } from '../../blocks/digest-details.ts'
import {
  headlineWords,
  impactParts,
  isUnnamed,
  kindEmoji,
  placeWords,
  whatWords,
  whyWords,
} from '../../blocks/digest-words.ts'
import type { Digest, Tally } from '../../src/domain/digest.ts'
import type { DigestLine } from '../../src/domain/digest-line.ts'
import { IMAGE, NOON_MS } from '../domain/given.ts'
import { drawn } from './drawn.ts'

const tally = (counts: Tally['counts'], others = 0): Tally => ({ counts, others })

/** Seven images are disabled, by nobody knows whom. */
const digest = (special: Partial<Digest> = {}): Digest => ({
  channel: 'ami-ready',
  stream: 'disabled',
  version: 1,
  burst: 'burst-1',
  batches: [],
  lastMs: NOON_MS,
  sinceMs: NOON_MS,
  untilMs: NOON_MS + 120_000,
  count: 7,
  sizeGiB: 0,
  states: tally({ disabled: 7 }),
  places: tally({ '123456789012/eu-west-1': 7 }),
  families: tally({ web: 7 }),
  people: tally({}),
  top: [],
  mention: [],
  called: [],
  cards: 0,
  showFromMs: 0,
  fileFromMs: 0,
  lists: 0,
  ...special,
})
const line = (special: Partial<DigestLine> = {}): DigestLine => ({
  ...IMAGE,
  eventId: 'event-1',
  state: 'disabled',
  atMs: NOON_MS,
  ...special,
})
const nameOf = (): string => 'production'
const view = (special: Partial<Digest> = {}) => ({ digest: digest(special), nameOf, mentions: [] })

const CI = { kind: 'role', name: 'ci' } as const

test.each<[string, Partial<Digest>, string]>([
  ['nobody is known', {}, '7 images disabled in 2 min'],
  ['within a second', { untilMs: NOON_MS + 999 }, '7 images disabled within 1 s'],
  ['within exactly a second', { untilMs: NOON_MS + 1_000 }, '7 images disabled in 1 s'],
  ['one image', { count: 1, states: tally({ disabled: 1 }) }, '1 image disabled'],
  [
    'one image, by somebody',
    { count: 1, states: tally({ disabled: 1 }), actors: [CI] },
    '1 image disabled by role `ci`',
  ],
  ['by an actor', { actors: [CI] }, '7 images disabled by role `ci` in 2 min'],
  [
    'failures, begun by an actor',
    { states: tally({ failed: 7 }), actors: [CI] },
    '7 images failed in 2 min, started by role `ci`',
  ],
  ['failures', { states: tally({ failed: 7 }) }, '7 images failed in 2 min'],
  ['by one person in Slack', { people: tally({ maria: 7 }) }, '7 images disabled by @maria in 2 min'],
  [
    'by four people in Slack: three are named',
    { people: tally({ a: 1, b: 2, c: 3, d: 1 }) },
    '7 images disabled by @c (3), @b (2) and @a (1) in 2 min',
  ],
  [
    'of several states, as an earlier version had it',
    { states: tally({ available: 3, failed: 4 }) },
    '7 image changes: 4 failed, 3 available in 2 min',
  ],
])('%s', (_name, special, words) => {
  expect(headlineWords(digest(special))).toBe(words)
})

test('what: with a sign where all are of one kind', () => {
  expect(`${kindEmoji(digest())}${whatWords(digest())}`).toBe('🟡 7 images disabled')
  expect(kindEmoji(digest({ states: tally({ available: 3, failed: 4 }) }))).toBe('')
  expect(kindEmoji(digest({ states: tally({}) }))).toBe('')
})

test('nobody is named yet', () => {
  expect(isUnnamed(digest())).toBe(true)
  expect(isUnnamed(digest({ people: tally({ maria: 1 }) }))).toBe(false)
  expect(isUnnamed(digest({ actors: [CI] }))).toBe(false)
})

test('the impact, and why a line matters', () => {
  expect(impactParts({ inUse: 0, shared: 0, production: 0 })).toEqual([])
  expect(impactParts({ inUse: 1, shared: 1, production: 1200 })).toEqual([
    '1 in use',
    '1 shared',
    '1,200 production',
  ])
  expect(whyWords(line())).toEqual([])
  expect(
    whyWords(
      line({
        superseded: true,
        lastLaunchedAtMs: NOON_MS,
        isPublic: true,
        wasShared: true,
        isProduction: true,
      }),
    ),
  ).toEqual([
    'superseded',
    '⚠️ in use: launched <!date^1793880000^{ago}|2026-11-05 12:00 UTC>',
    '⚠️ public',
    '⚠️ was shared with other accounts',
    '⚠️ production',
  ])
  expect(placeWords(nameOf)('123456789012/eu-west-1')).toBe('production (123456789012) · eu-west-1')
})

const group = (reason: string, count: number, special: Partial<DigestLine> = {}) => ({
  reason,
  count,
  first: line({ state: 'failed', ...special }),
})

test.each<[string, Partial<Digest>, string[], string]>([
  [
    'all images, two a section',
    { count: 3, top: [line({ name: 'web-1' }), line(), line({ isPublic: true })] },
    [
      '*All of them*',
      '• `web-1` `ami-0123456789abcdef0` · production · eu-west-1\n• `ami-0123456789abcdef0` · production · eu-west-1',
      '• `ami-0123456789abcdef0` · production · eu-west-1 · ⚠️ public',
    ],
    'All of them: `web-1` `ami-0123456789abcdef0` · production · eu-west-1; `ami-0123456789abcdef0` · production · eu-west-1; `ami-0123456789abcdef0` · production · eu-west-1 · ⚠️ public',
  ],
  [
    'the first of more',
    { count: 2, top: [line({ name: 'web-1' })] },
    ['*Look at these first*', '• `web-1` `ami-0123456789abcdef0` · production · eu-west-1'],
    'Look at these first: `web-1` `ami-0123456789abcdef0` · production · eu-west-1',
  ],
  [
    'the reasons of failures',
    { states: tally({ failed: 7 }), failures: [group('no space', 5, { name: 'web-1' }), group('', 1)] },
    [
      '*Reasons*',
      '• *5 ×* no space\n   for example `web-1` `ami-0123456789abcdef0` · production · eu-west-1',
      '• *1 ×* AWS gave no reason\n   `ami-0123456789abcdef0` · production · eu-west-1',
      '• *1 ×* other reasons',
    ],
    'Reasons: 5 × no space, for example `web-1` `ami-0123456789abcdef0` · production · eu-west-1; 1 × AWS gave no reason, `ami-0123456789abcdef0` · production · eu-west-1',
  ],
  [
    'all failures with one reason',
    { states: tally({ failed: 1200 }), failures: [group('no space', 1200)] },
    ['*Reasons*', '• *1,200 ×* no space\n   for example `ami-0123456789abcdef0` · production · eu-west-1'],
    'Reasons: 1,200 × no space, for example `ami-0123456789abcdef0` · production · eu-west-1',
  ],
])('%s', (_name, special, blocks, words) => {
  expect(drawn({ blocks: detailBlocks(view(special)) })).toEqual(blocks)
  expect(detailsInWords(view(special))).toBe(words)
})

const LIST_IN_THREAD = 'The full list is a file in the thread'
const OUTSIDE = 'Done outside Slack; CloudTrail usually names who within minutes'
const WHERE = '*Where*\n7 production (123456789012) · eu-west-1\n*Image families*\n7 `web`'
const BASIS =
  'In use: launched within 30 days before the change, as EC2 reports it (up to 24 h late); templates and Auto Scaling groups are not checked. Shared: public, or shared when amiops disabled it. Production: fits a rule that says production. Order: in use, shared, production, then newest.'
const IN_2_MINUTES =
  '<!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC> to <!date^1793880120^{date_short_pretty} at {time}|2026-11-05 12:02 UTC> · snapshots of unknown size'
const SHOW_ALL =
  '[Show all 7 images] Show the list: 7 images deregistered -> list ami-ready/disabled|burst-1|0'
const NONE = { inUse: 0, shared: 0, production: 0 }
const deregistered = { states: tally({ deregistered: 7 }) }

test.each<[string, Partial<Digest>, string[]]>([
  [
    'images of which little is known',
    {},
    [
      '🟡 *7 images disabled in 2 min*',
      IN_2_MINUTES,
      OUTSIDE,
      WHERE,
      '[Show all 7 images] Show the list: 7 images disabled -> list ami-ready/disabled|burst-1|0',
      LIST_IN_THREAD,
    ],
  ],
  [
    'all that is known',
    {
      impact: { inUse: 1, shared: 2, production: 3 },
      actors: [CI],
      sizeGiB: 1234,
      superseded: 1000,
      file: { refused: 'file_uploads_disabled' },
      top: [line()],
    },
    [
      '🟡 *7 images disabled by role `ci` in 2 min*\n⚠️ 1 in use · 2 shared · 3 production',
      '<!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC> to <!date^1793880120^{date_short_pretty} at {time}|2026-11-05 12:02 UTC> · 1,234 GiB of snapshots · 1,000 superseded by a newer state of the image',
      '*Look at these first*',
      '• `ami-0123456789abcdef0` · production · eu-west-1',
      WHERE,
      '[Show all 7 images] Show the list: 7 images disabled -> list ami-ready/disabled|burst-1|0',
      '⚠️ Slack refused the full list as a file (`file_uploads_disabled`): use the button to see it',
      BASIS,
    ],
  ],
  [
    'none is in use',
    { impact: NONE, sizeGiB: 10_239, untilMs: NOON_MS },
    [
      '🟡 *7 images disabled within 1 s*\nNone known to be in use, shared or production',
      '<!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC> · 10,239 GiB of snapshots',
      OUTSIDE,
      WHERE,
      '[Show all 7 images] Show the list: 7 images disabled -> list ami-ready/disabled|burst-1|0',
      LIST_IN_THREAD,
      BASIS,
    ],
  ],
  [
    'one failure',
    { count: 1, states: tally({ failed: 1 }), impact: NONE, sizeGiB: 10_240 },
    [
      '🔴 *1 image failed*',
      '<!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC> to <!date^1793880120^{date_short_pretty} at {time}|2026-11-05 12:02 UTC> · 10 TiB of snapshots',
      OUTSIDE,
      WHERE,
      '[Show the image] Show the list: 1 image failed -> list ami-ready/disabled|burst-1|0',
      LIST_IN_THREAD,
    ],
  ],
  [
    'failures in production',
    { states: tally({ failed: 7 }), impact: { ...NONE, production: 1 } },
    [
      '🔴 *7 images failed in 2 min*\n⚠️ 1 production',
      IN_2_MINUTES,
      OUTSIDE,
      WHERE,
      '[Show all 7 images] Show the list: 7 images failed -> list ami-ready/disabled|burst-1|0',
      LIST_IN_THREAD,
      BASIS,
    ],
  ],
  [
    'many families and accounts',
    {
      file: { fileId: 'F1', count: 7 },
      families: tally({ a: 6, b: 5, c: 4, d: 3, e: 2, '': 1200, g: 1, h: 1 }, 4),
      places: tally({ '1/x': 1, '2/x': 1, '3/x': 1, '4/x': 1, '5/x': 1, '6/x': 1 }),
    },
    [
      '🟡 *7 images disabled in 2 min*',
      IN_2_MINUTES,
      OUTSIDE,
      '*Where*\n1 production (1) · x\n1 production (2) · x\n1 production (3) · x\n1 production (4) · x\n1 production (5) · x\n1 production (6) · x\n*Image families*\n1,200 unnamed\n6 `a`\n5 `b`\n4 `c`\n3 `d`\n2 `e`\n6 others',
      '[Show all 7 images] Show the list: 7 images disabled -> list ami-ready/disabled|burst-1|0',
      LIST_IN_THREAD,
    ],
  ],
  [
    'all are in the Recycle Bin',
    { ...deregistered, recycled: { count: 7, untilMs: NOON_MS } },
    [
      '⚫ *7 images deregistered in 2 min*',
      '♻️ All are restorable from the Recycle Bin, the first until <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
      IN_2_MINUTES,
      OUTSIDE,
      WHERE,
      SHOW_ALL,
      LIST_IN_THREAD,
    ],
  ],
  [
    'some are in the Recycle Bin',
    { ...deregistered, recycled: { count: 6, untilMs: NOON_MS }, revision: 1 },
    [
      '⚫ *7 images deregistered in 2 min*',
      '♻️ 6 of 7 are restorable from the Recycle Bin, the first until <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
      IN_2_MINUTES,
      OUTSIDE,
      WHERE,
      SHOW_ALL,
      LIST_IN_THREAD,
    ],
  ],
  [
    'none is in the Recycle Bin',
    { ...deregistered, revision: 1 },
    [
      '⚫ *7 images deregistered in 2 min*',
      '⚠️ None of them is restorable: the Recycle Bin has none',
      IN_2_MINUTES,
      OUTSIDE,
      WHERE,
      SHOW_ALL,
      LIST_IN_THREAD,
    ],
  ],
  [
    'nobody has looked into the Recycle Bin yet',
    { ...deregistered, followUp: true },
    [
      '⚫ *7 images deregistered in 2 min*',
      '♻️ The Recycle Bin is checked once the burst is over',
      IN_2_MINUTES,
      OUTSIDE,
      WHERE,
      SHOW_ALL,
      LIST_IN_THREAD,
    ],
  ],
  [
    'nobody looks into the Recycle Bin',
    deregistered,
    ['⚫ *7 images deregistered in 2 min*', IN_2_MINUTES, OUTSIDE, WHERE, SHOW_ALL, LIST_IN_THREAD],
  ],
])('%s', (_name, special, blocks) => {
  expect(drawn(renderDigest(view(special)))).toEqual(blocks)
})

test('mentions and a notice come first', () => {
  const mentions = [{ who: ['S0ONCALL'], rule: 'production' }]
  const message = renderDigest({
    ...view({ impact: { ...NONE, shared: 1 }, superseded: 1, top: [line()] }),
    mentions,
    notice: 'Meant for #web',
  })
  expect(drawn(message).slice(0, 3)).toEqual([
    '<!subteam^S0ONCALL> · rule: production',
    '⚠️ Meant for #web',
    '🟡 *7 images disabled in 2 min*\n⚠️ 1 shared',
  ])
  expect(message.text).toBe(
    '<!subteam^S0ONCALL> · rule: production. 🟡 7 images disabled in 2 min: 1 shared. Meant for #web. From 2026-11-05 12:00 UTC to 2026-11-05 12:02 UTC, snapshots of unknown size. Done outside Slack; CloudTrail usually names who within minutes. 1 superseded by a newer state of the image. Look at these first: `ami-0123456789abcdef0` · production · eu-west-1. Where: 7 production (123456789012) · eu-west-1. Image families: 7 `web`. The full list is a file in the thread. In use: launched within 30 days before the change, as EC2 reports it (up to 24 h late); templates and Auto Scaling groups are not checked. Shared: public, or shared when amiops disabled it. Production: fits a rule that says production. Order: in use, shared, production, then newest.',
  )
})

test('in words', () => {
  expect(
    renderDigest(
      view({ ...deregistered, top: [line()], actors: [CI], recycled: { count: 7, untilMs: NOON_MS } }),
    ).text,
  ).toBe(
    '⚫ 7 images deregistered by role `ci` in 2 min. From 2026-11-05 12:00 UTC to 2026-11-05 12:02 UTC, snapshots of unknown size. ♻️ All are restorable from the Recycle Bin, the first until <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>. Look at these first: `ami-0123456789abcdef0` · production · eu-west-1. Where: 7 production (123456789012) · eu-west-1. Image families: 7 `web`. The full list is a file in the thread',
  )
})

test('a mention in the thread', () => {
  const rules = [
    { who: ['S0ONCALL', 'U0SAM'], rule: '' },
    { who: ['here'], rule: 'production <b>' },
  ]
  const message = renderDigestCall(digest(), rules)
  expect(message.text).toBe(
    '<!subteam^S0ONCALL> <@U0SAM> 🟡 7 images disabled\n<!here> matches your rule: production &lt;b&gt; · 🟡 7 images disabled',
  )
  expect(drawn(message)).toEqual([message.text])
})
