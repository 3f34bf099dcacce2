import type { AllowedImages } from '../../src/domain/allowed-images.ts'
import type { ImageFacts } from '../../src/domain/image.ts'
import { decideKeyAccess } from '../../src/domain/key-access.ts'
import { parseKeyPolicy } from '../../src/domain/key-policy.ts'
import { keyStatements } from '../../src/domain/key-statements.ts'
import {
  asksForLaunchability,
  decideLaunch,
  type Launch,
  type LaunchFacts,
  summaryOf,
} from '../../src/domain/launchability.ts'
import { launchersOf } from '../../src/domain/launcher.ts'
import { NOBODY, type Sharing } from '../../src/domain/sharing.ts'

const NOW = Date.parse('2026-11-30T12:00:00Z')
const DAY = 86_400_000
const OWNER = '123456789012'
const STAGING = '345678901234'
const PARTNER = '210987654321'
const IMAGE = { account: OWNER, region: 'us-east-1', imageId: 'ami-0123456789abcdef0' }
const KEY = `arn:aws:kms:us-east-1:${OWNER}:key/1234abcd`
const ORG_ARN = `arn:aws:organizations::${OWNER}:organization/o-abc`
const UNIT_ARN = `arn:aws:organizations::${OWNER}:ou/o-abc/ou-ab12-1`

const FACTS: ImageFacts = {
  state: 'available',
  name: 'payments-base-1',
  tags: {},
  createdAtMs: NOW - 10 * DAY,
  snapshots: [{ snapshotId: 'snap-1', sizeGiB: 8, encrypted: true }],
}

const keyFor = (...accounts: string[]) => keyIn('Enabled', accounts)
const keyIn = (state: string, accounts: readonly string[]) => ({
  known: true as const,
  value: [
    {
      arn: KEY,
      key: {
        known: true as const,
        value: {
          arn: KEY,
          state,
          grants: [],
          policy: parseKeyPolicy(
            JSON.stringify({
              Statement: [OWNER, ...accounts].map(id => ({
                Effect: 'Allow',
                Principal: { AWS: `arn:aws:iam::${id}:root` },
                Action: 'kms:*',
                Resource: '*',
              })),
            }),
          ),
        },
      },
    },
  ],
})

const facts = (
  more: Partial<LaunchFacts> = {},
  sharing: Partial<Sharing> = { accounts: [STAGING] },
): LaunchFacts => ({
  image: IMAGE,
  facts: FACTS,
  sharing: { known: true, value: { ...NOBODY, ...sharing } },
  keys: { known: true, value: [] },
  allowed: new Map([[STAGING, { known: true, value: { state: 'disabled', criteria: [] } }]]),
  ...more,
})
/** All who have access. */
const decideLaunches = (known: LaunchFacts, nowMs: number): Launch[] =>
  launchersOf(known.sharing.known ? known.sharing.value : NOBODY).map(launcher =>
    decideLaunch(known, { launcher }, nowMs),
  )
const staging = { kind: 'account' as const, id: STAGING }
const launch = (known: LaunchFacts, more = {}) => decideLaunch(known, { launcher: staging, ...more }, NOW)

test('shared, not encrypted, nothing restricted: yes', () => {
  expect(launch(facts())).toEqual({ launcher: staging, can: 'yes', reasons: [], notes: [] })
})

test.each(['disabled', 'deregistered', 'failed', 'pending'] as const)('%s: nobody', state => {
  expect(launch(facts({ facts: { ...FACTS, state } }))).toMatchObject({
    can: 'no',
    reasons: [{ obstacle: 'state', why: `the image is ${state}` }],
  })
})

test('another region: it has to be copied', () => {
  expect(launch(facts(), { region: 'eu-west-1' })).toMatchObject({
    can: 'no',
    reasons: [{ obstacle: 'region', why: 'the image is in us-east-1, not in eu-west-1' }],
  })
})

