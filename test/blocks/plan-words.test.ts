import * as words from '../../blocks/plan-words.ts'
import type { FirstImage, PlanFacts } from '../../src/domain/plan-facts.ts'
import { NOBODY } from '../../src/domain/sharing.ts'
import { IMAGE, NOON_MS } from '../domain/given.ts'
import { givenPlan, NOON_WORDS } from './given.ts'

/** The sentences about many images: what is done, where, and what matters of all of them together. */

const nameOf = (account: string): string => (account === IMAGE.account ? 'prod <b>' : account)

const facts = (special: Partial<PlanFacts> = {}): PlanFacts => ({ ...givenPlan().facts, ...special })
const SHARED = { ...NOBODY, accounts: ['210987654321'] }
const NO_USE =
  '✅ No use found: no instance, launch template, Auto Scaling group, parameter or recipe names them'

test.each([
  ['disable', givenPlan(), 'disable 3 images', '*Disable* 3 images'],
  ['one image', givenPlan({ images: 1 }), 'disable 1 image', '*Disable* 1 image'],
  [
    'a date',
    givenPlan({ action: 'retire', retirement: { deprecateAtMs: NOON_MS } }),
    'retire 3 images',
    '*Retire* 3 images',
  ],
  [
    'no date',
    givenPlan({ action: 'retire', retirement: {} }),
    'remove the deprecation dates of 3 images',
    '*Remove the deprecation dates of* 3 images',
  ],
  [
    'an alias',
    givenPlan({
      action: 'promote',
      alias: { family: 'web', alias: 'prod', asked: { kind: 'promote' }, to: 'web-7', heldBack: [] },
    }),
    'promote web-7 to prod in 3 places',
    '*Promote* web-7 to prod in 3 places',
  ],
])('what is done: %s', (_, plan, plain, bold) => {
  expect(words.planWords(plan)).toBe(plain)
  expect(words.boldPlanWords(plan)).toBe(bold)
})

test.each([
  [undefined, 'revoke web-7 (1 image)', '*Revoke* web-7 (1 image)'],
  ['plan-0', 'undo the revocation of web-7 (1 image)', '*Undo* the revocation of web-7 (1 image)'],
])('what is done: a revocation that undoes %s', (undoes, plain, bold) => {
  const revocation = {
    image: IMAGE,
    name: 'web-7',
    images: [{ image: IMAGE, relation: 'bad' as const }],
    stranded: [],
    owners: [],
    unread: [],
  }
  const plan = givenPlan({ action: 'revoke', revocation, ...(undoes !== undefined && { undoes }) })
  expect(words.planWords(plan)).toBe(plain)
  expect(words.boldPlanWords(plan)).toBe(bold)
})

test.each([
  [6, ''],
  [7, ', and 1 more account and region'],
  [9, ', and 3 more accounts and regions'],
])('where: %d accounts and regions', (count, more) => {
  const places = Array.from({ length: count }, (_, i) => ({
    account: i === 0 ? IMAGE.account : `acc${i}`,
    region: 'eu-west-1',
    images: i === 0 ? 1_200 : 1,
  }))
  expect(words.placesWords(facts({ places }), nameOf)).toBe(
    `prod &lt;b&gt; eu-west-1: 1,200, acc1 eu-west-1: 1, acc2 eu-west-1: 1, acc3 eu-west-1: 1, acc4 eu-west-1: 1, acc5 eu-west-1: 1${more}`,
  )
})

