import { renderCleanedUp, renderNoCleanup, renderNothingAsked } from '../../blocks/cleanup-answers.ts'
import {
  cleanupTitle,
  cleanupWhy,
  namesWords,
  reasonsOf,
  uncheckedNotes,
} from '../../blocks/cleanup-words.ts'
import type { CleanupRule, LeftImage } from '../../src/domain/cleanup.ts'
import type { Suggestion } from '../../src/domain/suggestion.ts'
import { IMAGE, NOON_MS } from '../domain/given.ts'
import { drawn } from './drawn.ts'

test.each<[(string | undefined)[], string]>([
  [[], 'Clean-up of images without a family'],
  [[undefined], 'Clean-up of images without a family'],
  [['web', 'web'], 'Clean-up of web'],
  [['web', undefined, 'api', 'base'], 'Clean-up of web, api, base'],
  [['web', 'api', 'base', 'db'], 'Clean-up of 4 image families'],
])('of the families %j', (families, title) => {
  expect(cleanupTitle(families)).toBe(title)
})

const rule = (special: Partial<CleanupRule> = {}): CleanupRule => ({ when: {}, keepNewest: 3, ...special })
const why =
  (step: 'deprecate' | 'disable' | 'deregister', ...rules: CleanupRule[]) =>
  () =>
    cleanupWhy(step, rules, '/images')

test.each<[string, () => string, string]>([
  [
    'deprecate',
    why('deprecate', rule({ deprecateAfterDays: 90 })),
    'Older than 90 days, not launched in that time as far as EC2 knows, not among the newest of their family. No use, sharing, protection or alias was found. They get a deprecation date a week after somebody confirms it; owners and those who run them are warned before it. To keep one: /images keep <image> until <date>.',
  ],
  [
    'deprecate, and disable later',
    why('deprecate', rule({ deprecateAfterDays: 1, disableAfterDays: 120 })),
    'Older than 1 day, not launched in that time as far as EC2 knows, not among the newest of their family. No use, sharing, protection or alias was found. They get a deprecation date a week after somebody confirms it; owners and those who run them are warned before it. Disabling is suggested once that date is over and they are older than 120 days. To keep one: /images keep <image> until <date>.',
  ],
  [
    'deprecate by rules that differ',
    why(
      'deprecate',
      rule({ deprecateAfterDays: 90, disableAfterDays: 120 }),
      rule({ deprecateAfterDays: 60, disableAfterDays: 90 }),
    ),
    'Older than the days of their rule, not launched in that time as far as EC2 knows, not among the newest of their family. No use, sharing, protection or alias was found. They get a deprecation date a week after somebody confirms it; owners and those who run them are warned before it. Disabling is suggested once that date is over and they are older than the days of their rule. To keep one: /images keep <image> until <date>.',
  ],
  [
    'disable',
    why('disable', rule({ disableAfterDays: 90 })),
    'Older than 90 days, not launched in that time as far as EC2 knows, not among the newest of their family. No use, sharing, protection or alias was found. To keep one: /images keep <image> until <date>.',
  ],
  [
    'disable by two rules with the same days, and deregister later',
    why(
      'disable',
      rule({ disableAfterDays: 90, deregisterAfterDays: 30 }),
      rule({ disableAfterDays: 90, deregisterAfterDays: 30 }),
    ),
    'Older than 90 days, not launched in that time as far as EC2 knows, not among the newest of their family. No use, sharing, protection or alias was found. Deregistering is suggested 30 days after they were disabled. To keep one: /images keep <image> until <date>.',
  ],
  [
    'deregister',
    why('deregister', rule({ deregisterAfterDays: 30 })),
    'Disabled for longer than 30 days; their owners were warned. No use, protection or alias was found. To keep one: /images keep <image> until <date>.',
  ],
])('why: %s', (_name, words, expected) => {
  expect(words()).toBe(expected)
})

const left = (reason: string, ...names: (string | undefined)[]): LeftImage[] =>
  names.map(name => ({
    why: reason,
    one: {
      image: IMAGE,
      state: 'available',
      facts: { tags: {}, ...(name !== undefined && { name }) },
      family: 'web',
      owners: [],
    },
  }))

test('images by their names', () => {
  expect(namesWords(left('', 'web-1', undefined, 'web-3'))).toBe('web-1, ami-0123456789abcdef0, web-3')
  expect(namesWords(left('', 'web-1', 'web-2', 'web-3', 'web-4'))).toBe('web-1, web-2, web-3 and 1 more')
})

test('what is not suggested, the most images first', () => {
  const some = [...left('in use', 'web-1'), ...left('shared', 'web-2', 'web-3')]
  expect(reasonsOf(some)).toEqual([
    ['shared', some.slice(1)],
    ['in use', some.slice(0, 1)],
  ])
  expect(uncheckedNotes(some)).toEqual([
    'Not suggested: web-2, web-3: shared.',
    'Not suggested: web-1: in use.',
  ])
})