describe('access', () => {
  test('not shared: no; its own account: yes', () => {
    expect(launch(facts({}, {}))).toMatchObject({ can: 'no', reasons: [{ obstacle: 'access' }] })
    expect(decideLaunch(facts({}, {}), { launcher: { kind: 'account', id: OWNER } }, NOW).can).toBe('yes')
  })
  test('public: yes', () => {
    expect(launch(facts({}, { isPublic: true })).can).toBe('yes')
  })
  test('about to be shared: taken for granted', () => {
    expect(launch(facts({}, {}), { getsAccess: true }).can).toBe('yes')
  })
  test('shared with an organization: whether the account is in it is unknown', () => {
    expect(launch(facts({}, { organizations: [ORG_ARN] }))).toMatchObject({
      can: 'unknown',
      reasons: [{ obstacle: 'access', why: expect.stringMatching(/organization/) }],
    })
  })
  test('launch permissions that cannot be read: unknown', () => {
    const sharing = { known: false as const, why: 'AWS gave no answer in time' }
    expect(launch(facts({ sharing }))).toMatchObject({ can: 'unknown' })
  })
})

describe('keys', () => {
  test('a key that it cannot use: no, with the key', () => {
    expect(launch(facts({ keys: keyFor() }))).toMatchObject({
      can: 'no',
      reasons: [{ obstacle: 'key', why: 'neither the key’s policy nor a grant names it', key: KEY }],
    })
    expect(launch(facts({ keys: keyFor(STAGING) })).can).toBe('yes')
  })
  test.each([
    ['Disabled', 'its KMS key is disabled'],
    ['PendingDeletion', 'its KMS key is pending deletion'],
    ['PendingImport', 'its KMS key cannot be used: its state is PendingImport'],
    ['constructor', 'its KMS key cannot be used: its state is constructor'],
  ])('a key whose state is %s: nobody, and no statement helps', (state, why) => {
    const known = facts({ keys: keyIn(state, [STAGING]) })
    const answer = launch(known)
    expect(answer).toMatchObject({ can: 'no', reasons: [{ obstacle: 'key-state', why, key: KEY }] })
    expect(decideLaunch(known, { launcher: { kind: 'account', id: OWNER } }, NOW).can).toBe('no')
    expect(keyStatements(known, [answer])).toEqual([])
    expect(summaryOf([answer])).toMatchObject({ cannot: 1, withoutKey: 0 })
  })
  test('a key that is being updated can be used', () => {
    expect(launch(facts({ keys: keyIn('Updating', [STAGING]) })).can).toBe('yes')
  })
  test('keys that cannot be found, or read: unknown', () => {
    const why = 'amiops lacks kms:GetKeyPolicy in staging'
    expect(
      launch(facts({ keys: { known: true, value: [{ arn: KEY, key: { known: false, why } }] } })),
    ).toMatchObject({
      can: 'unknown',
      reasons: [{ obstacle: 'key', why }],
    })
    expect(launch(facts({ keys: { known: false, why: 'throttled' } }))).toMatchObject({
      can: 'unknown',
      reasons: [{ why: 'its KMS key is unknown: throttled' }],
    })
  })
})

