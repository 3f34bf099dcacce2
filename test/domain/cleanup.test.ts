import { type CleanupRule, type CleanupStep, dueImages } from '../../src/domain/cleanup.ts'
import { checkCleanup, checkWithdrawal, cleanupReason } from '../../src/domain/cleanup-check.ts'
import type { ListedImage } from '../../src/domain/list-filter.ts'
import { givenFacts, givenImpact, IMAGE, known, NOON_MS } from './given.ts'

const DAY = 24 * 60 * 60_000
const RULE: CleanupRule = { when: {}, disableAfterDays: 90, deregisterAfterDays: 30, keepNewest: 1 }

/** Built so many days ago. */
const built = (days: number, more: Partial<ListedImage> = {}): ListedImage => ({
  image: { ...IMAGE, imageId: `ami-${String(days).padStart(17, '0')}` },
  state: 'available',
  facts: { name: `web-${days}`, createdAtMs: NOON_MS - days * DAY, tags: {} },
  family: 'web',
  owners: [],
  ...more,
})
const keyOf = ({ image }: ListedImage): string => `${image.account}/${image.region}/${image.imageId}`

const decide = (
  images: readonly ListedImage[],
  rules: readonly CleanupRule[] = [RULE],
  disabledDaysAgo?: number,
  keptUntilMs?: number,
) => {
  const all = (value: number | undefined) =>
    new Map(value === undefined ? [] : images.map(one => [keyOf(one), value] as const))
  const { due, kept, unknown } = dueImages(
    images,
    rules,
    {
      disabledAtMs: all(disabledDaysAgo === undefined ? undefined : NOON_MS - disabledDaysAgo * DAY),
      keptUntilMs: all(keptUntilMs),
      revoked: new Map(),
    },
    NOON_MS,
  )
  return {
    due: due.map(({ one, step }) => `${step} ${one.facts.name}`),
    kept: kept.map(({ one, why }) => `${one.facts.name}: ${why}`),
    unknown: unknown.map(({ one, why }) => `${one.facts.name}: ${why}`),
  }
}
const NOTHING = { due: [], kept: [], unknown: [] }
const withFacts = (days: number, facts: Partial<ListedImage['facts']>): ListedImage =>
  built(days, { facts: { ...built(days).facts, ...facts } })

