import type { HomeContent } from '../../blocks/home-content.ts'
import {
  awaitedSection,
  failuresSection,
  leavingSection,
  requestsSection,
  unreadBlocks,
} from '../../blocks/home-sections.ts'
import { IMAGE, MARIA, NOON_MS } from '../domain/given.ts'
import { drawn } from './drawn.ts'
import { ALEX, givenApproval, givenPlan, NOON_WORDS } from './given.ts'

const AGO = '<!date^1793880000^{ago}|2026-11-05 12:00 UTC>'
const known = <T>(value: T) => ({ known: true, value }) as const
const UNREAD = { known: false, why: 'TimeoutError' } as const
const shown = (items: readonly object[], total = items.length) => known({ items, total })
const content = (more: object): HomeContent =>
  ({
    name: '/ami',
    nameOf: (account: string) => (account === IMAGE.account ? 'production' : account),
    ...more,
  }) as unknown as HomeContent
const said = (blocks: readonly object[]): string[] => drawn({ blocks })
const SHOW =
  '[Show] Show: ami-0123456789abcdef0 in eu-west-1 -> status 123456789012/eu-west-1/ami-0123456789abcdef0'
const couldNot = (title: string): string[] => [
  `*${title}*`,
  '⚠️ Couldn’t be read: no answer in time (`TimeoutError`). amiops tries again within five minutes.',
]

test('a section that could not be read', () => {
  expect(said(unreadBlocks('Your requests', 'TimeoutError'))).toEqual(couldNot('Your requests'))
})

describe('what waits for my approval', () => {
  const TITLE = 'Waiting for you'
  const request = (more: object = {}) => ({
    action: 'disable',
    of: { image: IMAGE, name: 'web-1' },
    by: MARIA,
    expiresAtMs: NOON_MS,
    ...more,
  })
  const of = (awaited: object) => said(awaitedSection(content({ awaited })))

  test('nothing, or not known', () => {
    expect(of(shown([]))).toEqual([`*${TITLE}*\nNo request waits for your approval.`])
    expect(of(UNREAD)).toEqual(couldNot(TITLE))
  })

  test('a request: of which image, by whom, until when, with a link to it', () => {
    const words = `⏳ *Disable* \`web-1\` · production · eu-west-1\nRequested by <@U0MARIA> · expires ${NOON_WORDS}`
    expect(of(shown([request()]))).toEqual([`*${TITLE}* · 1`, words])
    expect(of(shown([request({ permalink: 'https://slack.example/1' })]))[1]).toMatch(
      new RegExp(
        `^${words.replace(/[.*+?^${}()|[\\]\\\\]/g, '\\\\$&')}\\n\\[Review\\] Review: Disable ami-0123456789abcdef0`,
      ),
    )
  })

  test('more than are shown are counted', () => {
    expect(of(shown([request()], 1_201))).toEqual([
      `*${TITLE}* · 1,201`,
      expect.stringContaining('*Disable*'),
      '1,200 more not shown.',
    ])
  })
})

describe('failures that nobody has acknowledged', () => {
  const TITLE = 'Unacknowledged failures, last 7 days'
  const of = (failures: object) => said(failuresSection(content({ failures })))
  const failure = (more: object = {}) => ({ image: IMAGE, name: 'web-1', atMs: NOON_MS, ...more })

  test('none, or not known', () => {
    expect(of(shown([]))).toEqual([`*${TITLE}*\nNone.`])
    expect(of(UNREAD)).toEqual(couldNot(TITLE))
  })

  test('each with AWS’s reason, its age and a button', () => {
    expect(of(shown([failure({ reason: 'no space' }), failure({ name: undefined })]))).toEqual([
      `*${TITLE}* · 2`,
      `🔴 \`web-1\` · production · eu-west-1\n\`no space\` · ${AGO}\n${SHOW}`,
      `🔴 \`ami-0123456789abcdef0\` · production · eu-west-1\nAWS gave no reason · ${AGO}\n${SHOW}`,
    ])
  })

  test('a button to all of them where some are left out', () => {
    const lines = of(shown([failure()], 3))
    expect(lines).toHaveLength(4)
    expect(lines[2]).toBe('2 more not shown.')
    expect(lines[3]).toContain('[All failed images] All failed images: /ami list state:failed')
  })
})