describe('Allowed AMIs', () => {
  const allowing = (allowed: AllowedImages) =>
    launch(facts({ allowed: new Map([[STAGING, { known: true as const, value: allowed }]]) }))

  test.each<[string, AllowedImages, string]>([
    ['switched off', { state: 'disabled', criteria: [] }, 'yes'],
    ['only audited', { state: 'audit-mode', criteria: [] }, 'yes'],
    ['nothing allowed', { state: 'enabled', criteria: [] }, 'no'],
    ['the owner allowed', { state: 'enabled', criteria: [{ providers: [OWNER] }] }, 'yes'],
    ['another owner', { state: 'enabled', criteria: [{ providers: ['amazon', PARTNER] }] }, 'no'],
    ['nobody else', { state: 'enabled', criteria: [{ providers: ['none'] }] }, 'no'],
    [
      'one of two',
      { state: 'enabled', criteria: [{ providers: ['amazon'] }, { names: ['payments-*'] }] },
      'yes',
    ],
    ['another name', { state: 'enabled', criteria: [{ providers: [OWNER], names: ['web-*'] }] }, 'no'],
    ['young enough, to the day', { state: 'enabled', criteria: [{ mostDaysOld: 10 }] }, 'yes'],
    ['too old', { state: 'enabled', criteria: [{ mostDaysOld: 9 }] }, 'no'],
    ['not deprecated', { state: 'enabled', criteria: [{ mostDaysDeprecated: 0 }] }, 'yes'],
    ['a scan result', { state: 'enabled', criteria: [{ asksMore: true }] }, 'unknown'],
    [
      'a scan result of another owner',
      { state: 'enabled', criteria: [{ providers: [PARTNER], asksMore: true }] },
      'no',
    ],
  ])('%s', (_what, allowed, can) => {
    expect(allowing(allowed).can).toBe(can)
  })

  test('too long deprecated: no; of unknown age: unknown', () => {
    const old = { ...FACTS, deprecatedAtMs: NOW - 3 * DAY }
    const { createdAtMs: _unknown, ...ageless } = FACTS
    const of = (given: ImageFacts, criteria: AllowedImages['criteria']) =>
      launch(
        facts({
          facts: given,
          allowed: new Map([
            [STAGING, { known: true as const, value: { state: 'enabled' as const, criteria } }],
          ]),
        }),
      )
    expect(of(old, [{ mostDaysDeprecated: 2 }]).can).toBe('no')
    expect(of(old, [{ mostDaysDeprecated: 3 }])).toMatchObject({
      can: 'yes',
      notes: ['the image is deprecated'],
    })
    expect(of(ageless, [{ mostDaysOld: 1 }]).can).toBe('unknown')
  })

  test('never for its own account, unknown where denied, said where nobody asked', () => {
    const denied = new Map([
      [STAGING, { known: false as const, why: 'amiops lacks ec2:GetAllowedImagesSettings in staging' }],
    ])
    expect(launch(facts({ allowed: denied }))).toMatchObject({
      can: 'unknown',
      reasons: [{ obstacle: 'allowed-images' }],
    })
    expect(launch(facts({ allowed: new Map() }))).toMatchObject({
      can: 'yes',
      notes: ['its Allowed AMIs are not checked'],
    })
  })
})

test('a no is a no, whatever else is unknown', () => {
  const known = facts({ keys: keyFor(), allowed: new Map([[STAGING, { known: false, why: 'late' }]]) })
  expect(launch(known)).toMatchObject({ can: 'no', reasons: [{ obstacle: 'key' }] })
})

test('all who have access, in numbers', () => {
  const known = facts(
    { keys: keyFor(STAGING) },
    {
      accounts: [STAGING, PARTNER],
      organizations: [ORG_ARN],
      organizationalUnits: [UNIT_ARN, 'arn:nothing'],
    },
  )
  const launches = decideLaunches(known, NOW)
  expect(launches.map(({ can }) => can)).toEqual(['yes', 'no', 'unknown', 'unknown'])
  expect(summaryOf(launches)).toEqual({ accounts: 2, others: 2, cannot: 1, withoutKey: 1, unknown: 2 })
})

test('a state that nobody can launch from is not counted against the accounts', () => {
  const launches = decideLaunches(facts({ facts: { ...FACTS, state: 'disabled' } }), NOW)
  expect(summaryOf(launches)).toMatchObject({ accounts: 1, cannot: 0 })
})

test('worth a look: shared and encrypted', () => {
  const shared = { ...NOBODY, accounts: [STAGING] }
  expect(asksForLaunchability(FACTS, shared)).toBe(true)
  expect(asksForLaunchability(FACTS, NOBODY)).toBe(false)
  expect(
    asksForLaunchability(
      { ...FACTS, snapshots: [{ snapshotId: 's', sizeGiB: 1, encrypted: false }] },
      shared,
    ),
  ).toBe(false)
})