describe('which images a rule wants cleaned up', () => {
  test('those of 90 days and more, the longest due first; the newest is kept', () => {
    expect(decide([built(100), built(90), built(200), built(89)])).toEqual({
      ...NOTHING,
      due: ['disable web-200', 'disable web-100', 'disable web-90'],
    })
    expect(decide([built(200), built(100)])).toEqual({
      ...NOTHING,
      due: ['disable web-200'],
      kept: ['web-100: the newest of its family'],
    })
  })

  test.each([1, 2, 3])('the newest %d are kept', keepNewest => {
    const images = [built(400), built(300), built(200), built(100)]
    expect(decide(images, [{ ...RULE, keepNewest }]).due).toHaveLength(4 - keepNewest)
  })

  test('newer images count where they are available, of the same family, account and region', () => {
    const old = built(200)
    expect(decide([old, built(10)]).due).toHaveLength(1)
    expect(decide([old, built(10, { state: 'disabled' })]).due).toEqual([])
    expect(decide([old, built(10, { family: 'api' })]).due).toEqual([])
    expect(decide([old, built(10, { image: { ...IMAGE, region: 'us-west-2' } })]).due).toEqual([])
    expect(decide([old, built(10, { image: { ...IMAGE, account: '210987654321' } })]).due).toEqual([])
  })

  test('a newer one that is revoked does not count, whatever its state', () => {
    const [old, newer] = [built(200), built(10)]
    const facts = { disabledAtMs: new Map(), keptUntilMs: new Map() }
    const decided = (revoked: ReadonlyMap<string, unknown>) =>
      dueImages([old, newer], [RULE], { ...facts, revoked }, NOON_MS)
    expect(decided(new Map()).due).toHaveLength(1)
    expect(decided(new Map([[keyOf(newer), true]]))).toMatchObject({
      due: [],
      kept: [{ one: old, why: 'the newest of its family' }],
    })
  })

  test('the days count from the last launch', () => {
    const newest = built(1)
    expect(decide([withFacts(200, { launchedOnMs: NOON_MS - 91 * DAY }), newest]).due).toHaveLength(1)
    // The day of a launch ends a day later.
    expect(decide([withFacts(200, { launchedOnMs: NOON_MS - 90.5 * DAY }), newest]).due).toEqual([])
  })

  test.each([
    [29.9, []],
    [30, ['deregister web-200']],
  ])('disabled for %d days', (days, due) => {
    expect(decide([built(200, { state: 'disabled' }), built(1)], [RULE], days).due).toEqual(due)
  })

  test.each(['failed', 'pending', 'deregistered'] as const)('never one that is %s', state => {
    expect(decide([built(200, { state }), built(1)])).toEqual(NOTHING)
  })

  test('a rule does only what it says', () => {
    const images = [built(200), built(201, { state: 'disabled' }), built(1)]
    const { disableAfterDays: _no, ...last } = RULE
    const { deregisterAfterDays: _neither, ...first } = RULE
    expect(decide(images, [last], 40).due).toEqual(['deregister web-201'])
    expect(decide(images, [first], 40).due).toEqual(['disable web-200'])
  })

  test.each([
    ['its family', { family: ['web', 'api'] }, 1],
    ['a pattern of its family', { family: ['w*'] }, 1],
    ['another family', { family: ['api'] }, 0],
    ['its account', { account: ['123456*'] }, 1],
    ['another account', { account: ['999999999999'] }, 0],
    ['its tag', { tags: { Team: 'pay*' } }, 1],
    ['another value', { tags: { Team: 'shop' } }, 0],
    ['all of it', { family: ['web'], account: ['*'], tags: { Team: '*' } }, 1],
  ])('a rule for %s', (_what, when, count) => {
    const image = withFacts(200, { tags: { Team: 'payments' } })
    expect(
      decide([image, withFacts(1, { tags: { Team: 'payments' } })], [{ ...RULE, when }]).due,
    ).toHaveLength(count)
  })

  describe('a rule that deprecates first', () => {
    const first: CleanupRule = { ...RULE, deprecateAfterDays: 60 }
    const dated = (days: number, deprecatedAtMs: number) => withFacts(days, { deprecatedAtMs })

    test.each([
      ['59 days old', built(59), []],
      ['60 days old', built(60), ['deprecate web-60']],
      ['200 days old, without a date', built(200), ['deprecate web-200']],
      ['with a date to come', dated(200, NOON_MS + 1), []],
      ['whose date is over', dated(200, NOON_MS), ['disable web-200']],
      ['whose date is over, too young to disable', dated(89, NOON_MS - DAY), []],
    ])('%s', (_what, image, due) => {
      expect(decide([image, built(1)], [first])).toEqual({ ...NOTHING, due })
    })

    test('the others of the family are kept, and what is disabled is deregistered', () => {
      expect(decide([built(200)], [first]).kept).toEqual(['web-200: the newest of its family'])
      expect(decide([built(200, { state: 'disabled' }), built(1)], [first], 30).due).toEqual([
        'deregister web-200',
      ])
    })

    test('without other steps nothing else is due', () => {
      const only: CleanupRule = { when: {}, deprecateAfterDays: 60, keepNewest: 1 }
      expect(decide([dated(200, NOON_MS - DAY), built(61), built(1)], [only]).due).toEqual([
        'deprecate web-61',
      ])
    })

    test('another rule leaves dates alone', () => {
      expect(decide([dated(200, NOON_MS + DAY), built(1)]).due).toEqual(['disable web-200'])
    })
  })

  test('what is to be deregistered is found ahead, to warn its owners; nothing else is, and a keep counts on that day', () => {
    const images = [built(200, { state: 'disabled' }), built(89), built(1)]
    const disabledAtMs = new Map(images.map(one => [keyOf(one), NOON_MS - 25 * DAY] as const))
    const ahead = (keptMs: number) =>
      dueImages(
        images,
        [RULE],
        {
          disabledAtMs,
          keptUntilMs: new Map(images.map(one => [keyOf(one), keptMs] as const)),
          revoked: new Map(),
        },
        NOON_MS,
        5 * DAY,
      )
    const { due, kept } = ahead(0)
    expect(due).toEqual([
      {
        one: images[0],
        rule: RULE,
        step: 'deregister',
        sinceMs: NOON_MS - 25 * DAY,
        dueAtMs: NOON_MS + 5 * DAY,
      },
    ])
    expect(kept).toEqual([])
    expect(ahead(NOON_MS + 5 * DAY).due).toHaveLength(1)
    expect(ahead(NOON_MS + 5 * DAY + 1).kept).toEqual([{ one: images[0], why: 'somebody keeps it' }])
    // A keep that ends before the day of the plan holds what is due now.
    const now = dueImages(
      [built(200), built(1)],
      [RULE],
      { disabledAtMs, keptUntilMs: new Map([[keyOf(built(200)), NOON_MS + DAY]]), revoked: new Map() },
      NOON_MS,
      7 * DAY,
    )
    expect(now.due).toEqual([])
  })

  test('the first rule that fits counts', () => {
    const patient = { ...RULE, disableAfterDays: 300 }
    expect(decide([built(200), built(1)], [{ ...patient, when: { family: ['web'] } }, RULE]).due).toEqual([])
    expect(
      decide([built(200), built(1)], [{ ...patient, when: { family: ['api'] } }, RULE]).due,
    ).toHaveLength(1)
  })

  test('what is not known keeps an image out, and is said', () => {
    const newest = built(1)
    const { createdAtMs: _none, ...undated } = built(200).facts
    expect(decide([built(200, { facts: undated }), newest]).unknown).toEqual([
      'web-200: its family or its age is not known',
    ])
    expect(decide([built(200, { family: undefined }), newest]).unknown).toHaveLength(1)
    expect(decide([built(200, { state: 'disabled' }), newest]).unknown).toEqual([
      'web-200: when it was disabled is not known',
    ])
    const hidden = withFacts(200, { hasMoreTags: true })
    const { due, unknown } = decide([hidden], [{ ...RULE, when: { tags: { Team: 'a' } } }, RULE])
    expect([due, unknown]).toEqual([[], ['web-200: a tag that decides is not known here']])
  })

  test.each([
    ['a day to come', '2026-11-05', 0],
    ['a day that is over', '2026-11-04', 1],
    ['no day', 'please', 0],
    ['a day that no month has', '2026-02-30', 0],
  ])('a tag with %s', (_what, until, due) => {
    const image = withFacts(200, { tags: { 'amiops:keep-until': until } })
    expect(decide([image, built(1)]).due).toHaveLength(due)
  })

  test('what the ledger keeps is kept until then', () => {
    expect(decide([built(200), built(1)], [RULE], undefined, NOON_MS + 1).kept).toEqual([
      'web-200: somebody keeps it',
    ])
    expect(decide([built(200), built(1)], [RULE], undefined, NOON_MS).due).toHaveLength(1)
  })
})

