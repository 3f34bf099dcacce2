import fc from 'fast-check'
import { bounded } from '../../src/domain/bounded-impact.ts'
import { mustTypeName } from '../../src/domain/form-fields.ts'
import {
  decideRisk,
  type Finding,
  IMPACT_PARTS,
  type Impact,
  instancesElsewhere,
  isFoundInUse,
  isWhole,
  type Use,
  usesOf,
} from '../../src/domain/impact.ts'
import { decideRiskIncrease } from '../../src/domain/risk-increase.ts'
import { NOBODY, type Sharing, sharedWith, withoutSharing, withSharing } from '../../src/domain/sharing.ts'
import { runs } from '../support/runs.ts'
import { givenImpact, known } from './given.ts'

const unknown = { known: false, why: 'no right' } as const

const finding = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Finding<T>> =>
  fc.oneof(value.map(known), fc.constant(unknown))
const uses: fc.Arbitrary<Finding<readonly Use[]>> = finding(
  fc.array(
    fc.record({
      kind: fc.constantFrom('instance' as const, 'launch-template' as const),
      name: fc.constantFrom('a', 'b', 'c'),
    }),
    { maxLength: 3 },
  ),
)
/** One other account, with so many instances; one that does not answer. */
const elsewhere = (instances: number) =>
  known({ asked: 1, running: instances > 0 ? [{ name: 'staging', instances }] : [], unread: [] })
const silent = known({ asked: 1, running: [], unread: [{ name: 'staging', why: 'no right' }] })
const accounts = fc.subarray(['111111111111', '222222222222', '333333333333'])
const sharing: fc.Arbitrary<Sharing> = fc
  .tuple(accounts, fc.boolean())
  .map(([some, isPublic]) => ({ ...NOBODY, accounts: some, isPublic }))
const impact: fc.Arbitrary<Impact> = fc.record({
  references: uses,
  instances: uses,
  launchTemplates: uses,
  autoScaling: uses,
  otherAccounts: finding(
    fc.record({
      asked: fc.constant(3),
      running: fc.subarray([
        { name: 'staging', instances: 2 },
        { name: 'partner', instances: 1 },
      ]),
      unread: fc.subarray([{ name: 'security', why: 'no right' }]),
    }),
  ),
  sharing: finding(sharing),
  snapshots: finding(
    fc.uniqueArray(
      fc.record({
        snapshotId: fc.constantFrom('snap-1', 'snap-2'),
        sizeGiB: fc.constant(8),
        encrypted: fc.constant(false),
        alsoIn: fc.subarray(['ami-1', 'ami-2']),
      }),
      { maxLength: 2, selector: ({ snapshotId }) => snapshotId },
    ),
  ),
  retention: finding(
    fc.oneof(
      fc.constant({}),
      fc.integer({ min: 1, max: 30 }).map(imageDays => ({ imageDays })),
    ),
  ),
})
const SEED = { seed: 20261125, numRuns: runs(500) }