describe('what a key’s owner has to add', () => {
  const sharing: Sharing = {
    accounts: [STAGING, PARTNER],
    organizations: [ORG_ARN],
    organizationalUnits: [UNIT_ARN],
    isPublic: false,
  }
  const keys = keyFor()
  const getting = (known: LaunchFacts) =>
    launchersOf(sharing).map(launcher => decideLaunch(known, { launcher, getsAccess: true }, NOW))

  test('makes each able to use it', () => {
    const known = facts({ keys }, sharing)
    const [statement, ...more] = keyStatements(known, getting(known))
    expect(more).toEqual([])
    expect(statement).toMatchObject({ account: OWNER, key: KEY })
    const policy = parseKeyPolicy(`{"Statement":[${statement?.text ?? ''}]}`)
    expect(policy).toBeDefined()
    for (const launcher of launchersOf(sharing))
      expect([
        launcher,
        decideKeyAccess({ arn: KEY, state: 'Enabled', policy, grants: [] }, launcher, 'us-east-1'),
      ]).toEqual([launcher, { can: 'yes' }])
    // And nobody else.
    for (const id of ['999999999999', 'o-other'])
      expect(
        decideKeyAccess(
          { arn: KEY, state: 'Enabled', policy, grants: [] },
          { kind: id.startsWith('o') ? 'organization' : 'account', id },
          'us-east-1',
        ).can,
      ).not.toBe('yes')
  })

  test('names only those who cannot use it', () => {
    const known = facts({ keys: keyFor(STAGING) }, { accounts: [STAGING, PARTNER] })
    const [statement] = keyStatements(known, decideLaunches(known, NOW))
    expect(statement?.text).toContain(PARTNER)
    expect(statement?.text).not.toContain(STAGING)
  })

  test('nothing for a key of AWS, an unknown key, or where all can', () => {
    const known = facts({ keys: keyFor(STAGING) })
    expect(keyStatements(known, decideLaunches(known, NOW))).toEqual([])
    expect(keyStatements(facts({ keys: { known: false, why: 'late' } }), [])).toEqual([])
    const ofAws = facts({
      keys: {
        known: true,
        value: [
          {
            arn: KEY,
            key: {
              known: true,
              value: { arn: KEY, state: 'Enabled', grants: [], policy: { id: 'auto-ebs-2', statements: [] } },
            },
          },
        ],
      },
    })
    const launches = decideLaunches(ofAws, NOW)
    expect(launches[0]?.reasons[0]?.why).toBe('an AWS managed key can never be shared')
    expect(keyStatements(ofAws, launches)).toEqual([])
  })

  test('of China, with its own ARNs', () => {
    const arn = KEY.replace('arn:aws:', 'arn:aws-cn:')
    const known = facts({
      keys: {
        known: true,
        value: keys.value.map(one => ({
          ...one,
          arn,
          key: { ...one.key, value: { ...one.key.value, arn } },
        })),
      },
    })
    expect(keyStatements(known, decideLaunches(known, NOW))[0]?.text).toContain(
      `arn:aws-cn:iam::${STAGING}:root`,
    )
  })
})

