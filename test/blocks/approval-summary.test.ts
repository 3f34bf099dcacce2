import { approveSummary } from '../../blocks/approval-summary.ts'
import type { Use } from '../../src/domain/impact.ts'
import type { Proposal } from '../../src/domain/proposal.ts'
import type { Sharing } from '../../src/domain/sharing.ts'
import { givenFacts, givenImpact, IMAGE, known, NOON_MS } from '../domain/given.ts'
import { givenProposal } from './given.ts'

const NOT_READ = { known: false, why: 'throttled' } as const

const snapshots = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ snapshotId: `snap-${at}`, sizeGiB: 8, encrypted: true }))
const instances = (count: number, name = 'web'): readonly Use[] =>
  Array.from({ length: count }, (_, at) => ({ kind: 'instance', name: `${name}-${at + 1}` }))
const accounts = (count: number): Sharing => ({
  accounts: Array.from({ length: count }, (_, at) => String(111_111_111_111 + at)),
  organizations: [],
  organizationalUnits: [],
  isPublic: false,
})
/** As EC2 lists them. */
const NEEDED = known([{ snapshotId: 'snap-0', sizeGiB: 8, encrypted: true, alsoIn: [] }])
const elsewhere = (count: number, unread: readonly { name: string; why: string }[] = []) =>
  known({ asked: 2, running: count > 0 ? [{ name: 'staging', instances: count }] : [], unread })

const summary = (special: Partial<Proposal>) =>
  approveSummary(givenProposal({ facts: givenFacts(), impact: givenImpact(), ...special }), id =>
    id === '111111111111' ? 'staging' : id,
  )

test('the whole question, for an action that takes something away', () => {
  expect(summary({})).toEqual({
    title: 'Approve: disable this image?',
    text: 'payments-base-42 in eu-west-1\nUsed by: nothing found\nLoses access: nobody, it is not shared',
    confirm: 'Approve',
    deny: 'Cancel',
    style: 'danger',
  })
})

test('without facts the image is named by its id, and nothing is known of what uses it', () => {
  const { facts: _facts, impact: _impact, ...bare } = givenProposal({ action: 'deregister' })
  expect(approveSummary(bare)).toEqual({
    title: 'Approve: deregister this image?',
    text: 'ami-0123456789abcdef0 in eu-west-1\nUsed by: unknown\nLoses access: unknown\nSnapshots: none',
    confirm: 'Approve',
    deny: 'Cancel',
    style: 'danger',
  })
})