describe('what leaves the Recycle Bin', () => {
  const TITLE = 'Leaving the Recycle Bin this week'
  const of = (leaving?: object) => said(leavingSection(content({ leaving })))
  const bin = (items: readonly object[], more: object = {}) =>
    known({ items, total: items.length, unread: [], unasked: 0, ...more })

  test('is read after the Home is drawn', () => {
    expect(of(undefined)).toEqual([`*${TITLE}*\nReading the Recycle Bins…`])
    expect(of(UNREAD)).toEqual(couldNot(TITLE))
    expect(of(bin([]))).toEqual([`*${TITLE}*\nNothing.`])
  })

  test('each with its last time', () => {
    expect(of(bin([{ image: IMAGE, name: 'web-1', untilMs: NOON_MS }]))).toEqual([
      `*${TITLE}* · 1`,
      `♻️ \`web-1\` · production · eu-west-1\nRestorable until ${NOON_WORDS}\n${SHOW}`,
    ])
  })

  test('what could not be read, and what a Home does not read', () => {
    expect(of(bin([], { unasked: 1 })).at(-1)).toBe(
      '⚠️ Not in this list: the Recycle Bins of 1 more account and region, which a Home doesn’t read. The button reads all.',
    )
    expect(of(bin([], { unasked: 2 })).at(-1)).toContain('of 2 more accounts and regions,')
    const unread = [{ account: IMAGE.account, regions: [IMAGE.region] }]
    expect(of(bin([], { unread })).at(-1)).toMatch(
      /^⚠️ Not in this list, .* couldn’t be read: production.*eu-west-1\.$/,
    )
  })
})

describe('my requests', () => {
  const of = (requests: object) => said(requestsSection(content({ requests })))
  const request = (attempt: object) => ({
    image: IMAGE,
    name: 'web-1',
    attempt: { kind: 'request', id: 'r1', atMs: NOON_MS, action: 'disable', by: MARIA, ...attempt },
  })
  const line = (attempt: object): string | undefined => of(known([request(attempt)]))[1]
  const HEAD = '*Disable* `web-1` · production · eu-west-1'

  test('none yet, or not known', () => {
    expect(of(known([]))).toEqual(['*Your requests*\nYou haven’t asked for a change yet.'])
    expect(of(UNREAD)).toEqual(couldNot('Your requests'))
  })

  test.each([
    ['confirmed', '✅', 'done'],
    ['approved', '☑️', 'approved'],
    ['refused', '🚫', 'refused'],
    ['declined', '🚫', 'declined'],
    ['failed', '⚠️', 'failed'],
    ['withdrawn', '↩️', 'withdrawn'],
  ])('%s: its sign, its outcome, when, and a button', (outcome, sign, words) => {
    expect(line({ outcome })).toBe(`${sign} ${HEAD}\n${words} · ${AGO}\n${SHOW}`)
  })

  test('expired, and one that has not ended', () => {
    expect(line({ outcome: 'expired' })).toMatch(/^⌛ \*Disable\*/)
    expect(line({ outcome: 'acting' })).toMatch(/^⏳ \*Disable\*/)
  })

  test('why; of a person without permission only that', () => {
    expect(line({ outcome: 'failed', reason: 'EC2 <said> no' })).toContain(
      `\nfailed: EC2 &lt;said&gt; no · ${AGO}`,
    )
    expect(line({ id: 'no-right/r1', outcome: 'refused', reason: 'secret' })).toBe(
      `🚫 ${HEAD}\ndenied (no permission) · ${AGO}\n${SHOW}`,
    )
  })

  test('a plan: its state, until when it waits, and the way to its card', () => {
    const plan = (more: object, own: object = {}) =>
      of(known([{ plan: givenPlan({ createdAtMs: NOON_MS, ...more }), images: [], ...own }]))[1]
    expect(plan({ approval: givenApproval() })).toBe(
      `🤝 Approval needed: *Disable* 3 images\nexpires ${NOON_WORDS} · ${AGO}`,
    )
    expect(plan({ state: 'withdrawn', approval: givenApproval() })).toBe(
      `↩️ Withdrawn: *Disable* 3 images\n${AGO}`,
    )
    expect(plan({ state: 'declined', approval: givenApproval({ decidedBy: ALEX }) })).toContain(
      '🚫 Declined by <@U0ALEX>',
    )
    expect(plan({}, { permalink: 'https://slack.example/1' })).toContain(
      '[View] View the plan: Disable 3 images',
    )
  })
})