const NOBODY = { accounts: [], organizations: [], organizationalUnits: [], isPublic: false }
const dueOf = (one: ListedImage, step: CleanupStep = 'disable', rule = RULE) => ({
  one,
  rule,
  step,
  sinceMs: NOON_MS - 100 * DAY,
  dueAtMs: NOON_MS,
})
const IMPACT = givenImpact({
  references: known([]),
  otherAccounts: known({ asked: 1, running: [], unread: [] }),
})
const LOOK = {
  facts: known(givenFacts()),
  impact: IMPACT,
  sharing: known(NOBODY),
  aliased: known(false),
}
const unknown = { known: false as const, why: 'Denied' }
const check = (look: Partial<Parameters<typeof checkCleanup>[1]>, step?: 'deregister') =>
  checkCleanup(dueOf(built(200, step ? { state: 'disabled' } : {}), step), { ...LOOK, ...look }, NOON_MS)

describe('whether something needs an image that is due', () => {
  test('nothing does', () => expect(check({})).toEqual({ kind: 'candidate' }))

  test('a disabled one needs no launch permissions to be known', () => {
    const facts = known(givenFacts({ state: 'disabled' }))
    expect(check({ facts, sharing: undefined }, 'deregister')).toEqual({ kind: 'candidate' })
    expect(
      check({ facts: known(givenFacts({ state: 'disabled', lastLaunchedAtMs: NOON_MS })) }, 'deregister'),
    ).toEqual({ kind: 'candidate' })
  })

  test.each([
    ['gone', { facts: known(undefined) }, /state has changed/],
    ['disabled since', { facts: known(givenFacts({ state: 'disabled' })) }, /state has changed/],
    ['protected', { facts: known(givenFacts({ deregistrationProtection: 'enabled' })) }, /protected/],
    ['of AWS Backup', { facts: known(givenFacts({ ownerAlias: 'aws-backup-vault' })) }, /AWS Backup/],
    [
      'kept',
      { facts: known(givenFacts({ tags: { 'amiops:keep-until': '2026-11-06' } })) },
      /somebody keeps it/,
    ],
    ['launched', { facts: known(givenFacts({ lastLaunchedAtMs: NOON_MS - 89 * DAY })) }, /launched since/],
    ['public', { facts: known(givenFacts({ public: true })) }, /public/],
    ['shared', { sharing: known({ ...NOBODY, accounts: ['210987654321'] }) }, /shared/],
    ['an alias', { aliased: known(true) }, /alias/],
    [
      'in use',
      { impact: { ...IMPACT, references: known([{ kind: 'instance' as const, name: 'i-1' }]) } },
      /in use/,
    ],
    [
      'in use elsewhere',
      {
        impact: {
          ...IMPACT,
          otherAccounts: known({ asked: 1, running: [{ name: 'test', instances: 1 }], unread: [] }),
        },
      },
      /in use/,
    ],
  ])('%s: needed', (_what, look, why) => {
    expect(check(look)).toEqual({ kind: 'needed', why: expect.stringMatching(why) })
  })

  test.each([
    ['facts', { facts: unknown }, /did not describe it \(Denied\)/],
    ['aliases', { aliased: unknown }, /aliases name is not known \(Denied\)/],
    ['uses', { impact: undefined }, /who uses it is not known$/],
    ['references', { impact: { ...IMPACT, references: unknown } }, /who uses it is not known \(Denied\)/],
    [
      'groups',
      { impact: { ...IMPACT, autoScaling: unknown } },
      /Auto Scaling groups are not known \(Denied\)/,
    ],
    [
      'other accounts',
      { impact: { ...IMPACT, otherAccounts: unknown } },
      /other accounts are not known \(Denied\)/,
    ],
    [
      'one other account',
      {
        impact: {
          ...IMPACT,
          otherAccounts: known({ asked: 2, running: [], unread: [{ name: 'test', why: 'Denied' }] }),
        },
      },
      /instances of test are not known/,
    ],
    ['launch permissions', { sharing: unknown }, /who may launch it is not known \(Denied\)/],
    ['launch permissions at all', { sharing: undefined }, /who may launch it is not known$/],
  ])('%s not known: not suggested', (_what, look, why) => {
    expect(check(look)).toEqual({ kind: 'unchecked', why: expect.stringMatching(why) })
  })
})