describe('the risk of a change', () => {
  test('nothing found and the Recycle Bin: none', () => {
    expect(decideRisk(givenImpact())).toEqual({
      isInUse: false,
      isShared: false,
      isForGood: false,
      unknown: [],
    })
  })

  test.each(IMPACT_PARTS)('%s not found out: never better than found out, and named', part => {
    const risk = decideRisk({ ...givenImpact(), [part]: unknown })
    expect(risk.unknown).toEqual([part])
    const counts = part !== 'snapshots'
    expect(risk.isInUse || risk.isShared || risk.isForGood).toBe(counts)
  })

  test('instances of another account are a use, and an account that does not answer may have some', () => {
    const [used, asked] = [
      givenImpact({ otherAccounts: elsewhere(2) }),
      givenImpact({ otherAccounts: silent }),
    ]
    expect(decideRisk(used)).toMatchObject({ isInUse: true, unknown: [] })
    expect(decideRisk(asked)).toMatchObject({ isInUse: true, unknown: ['otherAccounts'] })
    expect([used, asked, givenImpact()].map(isFoundInUse)).toEqual([true, false, false])
    expect(instancesElsewhere(used)).toBe(2)
  })

  test('of very many accounts those with the most instances are kept, and all are counted', () => {
    const running = Array.from({ length: 150 }, (_, at) => ({ name: `account-${at}`, instances: at + 1 }))
    const unread = Array.from({ length: 102 }, () => ({ name: 'x', why: 'y'.repeat(500) }))
    const bounds = bounded('otherAccounts', known({ asked: 252, running, unread }))
    if (!bounds.known) throw new Error('Expected it to stay known.')
    expect(bounds.value.running).toHaveLength(101)
    expect(bounds.value.running[0]).toEqual({ name: 'account-149', instances: 150 })
    expect(bounds.value.running.at(-1)?.name).toBe('50 more accounts')
    expect(instancesElsewhere({ otherAccounts: bounds })).toBe((150 * 151) / 2)
    expect([bounds.value.unread.length, bounds.value.unread.at(-1)?.name]).toEqual([101, '2 more accounts'])
  })

  test('what is not known counts as the worse, whatever else is', () => {
    fc.assert(
      fc.property(impact, fc.constantFrom(...IMPACT_PARTS), (some, part) => {
        const before = decideRisk(some)
        const after = decideRisk({ ...some, [part]: unknown })
        expect(after.isInUse || !before.isInUse || part.startsWith('s')).toBe(true)
        if (part === 'sharing') expect(after.isShared).toBe(true)
        if (part === 'retention') expect(after.isForGood).toBe(true)
      }),
      SEED,
    )
  })

  test('for good asks for the name before Deregister, not before Disable', () => {
    const forGood = givenImpact({ retention: known({}) })
    expect([mustTypeName('deregister', forGood), mustTypeName('disable', forGood)]).toEqual([true, false])
  })

  test('snapshots that nothing keeps and that are deleted with it ask for the name, too', () => {
    const kept = givenImpact({
      retention: known({ imageDays: 14 }),
      snapshots: known([{ snapshotId: 'snap-1', sizeGiB: 8, encrypted: false, alsoIn: [] }]),
    })
    const needs = (options: { deleteSnapshots?: true }) => mustTypeName('deregister', kept, options)
    expect([needs({}), needs({ deleteSnapshots: true })]).toEqual([false, true])
    const both = { ...kept, retention: known({ imageDays: 14, snapshotDays: 14 }) }
    expect(mustTypeName('deregister', both, { deleteSnapshots: true })).toBe(false)
  })

  test('one that several calls name is one use, with the detail that any of them gave', () => {
    const bare: Use = { kind: 'instance', name: 'api' }
    const told: Use = { ...bare, detail: 'running' }
    const both = givenImpact({ references: known([bare]), instances: known([told]) })
    expect(usesOf(both)).toEqual([told])
  })
})

describe('what got worse', () => {
  test('nothing, where nothing changed', () => {
    fc.assert(
      fc.property(impact, some => {
        expect(decideRiskIncrease(some, some)).toEqual([])
      }),
      SEED,
    )
  })

  test('a known risk that was not there before is always reported', () => {
    fc.assert(
      fc.property(impact, impact, (before, after) => {
        const risks = [decideRisk(before), decideRisk(after)] as const
        const grew = (['isInUse', 'isShared', 'isForGood'] as const).some(
          risk => !risks[0][risk] && risks[1][risk],
        )
        if (grew) expect(decideRiskIncrease(before, after)).not.toEqual([])
      }),
      SEED,
    )
  })

  test.each<[situation: string, before: Partial<Impact>, after: Partial<Impact>, kinds: string[]]>([
    ['a use more', {}, { instances: known([{ kind: 'instance', name: 'x' }]) }, ['use']],
    ['a use less', { instances: known([{ kind: 'instance', name: 'x' }]) }, {}, []],
    [
      'a stopped instance runs',
      { instances: known([{ kind: 'instance', name: 'x', detail: 'stopped' }]) },
      { instances: known([{ kind: 'instance', name: 'x', detail: 'running' }]) },
      ['use'],
    ],
    [
      'a running instance stops',
      { instances: known([{ kind: 'instance', name: 'x', detail: 'running' }]) },
      { instances: known([{ kind: 'instance', name: 'x', detail: 'stopped' }]) },
      [],
    ],
    [
      'an old version of a template becomes its default',
      { references: known([{ kind: 'launch-template', name: 't', detail: 'version 1' }]) },
      {
        references: known([{ kind: 'launch-template', name: 't', detail: 'version 1' }]),
        launchTemplates: known([{ kind: 'launch-template', name: 't', detail: 'version 1, $Default' }]),
      },
      ['use'],
    ],
    [
      'no rule keeps its snapshots any more',
      { retention: known({ imageDays: 7, snapshotDays: 7 }) },
      { retention: known({ imageDays: 7 }) },
      ['retention'],
    ],
    ['shared', {}, { sharing: known({ ...NOBODY, isPublic: true }) }, ['shared']],
    ['kept as long', { retention: known({ imageDays: 7 }) }, { retention: known({ imageDays: 7 }) }, []],
    [
      'kept a day less',
      { retention: known({ imageDays: 7 }) },
      { retention: known({ imageDays: 6 }) },
      ['retention'],
    ],
    ['no longer kept', { retention: known({ imageDays: 7 }) }, { retention: known({}) }, ['retention']],
    ['no longer known', {}, { sharing: unknown }, ['unknown']],
    [
      'another account runs it',
      { otherAccounts: elsewhere(0) },
      { otherAccounts: elsewhere(1) },
      ['account'],
    ],
    ['another account runs more of it', { otherAccounts: elsewhere(1) }, { otherAccounts: elsewhere(9) }, []],
    [
      'another account no longer runs it',
      { otherAccounts: elsewhere(1) },
      { otherAccounts: elsewhere(0) },
      [],
    ],
    ['an account no longer answers', { otherAccounts: elsewhere(1) }, { otherAccounts: silent }, ['unknown']],
    ['an account answers at last', { otherAccounts: silent }, { otherAccounts: elsewhere(1) }, []],
    ['known at last', { sharing: unknown }, {}, []],
  ])('%s', (_situation, before, after, kinds) => {
    expect(decideRiskIncrease(givenImpact(before), givenImpact(after)).map(({ kind }) => kind)).toEqual(kinds)
  })
})