test.each<[string, Parameters<typeof words.factLines>[0], Partial<PlanFacts>, readonly string[]]>([
  ['what only gives back', 'enable', { inUse: 3 }, []],
  ['nothing found', 'disable', {}, [NO_USE]],
  ['one in use', 'disable', { inUse: 1 }, ['⚠️ *1 image in use*']],
  [
    'use not known',
    'disable',
    {
      unknown: 2,
      unread: [
        { name: 'lab <a>', why: 'x' },
        { name: 'dev', why: 'x' },
      ],
    },
    [
      '⚠️ *2 images whose use is not known*: counted as in use',
      '⚠️ Instances of lab &lt;a&gt;, dev are not known',
    ],
  ],
  [
    'shared',
    'disable',
    { sharing: { images: 1, with: SHARED, unknown: 2 } },
    [
      NO_USE,
      '⚠️ *1 image shared* · these lose access: account `210987654321`',
      '⚠️ *Who has access to 2 images is not known*: they may lose it',
    ],
  ],
  [
    'shared, and retired',
    'retire',
    { sharing: { images: 2, with: SHARED, unknown: 1 } },
    [
      NO_USE,
      '⚠️ *2 images shared* · these no longer find them in a search: account `210987654321`',
      '⚠️ *Who has access to 1 image is not known*: they may no longer find them',
    ],
  ],
  ['not shared', 'disable', { sharing: { images: 0, with: NOBODY, unknown: 0 } }, [NO_USE]],
  [
    'rules that were not read',
    'deregister',
    {},
    [
      NO_USE,
      '⚠️ *Not known: which rule of the Recycle Bin keeps them.* Without one, an image cannot be restored.',
    ],
  ],
  [
    'kept in part',
    'deregister',
    { kept: { images: 3, days: [7, 14], withoutSnapshots: 2, lost: 1, unknown: 4 } },
    [
      NO_USE,
      '⚠️ *1 image that no Recycle Bin rule keeps*: cannot be restored',
      '♻️ 3 images restorable from the Recycle Bin for 7 to 14 days',
      '⚠️ If you also delete their snapshots, 2 images of those cannot be restored',
      '⚠️ *Not known for 4 images: which rule of the Recycle Bin keeps them.* Without one, an image cannot be restored.',
    ],
  ],
  [
    'all kept',
    'deregister',
    { kept: { images: 3, days: [1, 1], withoutSnapshots: 0, lost: 0, unknown: 0 } },
    [NO_USE, '♻️ 3 images restorable from the Recycle Bin for 1 day'],
  ],
  [
    'none kept',
    'deregister',
    { kept: { images: 0, days: [0, 0], withoutSnapshots: 0, lost: 3, unknown: 0 } },
    [NO_USE, '⚠️ *3 images that no Recycle Bin rule keeps*: cannot be restored'],
  ],
])('what matters of all images: %s', (_, action, special, lines) => {
  expect(words.factLines(action, facts(special))).toEqual(lines)
})

const first = (imageId: string, special: Partial<FirstImage> = {}): FirstImage => ({
  image: { ...IMAGE, imageId },
  state: 'available',
  uses: [],
  useCount: 0,
  instancesElsewhere: 0,
  ...special,
})

test('the first images, two in a section, each with what uses it', () => {
  const all = [
    first('ami-1', {
      name: 'web-1',
      uses: [{ kind: 'instance', name: 'i-1' }],
      useCount: 1_001,
      instancesElsewhere: 1,
    }),
    first('ami-2', { isUnknown: true }),
    first('ami-3', { state: 'deregistered', recycledUntilMs: NOON_MS }),
    first('ami-4', { instancesElsewhere: 2, isUnknown: true }),
  ]
  const at = 'prod &lt;b&gt; · eu-west-1'
  expect(words.firstImages(facts({ first: all }), nameOf)).toEqual([
    `• \`web-1\` \`ami-1\` · ${at}\n⚠️ In use: instance \`i-1\`, 1,000 more, 1 instance in other accounts\n• \`ami-2\` · ${at}\n⚠️ Use not known`,
    `• \`ami-3\` · ${at} · ♻️ Restorable from the Recycle Bin until ${NOON_WORDS}\n• \`ami-4\` · ${at}\n⚠️ In use: 2 instances in other accounts`,
  ])
})

test('what the lists do not show is looked up later', () => {
  expect(words.laterWords('enable')).toBe('Each image is checked again right before it is changed.')
  expect(words.laterWords('disable')).toBe(
    'Each image is looked at again right before it is changed, and refused if anything uses it, or has access to it, that is not known here.',
  )
})

test('what was left out, by reason, the most frequent of five first', () => {
  const leftOut = ['a', 'b', 'b', 'c', 'd', 'e', 'f', '<g>', '<g>', '<g>'].map(why => ({ image: IMAGE, why }))
  expect(words.leftOutWords(leftOut)).toBe(
    '10 selected images left out: &lt;g&gt; (3); b (2); a (1); c (1); d (1)',
  )
  expect(words.leftOutWords(leftOut.slice(0, 1))).toBe('1 selected image left out: a (1)')
  expect(words.leftOutWords([])).toBe('')
})
