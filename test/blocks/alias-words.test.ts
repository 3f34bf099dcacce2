import {
  aliasPlanWords,
  aliasTitle,
  changeInPlace,
  heldBackLine,
  isThereAlready,
  linesWithGaps,
  placeWords,
  untouchedLines,
  usersLine,
} from '../../blocks/alias-words.ts'
import type { AccountRegion, NamedImage } from '../../src/domain/alias.ts'
import { type AliasUsers, NAMES_IT_ALREADY } from '../../src/domain/alias-change.ts'
import { IMAGE } from '../domain/given.ts'
import { givenAlias } from './given.ts'

const nameOf = (account: string): string => (account === IMAGE.account ? 'production' : account)
const place = (region: string): AccountRegion => ({ account: IMAGE.account, region })
const places = (count: number): AccountRegion[] =>
  Array.from({ length: count }, (_, at) => place(`eu-west-${at + 1}`))

test('a plan in words', () => {
  expect(aliasTitle(givenAlias())).toBe('payments-base → prod')
  expect(aliasPlanWords('promote', givenAlias(), 1)).toBe('promote payments-base-2 to prod in 1 place')
  expect(aliasPlanWords('rollback', givenAlias(), 2)).toBe(
    'roll back prod of payments-base to payments-base-2 in 2 places',
  )
  expect(placeWords(place('eu-west-1'), nameOf)).toBe('*production · eu-west-1*')
})

const PROD = { family: 'payments-base', alias: 'prod', parameter: '/amis/payments-base/prod' }

const named = (name: string | undefined, from?: NamedImage) => ({
  image: IMAGE,
  ...(name !== undefined && { name }),
  assignment: { ...PROD, account: IMAGE.account, region: IMAGE.region, ...(from && { from }) },
})

test.each<[string, () => string, string]>([
  [
    'the same as everywhere',
    () =>
      changeInPlace(givenAlias(), named('payments-base-2', { imageId: 'ami-1', name: 'payments-base-1' })),
    '',
  ],
  [
    'it named another image here',
    () =>
      changeInPlace(givenAlias(), named('payments-base-2', { imageId: 'ami-0', name: 'payments-base-0' })),
    ' · from `payments-base-0`',
  ],
  [
    'it named an image without a name here',
    () => changeInPlace(givenAlias(), named('payments-base-2', { imageId: 'ami-0' })),
    ' · from `ami-0`',
  ],
  ['not set here', () => changeInPlace(givenAlias(), named('payments-base-2')), ' · not set before'],
  [
    'another image is set here',
    () =>
      changeInPlace(givenAlias(), named('payments-base-3', { imageId: 'ami-1', name: 'payments-base-1' })),
    ' · `payments-base-1` → `payments-base-3`',
  ],
  [
    'an image without a name is set here',
    () => changeInPlace(givenAlias(), named(undefined)),
    ' · not set → `ami-0123456789abcdef0`',
  ],
  [
    'of the place no assignment is known',
    () => changeInPlace(givenAlias(), { image: IMAGE, name: 'payments-base-2' }),
    ' · not set before',
  ],
])('in a place: %s', (_name, words, expected) => {
  expect(words()).toBe(expected)
})

const users = (special: Partial<AliasUsers>): AliasUsers => ({
  templates: 0,
  templateNames: [],
  instances: 0,
  unread: [],
  ...special,
})
const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `web-${at + 1}`)

test.each<[string, AliasUsers, string]>([
  [
    'nobody',
    users({}),
    'No launch template that names it was found · no instance was found that runs what it names now',
  ],
  [
    'one of each',
    users({ templates: 1, templateNames: names(1), instances: 1 }),
    'Used by 1 launch template: web-1 · 1 instance runs what it names now: it is not affected',
  ],
  [
    'several',
    users({ templates: 5, templateNames: names(5), instances: 1200 }),
    'Used by 5 launch templates: web-1, web-2, web-3, web-4, web-5 · 1,200 instances run what it names now: they are not affected',
  ],
  [
    'more templates than names',
    users({ templates: 6, templateNames: names(5) }),
    'Used by 6 launch templates: web-1, web-2, web-3, web-4, web-5 and others · no instance was found that runs what it names now',
  ],
  [
    'a template in two places has one name',
    users({ templates: 2, templateNames: names(1) }),
    'Used by 2 launch templates: web-1 · no instance was found that runs what it names now',
  ],
  [
    'one place not read',
    users({ unread: places(1) }),
    'No launch template that names it was found · no instance was found that runs what it names now · ⚠️ not known in *production · eu-west-1*',
  ],
  [
    'five places not read',
    users({ unread: places(5) }),
    'No launch template that names it was found · no instance was found that runs what it names now · ⚠️ not known in *production · eu-west-1*, *production · eu-west-2*, *production · eu-west-3*, *production · eu-west-4*, *production · eu-west-5*',
  ],
  [
    'six places not read',
    users({ unread: places(6) }),
    'No launch template that names it was found · no instance was found that runs what it names now · ⚠️ not known in *production · eu-west-1*, *production · eu-west-2*, *production · eu-west-3*, *production · eu-west-4*, *production · eu-west-5* and 1 more',
  ],
])('who uses it: %s', (_name, given, words) => {
  expect(usersLine(given, nameOf)).toBe(words)
})