describe('a rule that deprecates first', () => {
  const rule: CleanupRule = { ...RULE, deprecateAfterDays: 60 }
  const checkFirst = (step: CleanupStep, facts: Parameters<typeof givenFacts>[0]) =>
    checkCleanup(dueOf(built(200), step, rule), { ...LOOK, facts: known(givenFacts(facts)) }, NOON_MS)

  test.each([
    ['deprecate', {}, { kind: 'candidate' }],
    ['deprecate', { deprecatedAtMs: NOON_MS + DAY }, { kind: 'needed', why: 'it has a deprecation date' }],
    ['deprecate', { lastLaunchedAtMs: NOON_MS - 60 * DAY }, { kind: 'candidate' }],
    ['deprecate', { lastLaunchedAtMs: NOON_MS - 60 * DAY + 1 }, { kind: 'needed', why: 'launched since' }],
    ['disable', { deprecatedAtMs: NOON_MS }, { kind: 'candidate' }],
    ['disable', { deprecatedAtMs: NOON_MS + 1 }, { kind: 'needed', why: 'it is not deprecated yet' }],
    ['disable', {}, { kind: 'needed', why: 'it is not deprecated yet' }],
  ] as const)('%s, of one with %j', (step, facts, check) => {
    expect(checkFirst(step, facts)).toEqual(check)
  })

  test('who has access must be known: they no longer find it', () => {
    expect(
      checkCleanup(dueOf(built(200), 'deprecate', rule), { ...LOOK, sharing: undefined }, NOON_MS),
    ).toEqual({ kind: 'unchecked', why: 'who may launch it is not known' })
  })
})

