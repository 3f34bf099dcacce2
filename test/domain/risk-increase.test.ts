import type { Impact, Use } from '../../src/domain/impact.ts'
import { decideRiskIncrease, riskIncreaseFor } from '../../src/domain/risk-increase.ts'
import { NOBODY } from '../../src/domain/sharing.ts'
import { givenImpact, known } from './given.ts'

const UNKNOWN = { known: false, why: 'no answer' } as const
const impact = (more: Partial<Impact> = {}): Impact => givenImpact(more)
const template = (name: string, more: Partial<Use> = {}): Use => ({ kind: 'launch-template', name, ...more })
const accounts = (running: readonly [string, number][], unread: readonly string[] = []) =>
  known({
    asked: 3,
    running: running.map(([name, instances]) => ({ name, instances })),
    unread: unread.map(name => ({ name, why: 'silent' })),
  })

test('nothing is worse where the facts are the same, or better', () => {
  const before = impact({
    launchTemplates: known([template('web')]),
    sharing: known({ ...NOBODY, isPublic: true }),
  })
  expect(decideRiskIncrease(before, before)).toEqual([])
  expect(decideRiskIncrease(before, impact())).toEqual([])
})

describe('uses', () => {
  const more = (before: readonly Use[], after: readonly Use[]) =>
    decideRiskIncrease(impact({ launchTemplates: known(before) }), impact({ launchTemplates: known(after) }))

  test('a new one', () => {
    expect(more([template('web')], [template('web'), template('api')])).toEqual([
      { kind: 'use', use: template('api') },
    ])
  })

  test.each(['running', 'version 7, $Default', '$Latest'])('one that is now %s', detail => {
    expect(more([template('web', { detail: 'version 7' })], [template('web', { detail })])).toEqual([
      { kind: 'use', use: template('web', { detail }) },
    ])
    expect(more([template('web', { detail })], [template('web', { detail })])).toEqual([])
  })

  test('another detail is not worse, nor is a word that only contains the mark', () => {
    expect(more([template('web')], [template('web', { detail: 'outrunning' })])).toEqual([])
    expect(more([template('web', { detail: 'stopped' })], [template('web', { detail: 'stopping' })])).toEqual(
      [],
    )
  })

  test('where some were left out before, only their number counts', () => {
    const rest = template('', { more: 5 })
    expect(more([template('web'), rest], [template('api'), rest])).toEqual([])
    expect(more([template('web'), rest], [template('api'), template('web'), rest])).toEqual([
      { kind: 'use', use: template('api') },
    ])
    expect(more([template('web'), rest], [template('api'), template('', { more: 6 })])).toEqual([
      { kind: 'use', use: template('api') },
    ])
  })

  test('a part that could not be looked up before makes a use that is found now new', () => {
    const found = decideRiskIncrease(
      impact({ launchTemplates: UNKNOWN }),
      impact({ launchTemplates: known([template('web')]) }),
    )
    expect(found).toEqual([{ kind: 'use', use: template('web') }])
  })
})

test('an account that runs it now; more instances of one that ran it, or was silent, are not worse', () => {
  const before = impact({ otherAccounts: accounts([['web', 1]], ['api']) })
  expect(
    decideRiskIncrease(
      before,
      impact({
        otherAccounts: accounts([
          ['web', 9],
          ['api', 2],
          ['new', 3],
        ]),
      }),
    ),
  ).toEqual([{ kind: 'account', name: 'new', instances: 3 }])
  expect(decideRiskIncrease(impact({ otherAccounts: UNKNOWN }), before)).toEqual([])
})