test.each<[string, Partial<Proposal>, string]>([
  [
    'one use',
    { impact: givenImpact({ instances: known(instances(1)) }) },
    'payments-base-42 in eu-west-1\nUsed by: instance web-1\nLoses access: nobody, it is not shared',
  ],
  [
    'as many uses as there is room for',
    { impact: givenImpact({ instances: known(instances(7)) }) },
    'payments-base-42 in eu-west-1\nUsed by: instance web-1, instance web-2, instance web-3, instance web-4, instance web-5 and 2 more\nLoses access: nobody, it is not shared',
  ],
  [
    'more uses',
    { impact: givenImpact({ instances: known(instances(8)) }) },
    'payments-base-42 in eu-west-1\nUsed by: instance web-1, instance web-2, instance web-3, instance web-4, instance web-5 and 3 more\nLoses access: nobody, it is not shared',
  ],
  [
    'names that are too long are cut',
    { impact: givenImpact({ instances: known(instances(3, 'a-very-long-name-of-an-instance-that-runs')) }) },
    'payments-base-42 in eu-west-1\nUsed by: instance a-very-long-name-of-an-instance-tha… and 2 more\nLoses access: nobody, it is not shared',
  ],
  [
    'instances elsewhere alone',
    { impact: givenImpact({ otherAccounts: elsewhere(2) }) },
    'payments-base-42 in eu-west-1\nUsed by: 2 instances in 1 account\nLoses access: nobody, it is not shared',
  ],
  [
    'instances elsewhere and in this account: less room for the names',
    { impact: givenImpact({ instances: known(instances(5)), otherAccounts: elsewhere(2) }) },
    'payments-base-42 in eu-west-1\nUsed by: 7 instances in 2 accounts; instance web-1, instance web-2 and 3 more in this account\nLoses access: nobody, it is not shared',
  ],
  [
    'no room for a single name',
    {
      impact: givenImpact({
        instances: known(instances(1, 'a-very-long-name-of-an-instance-that-runs')),
        launchTemplates: known([{ kind: 'launch-template', name: 'a-very-long-name-of-a-launch-template' }]),
        otherAccounts: elsewhere(1),
      }),
    },
    'payments-base-42 in eu-west-1\nUsed by: 2 instances in 2 accounts; 2 uses in this account\nLoses access: nobody, it is not shared',
  ],
  [
    'references not read',
    { impact: givenImpact({ references: NOT_READ }) },
    'payments-base-42 in eu-west-1\nUsed by: not all could be checked\nLoses access: nobody, it is not shared',
  ],
  [
    'instances not read',
    { impact: givenImpact({ instances: NOT_READ }) },
    'payments-base-42 in eu-west-1\nUsed by: not all could be checked\nLoses access: nobody, it is not shared',
  ],
  [
    'launch templates not read',
    { impact: givenImpact({ launchTemplates: NOT_READ }) },
    'payments-base-42 in eu-west-1\nUsed by: not all could be checked\nLoses access: nobody, it is not shared',
  ],
  [
    'Auto Scaling groups not read',
    { impact: givenImpact({ autoScaling: NOT_READ }) },
    'payments-base-42 in eu-west-1\nUsed by: not all could be checked\nLoses access: nobody, it is not shared',
  ],
  [
    'other accounts not read',
    { impact: givenImpact({ otherAccounts: NOT_READ }) },
    'payments-base-42 in eu-west-1\nUsed by: not all could be checked\nLoses access: nobody, it is not shared',
  ],
  [
    'one other account not read, with a use',
    {
      impact: givenImpact({
        instances: known(instances(1)),
        otherAccounts: elsewhere(0, [{ name: 'lab', why: 'denied' }]),
      }),
    },
    'payments-base-42 in eu-west-1\nUsed by: instance web-1; not all could be checked\nLoses access: nobody, it is not shared',
  ],
  [
    'shared',
    { impact: givenImpact({ sharing: known(accounts(2)) }) },
    'payments-base-42 in eu-west-1\nUsed by: nothing found\nLoses access: account staging, account 111111111112',
  ],
  [
    'shared with many',
    { impact: givenImpact({ sharing: known(accounts(9)) }) },
    'payments-base-42 in eu-west-1\nUsed by: nothing found\nLoses access: account staging, account 111111111112, account 111111111113 and 6 more',
  ],
  [
    'sharing not read',
    { impact: givenImpact({ sharing: NOT_READ }) },
    'payments-base-42 in eu-west-1\nUsed by: nothing found\nLoses access: unknown',
  ],
])('disable: %s', (_name, special, text) => {
  expect(summary(special).text).toBe(text)
})

test.each<[string, Partial<Proposal>, string]>([
  [
    'no snapshots',
    {},
    'payments-base-42 in eu-west-1\nUsed by: nothing found\nLoses access: nobody, it is not shared\nSnapshots: none',
  ],
  [
    'one kept',
    { facts: givenFacts({ snapshots: snapshots(1) }) },
    'payments-base-42 in eu-west-1\nUsed by: nothing found\nLoses access: nobody, it is not shared\nSnapshots: 1 kept',
  ],
  [
    'two deleted',
    {
      facts: givenFacts({ snapshots: snapshots(2) }),
      options: { deleteSnapshots: true },
      impact: givenImpact({ snapshots: NEEDED }),
    },
    'payments-base-42 in eu-west-1\nUsed by: nothing found\nLoses access: nobody, it is not shared\nSnapshots: 2 deleted too. The image cannot be restored',
  ],
  [
    'deleted, and the Recycle Bin has a rule for them',
    {
      facts: givenFacts({ snapshots: snapshots(2) }),
      options: { deleteSnapshots: true },
      impact: givenImpact({ snapshots: NEEDED, retention: known({ imageDays: 14, snapshotDays: 14 }) }),
    },
    'payments-base-42 in eu-west-1\nUsed by: nothing found\nLoses access: nobody, it is not shared\nSnapshots: 2 deleted too',
  ],
])('deregister: %s', (_name, special, text) => {
  const { text: got, style } = summary({ action: 'deregister', ...special })
  expect(got).toBe(text)
  expect(style).toBe('danger')
})

const LAUNCHES = { accounts: 3, others: 0, cannot: 2, withoutKey: 2, unknown: 0 }