describe('whether a retired image may be suggested', () => {
  const dated = (more: Parameters<typeof givenFacts>[0] = {}) =>
    known(givenFacts({ deprecatedAtMs: NOON_MS, ...more }))
  const withdrawal = (look: Partial<Parameters<typeof checkWithdrawal>[1]>) =>
    checkWithdrawal(built(200), { ...LOOK, facts: dated(), ...look }, NOON_MS)

  test.each([
    ['nothing uses it', {}, { kind: 'candidate' }],
    ['shared, protected and public', { facts: dated({ public: true, deregistrationProtection: 'enabled' }) }, { kind: 'candidate' }], // biome-ignore format: one a line
    ['in use', { impact: { ...IMPACT, references: known([{ kind: 'instance' as const, name: 'i-1' }]) } }, { kind: 'needed', why: 'in use' }], // biome-ignore format: one a line
    ['an alias', { aliased: known(true) }, { kind: 'needed', why: 'named by an alias' }],
    ['uses not known', { impact: undefined }, { kind: 'unchecked', why: 'who uses it is not known' }],
    ['not described', { facts: unknown }, { kind: 'unchecked', why: 'EC2 did not describe it (Denied)' }],
    ['gone', { facts: known(undefined) }, undefined],
    ['disabled since', { facts: dated({ state: 'disabled' }) }, undefined],
    ['with a date to come', { facts: dated({ deprecatedAtMs: NOON_MS + 1 }) }, undefined],
    ['without a date', { facts: known(givenFacts()) }, undefined],
    ['kept', { facts: dated({ tags: { 'amiops:keep-until': '2026-11-06' } }) }, undefined],
  ])('%s', (_what, look, check) => {
    expect(withdrawal(look)).toEqual(check)
  })
})

test('why it is suggested', () => {
  const dated = withFacts(200, { deprecatedAtMs: NOON_MS - DAY })
  expect(cleanupReason(dueOf(dated))).toBe('created 2026-04-19, no launch known, deprecated since 2026-11-04')
  expect(cleanupReason(dueOf(dated, 'deprecate'))).toBe('created 2026-04-19, no launch known')
  expect(cleanupReason(dueOf(built(200)))).toBe('created 2026-04-19, no launch known')
  expect(cleanupReason(dueOf(withFacts(200, { launchedOnMs: NOON_MS - 100 * DAY })))).toBe(
    'created 2026-04-19, last launched 2026-07-28',
  )
  expect(cleanupReason(dueOf(built(200), 'deregister'))).toBe('disabled since 2026-07-28')
})