const images = (count: number) => places(count).map(one => ({ image: { ...one, imageId: 'ami-2' } }))
const gapsOf = (some: readonly AccountRegion[], why: string) => some.map(one => ({ ...one, why }))
const lineOf = ({ image }: { image: AccountRegion }): string => image.region

test.each<[string, () => string[], string[]]>([
  ['nothing is unknown', () => linesWithGaps({}, images(2), lineOf), ['eu-west-1', 'eu-west-2']],
  ['no place', () => linesWithGaps({}, [], lineOf), []],
  [
    'both in one place of two',
    () =>
      linesWithGaps(
        {
          launchGaps: gapsOf([place('eu-west-2')], 'no role'),
          scanGaps: gapsOf([place('eu-west-2')], 'not scanned'),
        },
        images(2),
        lineOf,
      ),
    ['eu-west-1', 'eu-west-2 · ❔ whether the account can launch it is unknown (no role) · ❔ not scanned'],
  ],
  [
    'the first place of two',
    () => linesWithGaps({ scanGaps: gapsOf(places(1), 'not scanned') }, images(2), lineOf),
    ['eu-west-1 · ❔ not scanned', 'eu-west-2'],
  ],
  [
    'the only place',
    () => linesWithGaps({ scanGaps: gapsOf(places(1), 'not scanned') }, images(1), lineOf),
    ['eu-west-1 · ❔ not scanned'],
  ],
  [
    'the same in both',
    () => linesWithGaps({ scanGaps: gapsOf(places(2), 'not scanned') }, images(2), lineOf),
    ['eu-west-1', 'eu-west-2', '*All 2 places* · ❔ not scanned'],
  ],
  [
    'different in each',
    () =>
      linesWithGaps(
        {
          scanGaps: [
            { ...place('eu-west-1'), why: 'not scanned' },
            { ...place('eu-west-2'), why: 'too old' },
          ],
        },
        images(2),
        lineOf,
      ),
    ['eu-west-1 · ❔ not scanned', 'eu-west-2 · ❔ too old'],
  ],
  [
    'the place that gets the image of another place',
    () =>
      linesWithGaps(
        { scanGaps: gapsOf([place('eu-west-9')], 'not scanned') },
        [{ image: IMAGE, assignment: { ...PROD, ...place('eu-west-9') } }],
        lineOf,
      ),
    ['eu-west-1 · ❔ not scanned'],
  ],
])('what is unknown: %s', (_name, lines, expected) => {
  expect(lines()).toEqual(expected)
})

test.each<[number, string[]]>([
  [0, []],
  [1, ['⏸️ Stays as it is, because that plan did not set it: *production · eu-west-1*']],
  [
    2,
    [
      '⏸️ Stay as they are, because that plan did not set them: *production · eu-west-1*, *production · eu-west-2*',
    ],
  ],
  [
    10,
    [
      '⏸️ Stay as they are, because that plan did not set them: *production · eu-west-1*, *production · eu-west-2*, *production · eu-west-3*, *production · eu-west-4*, *production · eu-west-5*, *production · eu-west-6*, *production · eu-west-7*, *production · eu-west-8*, *production · eu-west-9*, *production · eu-west-10*',
    ],
  ],
  [
    11,
    [
      '⏸️ Stay as they are, because that plan did not set them: *production · eu-west-1*, *production · eu-west-2*, *production · eu-west-3*, *production · eu-west-4*, *production · eu-west-5*, *production · eu-west-6*, *production · eu-west-7*, *production · eu-west-8*, *production · eu-west-9*, *production · eu-west-10* and 1 more',
    ],
  ],
])('%i places that the plan did not set', (count, lines) => {
  expect(untouchedLines({ untouched: places(count) }, nameOf)).toEqual(lines)
})

test('no word of places where a plan is no roll back', () => {
  expect(untouchedLines({}, nameOf)).toEqual([])
})

test.each<[string, object, string]>([
  ['held back', { why: 'it is disabled' }, '⛔ *production · eu-west-1*: it is disabled'],
  [
    'held back unless somebody overrides it',
    { why: 'it is 90 days old', canOverride: true },
    '⚠️ *production · eu-west-1*: it is 90 days old',
  ],
  ['there already', { why: NAMES_IT_ALREADY }, '✅ *production · eu-west-1*: it names this image already'],
])('a place: %s', (_name, held, line) => {
  const given = { ...place('eu-west-1'), why: '', ...held }
  expect(heldBackLine(given, nameOf)).toBe(line)
  expect(isThereAlready(given)).toBe(line.startsWith('✅'))
})