const suggestion = (special: Partial<Suggestion> = {}): Suggestion => ({
  id: 'suggestion-1',
  version: 1,
  state: 'open',
  action: 'disable',
  title: 'Clean-up of web',
  why: 'old',
  channel: 'ami-ready',
  mention: [],
  images: [{ image: IMAGE }] as never,
  notes: [],
  createdAtMs: NOON_MS,
  untilMs: NOON_MS,
  ...special,
})

const NOTHING = {
  suggestions: [],
  warned: [],
  suggestedBefore: { images: 0, suggestions: [] },
  planned: 0,
  waiting: 0,
  kept: [],
  needed: [],
  unchecked: [],
  unscanned: [],
  more: 0,
}
const LINKS = new Map([['suggestion-1', 'https://slack.example/1']])
const other = suggestion({ id: 'suggestion-2', card: { channelId: 'C0ALERTS', ts: '1' } })

test.each<[string, Partial<Parameters<typeof renderCleanedUp>[0]>, string[]]>([
  [
    'nothing',
    {},
    [
      '✅ Nothing to clean up. No message was posted.',
      'Nothing was changed. People confirm a plan from the suggestion.',
    ],
  ],
  [
    'suggested: linked where the message is known',
    {
      suggestions: [
        suggestion(),
        other,
        suggestion({
          id: 'suggestion-3',
          action: 'deregister',
          images: [{ image: IMAGE }, { image: IMAGE }] as never,
        }),
      ],
    },
    [
      '💡 Suggested in <https://slack.example/1|#ami-ready>: disable 1 image\n💡 Suggested in <#C0ALERTS>: disable 1 image\n💡 Suggested in #ami-ready: deregister 2 images',
      'Nothing was changed. People confirm a plan from the suggestion.',
    ],
  ],
  [
    'one of each',
    {
      warned: [{ channel: 'ami-ready', images: 1 }],
      suggestedBefore: { images: 1, suggestions: [suggestion()] },
      planned: 1,
      waiting: 1,
      kept: left('kept by its tag', 'web-1'),
      unchecked: left('no answer from AWS', 'web-2'),
      unscanned: ['lab us-east-1'],
      more: 1,
    },
    [
      '⏰ Warned in #ami-ready: 1 disabled image may be deregistered in a week\n👀 1 image is part of a suggestion already: <https://slack.example/1|#ami-ready>\n👀 1 image is part of a plan already\n⏳ 1 image: the owners were warned, their week is not over',
      '*Due, and not suggested:* 1\nkept by its tag: web-1',
      '⚠️ Not suggested: web-2: no answer from AWS.',
      '⚠️ Not scanned, so not looked at: lab us-east-1.',
      '1 more image due: ask again once these are done.',
      'Nothing was changed. People confirm a plan from the suggestion.',
    ],
  ],
  [
    'many of each',
    {
      warned: [
        { channel: 'ami-ready', images: 2 },
        { channel: 'ami-alerts', images: 3 },
      ],
      suggestedBefore: { images: 2, suggestions: [suggestion(), other] },
      planned: 2,
      waiting: 2,
      kept: left('kept by its tag', 'web-1', 'web-2'),
      needed: left('<in use>', 'web-3'),
      unchecked: ['a', 'b', 'c', 'd', 'e', 'f'].flatMap(reason => left(reason, `web-${reason}`)),
      unscanned: ['lab us-east-1', 'lab us-east-2'],
      more: 1200,
    },
    [
      '⏰ Warned in #ami-ready: 2 disabled images may be deregistered in a week\n⏰ Warned in #ami-alerts: 3 disabled images may be deregistered in a week\n👀 2 images are part of a suggestion already: <https://slack.example/1|#ami-ready>, #ami-ready\n👀 2 images are part of a plan already\n⏳ 2 images: the owners were warned, their week is not over',
      '*Due, and not suggested:* 3\nkept by its tag: web-1, web-2\n&lt;in use&gt;: web-3',
      '⚠️ Not suggested: web-a: a.',
      '⚠️ Not suggested: web-b: b.',
      '⚠️ Not suggested: web-c: c.',
      '⚠️ Not suggested: web-d: d.',
      '⚠️ Not suggested: web-e: e.',
      '⚠️ Not scanned, so not looked at: lab us-east-1, lab us-east-2.',
      '1,200 more images due: ask again once these are done.',
      'Nothing was changed. People confirm a plan from the suggestion.',
    ],
  ],
])('the answer: %s', (_name, special, blocks) => {
  expect(drawn(renderCleanedUp({ ...NOTHING, ...special }, LINKS))).toEqual(blocks)
})

test('nothing to do', () => {
  expect(drawn(renderNoCleanup())).toEqual([
    '🔍 The clean-up isn’t configured, so nothing is suggested.',
    'An amiops admin can add `cleanup` to amiops.config.yml (docs/cleanup.md).',
  ])
  expect(drawn(renderNothingAsked('/images', 'web'))).toEqual([
    '🔍 No image of the family `web` is due for a clean-up.',
    '`/images family` lists all families, `/images stale` old images that nobody launches.',
  ])
})