test('who has access, put together and taken apart', () => {
  fc.assert(
    fc.property(sharing, sharing, (a, b) => {
      expect(sharedWith(withoutSharing(a, withSharing(a, b)))).toBe(0)
      expect(sharedWith(withSharing(withoutSharing(a, b), b))).toBe(sharedWith(withSharing(a, b)))
    }),
    SEED,
  )
})

test('facts are whole when the last part is there', () => {
  const { retention: _missing, ...rest } = givenImpact()
  expect([isWhole(givenImpact()), isWhole(rest), isWhole({})]).toEqual([true, false, false])
})

describe('more than the ledger could keep', () => {
  const uses = (count: number): Use[] =>
    Array.from({ length: count }, (_, i) => ({ kind: 'instance', name: `web-${String(i).padStart(5, '0')}` }))

  test('a hundred uses are kept as they are; of one more, the rest is counted', () => {
    expect(bounded('instances', { known: true, value: uses(100) })).toEqual({ known: true, value: uses(100) })
    const cut = bounded('instances', { known: true, value: uses(101) })
    expect(cut.known && cut.value).toHaveLength(101)
    expect(cut.known && cut.value.at(-1)?.name).toBe('and 1 more')
  })

  test('in whatever order EC2 lists them, the same are kept: nothing got worse', () => {
    const once = bounded('instances', { known: true, value: uses(5_000) })
    expect(bounded('instances', { known: true, value: uses(5_000).reverse() })).toEqual(once)
    expect(JSON.stringify(once).length).toBeLessThan(50_000)
  })

  test('long names are cut where no id stands, and all of it fits into an item of the ledger', () => {
    const long = (kind: Use['kind']) =>
      Array.from({ length: 5_000 }, (_, i): Use => {
        const id = `(i-${String(i).padStart(17, '0')})`
        return { kind, name: `${'名'.repeat(256)} ${id}`, detail: '名'.repeat(2_000) }
      })
    const cut = (['references', 'instances', 'launchTemplates', 'autoScaling'] as const).map(part =>
      bounded(part, { known: true, value: long('instance') }),
    )
    const [first] = cut
    expect(first?.known && JSON.stringify(first.value)).toContain('(i-00000000000000042)')
    expect(Buffer.byteLength(JSON.stringify(cut))).toBeLessThan(300_000)
  })

  test('what is not known stays so', () => {
    const unknown = { known: false, why: 'no right' } as const
    expect(bounded('instances', unknown)).toEqual(unknown)
  })
})

test('more uses than are kept: one less is not worse, one more is', () => {
  const none = { known: true, value: [] } as const
  const impactOf = (count: number): Impact => ({
    references: none,
    instances: bounded('instances', {
      known: true,
      value: Array.from({ length: count }, (_, i) => ({
        kind: 'instance' as const,
        name: `i-${String(i).padStart(4, '0')}`,
      })),
    }),
    launchTemplates: none,
    autoScaling: none,
    otherAccounts: { known: true, value: { asked: 0, running: [], unread: [] } },
    sharing: { known: true, value: NOBODY },
    snapshots: none,
    retention: { known: true, value: {} },
  })
  expect(decideRiskIncrease(impactOf(150), impactOf(149))).toEqual([])
  expect(decideRiskIncrease(impactOf(150), impactOf(151))).toMatchObject([{ kind: 'use' }])
})