test('what is no longer known, by its part; an account that no longer answers', () => {
  const before = impact({ otherAccounts: accounts([], ['api']) })
  expect(decideRiskIncrease(before, { ...before, sharing: UNKNOWN, retention: UNKNOWN })).toEqual([
    { kind: 'unknown', part: 'sharing' },
    { kind: 'unknown', part: 'retention' },
  ])
  expect(decideRiskIncrease(before, { ...before, otherAccounts: UNKNOWN })).toEqual([
    { kind: 'unknown', part: 'otherAccounts' },
  ])
  expect(decideRiskIncrease(before, { ...before, otherAccounts: accounts([], ['api', 'web']) })).toEqual([
    { kind: 'unknown', part: 'otherAccounts' },
  ])
  expect(decideRiskIncrease(before, { ...before, otherAccounts: accounts([], ['web']) })).toEqual([])
  expect(decideRiskIncrease({ ...before, sharing: UNKNOWN }, { ...before, sharing: UNKNOWN })).toEqual([])
})

test('others have access now', () => {
  const one = { ...NOBODY, accounts: ['111111111111'] }
  const two = { ...NOBODY, accounts: ['111111111111', '222222222222'] }
  expect(decideRiskIncrease(impact({ sharing: known(one) }), impact({ sharing: known(two) }))).toEqual([
    { kind: 'shared', with: { ...NOBODY, accounts: ['222222222222'] } },
  ])
  expect(decideRiskIncrease(impact({ sharing: UNKNOWN }), impact({ sharing: known(two) }))).toEqual([])
})

test('a snapshot that another image needs now; one that was needed before is not worse', () => {
  const snapshot = (snapshotId: string, alsoIn: readonly string[]) => ({ snapshotId, alsoIn }) as never
  const before = impact({ snapshots: known([snapshot('snap-1', []), snapshot('snap-2', ['ami-2'])]) })
  const after = impact({
    snapshots: known([
      snapshot('snap-1', ['ami-3']),
      snapshot('snap-2', ['ami-2', 'ami-3']),
      snapshot('snap-3', ['ami-3']),
    ]),
  })
  expect(decideRiskIncrease(before, after)).toEqual([
    { kind: 'snapshot', snapshotId: 'snap-1', alsoIn: ['ami-3'] },
  ])
  expect(decideRiskIncrease(before, before)).toEqual([])
  expect(decideRiskIncrease(impact({ snapshots: UNKNOWN }), after)).toEqual([])
})

test('the Recycle Bin keeps it shorter, or not at all', () => {
  const kept = (imageDays?: number, snapshotDays?: number) =>
    impact({
      retention: known({
        ...(imageDays !== undefined && { imageDays }),
        ...(snapshotDays !== undefined && { snapshotDays }),
      }),
    })
  expect(decideRiskIncrease(kept(14, 7), kept(13))).toEqual([
    { kind: 'retention', what: 'image', beforeDays: 14, afterDays: 13 },
    { kind: 'retention', what: 'snapshots', beforeDays: 7, afterDays: undefined },
  ])
  expect(decideRiskIncrease(kept(14, 7), kept(14, 8))).toEqual([])
  expect(decideRiskIncrease(kept(), kept(14, 7))).toEqual([])
})

test('what matters depends on the action', () => {
  const before = impact({
    sharing: known(NOBODY),
    retention: known({ imageDays: 14 }),
    snapshots: known([{ snapshotId: 'snap-1', alsoIn: [] } as never]),
  })
  const after = {
    ...impact({
      launchTemplates: known([template('web')]),
      sharing: known({ ...NOBODY, isPublic: true }),
      retention: known({}),
      snapshots: known([{ snapshotId: 'snap-1', alsoIn: ['ami-2'] } as never]),
    }),
    instances: UNKNOWN,
  }
  const kinds = (action: 'deregister' | 'retire' | 'shareWith') =>
    riskIncreaseFor(action, before, after).map(({ kind }) => kind)
  expect(kinds('deregister')).toEqual(['use', 'shared', 'snapshot', 'retention', 'unknown'])
  expect(kinds('retire')).toEqual(['use', 'shared', 'unknown'])
  expect(kinds('shareWith')).toEqual(['shared'])
  expect(riskIncreaseFor('shareWith', before, { ...after, sharing: UNKNOWN })).toEqual([
    { kind: 'unknown', part: 'sharing' },
  ])
})