test.each<[string, Partial<Proposal>, string]>([
  [
    'gets and loses',
    { share: accounts(2), unshare: accounts(1), launches: LAUNCHES },
    'payments-base-42 in eu-west-1\nGets access: account staging, account 111111111112\nLoses access: account staging\nLaunches will fail for 2 of them',
  ],
  [
    'gets alone',
    { share: accounts(1), unshare: accounts(0), launches: { ...LAUNCHES, cannot: 0 } },
    'payments-base-42 in eu-west-1\nGets access: account staging',
  ],
  [
    'loses alone',
    { share: accounts(0), unshare: accounts(9) },
    'payments-base-42 in eu-west-1\nLoses access: account staging, account 111111111112, account 111111111113 and 6 more',
  ],
  ['nothing', {}, 'payments-base-42 in eu-west-1'],
])('share: %s', (_name, special, text) => {
  const { text: got, style } = summary({ action: 'shareWith', ...special })
  expect(got).toBe(text)
  expect(style).toBe('primary')
})

test.each<[string, Partial<Proposal>, object]>([
  [
    'restores access',
    { action: 'share', share: accounts(20) },
    {
      title: 'Approve: re-share this image?',
      text: 'payments-base-42 in eu-west-1\nGets access: account staging, account 111111111112, account 111111111113, account 111111111114, account 111111111115, account 111111111116 and 14 more',
      confirm: 'Approve',
      deny: 'Cancel',
      style: 'primary',
    },
  ],
  [
    'enables',
    { action: 'enable' },
    {
      title: 'Approve: enable this image?',
      text: 'payments-base-42 in eu-west-1\nThe image is enabled.',
      confirm: 'Approve',
      deny: 'Cancel',
      style: 'primary',
    },
  ],
  [
    'makes private',
    { action: 'makePrivate' },
    {
      title: 'Approve: make private this image?',
      text: 'payments-base-42 in eu-west-1\nThe image is made private.',
      confirm: 'Approve',
      deny: 'Cancel',
      style: 'primary',
    },
  ],
  [
    'sets a deprecation date and a successor',
    {
      action: 'retire',
      retirement: {
        deprecateAtMs: NOON_MS,
        successor: { imageId: 'ami-2', name: `payments-base-${'4'.repeat(40)}` },
      },
    },
    {
      title: 'Approve: retire this image?',
      text: 'payments-base-42 in eu-west-1\nDeprecated from 2026-11-05 12:00 UTC\nSuccessor: payments-base-4444444444444444444444444…\nUsed by: nothing found',
      confirm: 'Approve',
      deny: 'Cancel',
      style: 'primary',
    },
  ],
  [
    'sets a deprecation date',
    { action: 'retire', retirement: { deprecateAtMs: NOON_MS } },
    {
      title: 'Approve: retire this image?',
      text: 'payments-base-42 in eu-west-1\nDeprecated from 2026-11-05 12:00 UTC\nUsed by: nothing found',
      confirm: 'Approve',
      deny: 'Cancel',
      style: 'primary',
    },
  ],
  [
    'removes the deprecation date',
    { action: 'retire', retirement: {} },
    {
      title: 'Approve: retire this image?',
      text: 'payments-base-42 in eu-west-1\nThe deprecation date is removed.\nUsed by: nothing found',
      confirm: 'Approve',
      deny: 'Cancel',
      style: 'primary',
    },
  ],
])('%s', (_name, special, words) => {
  expect(summary(special)).toEqual(words)
})

test('a name on two lines is one line, and a long one is cut', () => {
  expect(summary({ action: 'enable', facts: givenFacts({ name: `a\nb${'x'.repeat(80)}` }) }).text).toBe(
    'a bxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx… in eu-west-1\nThe image is enabled.',
  )
})

test('all of it at its longest fits into Slack’s 300 characters; what does not is refused', () => {
  const long = {
    action: 'deregister',
    facts: givenFacts({ name: 'x'.repeat(128), snapshots: snapshots(27) }),
    options: { deleteSnapshots: true },
    impact: givenImpact({
      instances: known(instances(60)),
      otherAccounts: elsewhere(1234, [{ name: 'lab', why: 'denied' }]),
      sharing: known(accounts(900)),
    }),
  } as const
  expect(summary(long).text).toBe(
    'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx… in eu-west-1\nUsed by: 1,294 instances in 2 accounts; instance web-1, instance web-2 and 58 more in this account; not all could be checked\nLoses access: account staging, account 111111111112 and 898 more\nSnapshots: 27 deleted too',
  )
  expect(() => summary({ ...long, image: { ...IMAGE, region: 'x'.repeat(200) } })).toThrow(
    'Expected a summary to have at most 300 characters, got 480.',
  )
})