describe('each reason and note, whole', () => {
  const UNREAD = { known: false, why: 'AWS gave no answer in time' } as const
  const other = { kind: 'account' as const, id: PARTNER }
  const unit = { kind: 'unit' as const, id: 'ou-ab12-1', organizationId: 'o-abc' }
  const allowed = (finding: unknown) => facts({ allowed: new Map([[STAGING, finding as never]]) })

  test('access', () => {
    expect(launch(facts({}, {})).reasons).toEqual([
      { obstacle: 'access', why: 'the image is not shared with it' },
    ])
    expect(launch(facts({ sharing: UNREAD })).reasons).toEqual([
      { obstacle: 'access', why: 'its launch permissions are unknown: AWS gave no answer in time' },
    ])
    expect(launch(facts({}, { accounts: [PARTNER] })).can).toBe('no')
    const within = {
      obstacle: 'access',
      why: 'the image is shared with an organization, and amiops does not see who belongs to it',
    }
    for (const sharing of [{ organizations: [ORG_ARN] }, { organizationalUnits: [UNIT_ARN] }]) {
      expect(launch(facts({}, sharing)).reasons).toEqual([within])
      expect(decideLaunch(facts({}, sharing), { launcher: { kind: 'everybody' } }, NOW).can).toBe('no')
    }
    expect(decideLaunch(facts({}, { organizationalUnits: [UNIT_ARN] }), { launcher: unit }, NOW).can).toBe(
      'yes',
    )
    expect(decideLaunch(facts({}, { accounts: ['ou-ab12-1'] }), { launcher: unit }, NOW).can).toBe('no')
  })

  test('keys', () => {
    expect(launch(facts({ keys: UNREAD })).reasons).toEqual([
      { obstacle: 'key', why: 'its KMS key is unknown: AWS gave no answer in time' },
    ])
    const unread = { known: true as const, value: [{ arn: KEY, key: UNREAD }] }
    expect(launch(facts({ keys: unread })).reasons).toEqual([
      { obstacle: 'key', why: 'AWS gave no answer in time', key: KEY },
    ])
    const twice = { known: true as const, value: [...keyFor().value, ...keyFor().value] }
    expect(launch(facts({ keys: twice })).reasons).toEqual([
      { obstacle: 'key', why: 'neither the key’s policy nor a grant names it', key: KEY },
    ])
    expect(launch(facts({ keys: keyIn('Disabled', [STAGING]) })).reasons).toMatchObject([
      { obstacle: 'key-state', key: KEY },
    ])
  })

  test('Allowed AMIs', () => {
    expect(launch(allowed(UNREAD))).toMatchObject({
      can: 'unknown',
      reasons: [
        { obstacle: 'allowed-images', why: 'its Allowed AMIs are unknown: AWS gave no answer in time' },
      ],
    })
    const none = { known: true, value: { state: 'enabled', criteria: [] } }
    expect(launch(allowed(none))).toMatchObject({
      can: 'no',
      reasons: [{ obstacle: 'allowed-images', why: 'its Allowed AMIs do not allow this image' }],
    })
    const open = facts({}, { accounts: [PARTNER] })
    expect(decideLaunch(open, { launcher: other }, NOW).notes).toEqual(['its Allowed AMIs are not checked'])
    const own = { kind: 'account' as const, id: OWNER }
    const ownNone = facts({ allowed: new Map([[OWNER, none as never]]) })
    expect(decideLaunch(ownNone, { launcher: own }, NOW)).toMatchObject({ can: 'yes', notes: [] })
  })

  test('a deprecated image is a note for a yes, from its date on', () => {
    const dated = (deprecatedAtMs: number) => facts({ facts: { ...FACTS, deprecatedAtMs } })
    expect(launch(dated(NOW)).notes).toEqual(['the image is deprecated'])
    expect(launch(dated(NOW + 1)).notes).toEqual([])
    expect(launch({ ...dated(NOW), sharing: UNREAD }).notes).toEqual([])
  })
})

test('in numbers: who cannot, for a reason that is not the image’s own, and who is unknown', () => {
  const one = (can: Launch['can'], ...obstacles: Launch['reasons'][number]['obstacle'][]): Launch => ({
    launcher: staging,
    can,
    reasons: obstacles.map(obstacle => ({ obstacle, why: 'why' })),
    notes: [],
  })
  expect(
    summaryOf([
      one('yes'),
      one('no', 'state', 'key'),
      one('no', 'key-state'),
      one('no', 'allowed-images'),
      one('no', 'state'),
      one('unknown', 'key'),
      { ...one('yes'), launcher: { kind: 'everybody' } },
    ]),
  ).toEqual({ accounts: 6, others: 1, cannot: 3, withoutKey: 1, unknown: 1 })
})

test('worth a look: others have access, and one of its snapshots is encrypted', () => {
  const plain = { snapshotId: 'snap-2', sizeGiB: 8, encrypted: false }
  const shared = { ...NOBODY, accounts: [STAGING] }
  expect(asksForLaunchability({ ...FACTS, snapshots: [plain, ...FACTS.snapshots] }, shared)).toBe(true)
  expect(asksForLaunchability({ ...FACTS, snapshots: [plain] }, shared)).toBe(false)
  expect(asksForLaunchability(FACTS, NOBODY)).toBe(false)
})
