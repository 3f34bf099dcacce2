import fc from 'fast-check'
import { approversOf, asksForImpact, decideApproval, nextReminderMs } from '../../src/domain/approval.ts'
import type { ApprovalClauses } from '../../src/domain/clauses.ts'
import { complaintOf, isTypedName, typedNameOf } from '../../src/domain/form-fields.ts'
import { NOBODY } from '../../src/domain/sharing.ts'
import { givenConfig, givenFacts, givenImpact, IMAGE, known, MARIA } from './given.ts'

const configOf = (when: ApprovalClauses[], channel?: string) =>
  givenConfig({
    roles: { approver: { users: ['U0ALEX'], userGroups: [] } },
    actions: {
      deregister: {
        roles: ['operator'],
        approval: { when, roles: ['approver'], withinMinutes: 30, ...(channel && { channel }) },
      },
    },
  })
const inUse = givenImpact({ instances: known([{ kind: 'instance', name: 'api' }]) })
const needs = (when: ApprovalClauses[], impact: Parameters<typeof decideApproval>[4], facts = givenFacts()) =>
  decideApproval(configOf(when), 'deregister', IMAGE, facts, impact) !== undefined

describe('whether a second person is needed', () => {
  test('not for an action without a rule', () => {
    expect(decideApproval(configOf([]), 'disable', IMAGE, givenFacts(), inUse)).toBeUndefined()
  })

  test('always, by a rule without clauses; in the fallback channel, in the time that it names', () => {
    expect(decideApproval(configOf([]), 'deregister', IMAGE, givenFacts(), givenImpact())).toEqual({
      roles: ['approver'],
      channel: 'ami-alerts',
      withinMs: 1_800_000,
    })
    const named = decideApproval(configOf([], 'boss'), 'deregister', IMAGE, givenFacts(), givenImpact())
    expect(named?.channel).toBe('boss')
  })

  test.each<[situation: string, when: ApprovalClauses[], isNeeded: boolean]>([
    ['in use, and it is', [{ inUse: true }], true],
    ['shared, and it is not', [{ shared: true }], false],
    ['in use and shared, and it is not shared', [{ inUse: true, shared: true }], false],
    ['one clause or the other', [{ shared: true }, { inUse: true }], true],
    ['by its name', [{ name: ['payments-*'] }], true],
    ['by another name', [{ name: ['web-*'] }], false],
    ['not shared, and it is not', [{ shared: false }], true],
    ['not in use, and it is', [{ inUse: false }], false],
    ['by its account', [{ account: [IMAGE.account] }], true],
    ['by another account', [{ account: ['999999999999'] }], false],
    ['by its region', [{ region: ['eu-*'] }], true],
    ['by another region', [{ region: ['us-*'] }], false],
    ['by its state', [{ state: ['available'] }], true],
    ['by another state', [{ state: ['deregistered'] }], false],
  ])('%s', (_situation, when, isNeeded) => {
    expect(needs(when, inUse)).toBe(isNeeded)
  })

  test('where nobody knows the uses, they count', () => {
    expect(needs([{ inUse: true }], undefined)).toBe(true)
    const blind = givenImpact({ autoScaling: { known: false, why: 'no right' } })
    expect(needs([{ inUse: true }], blind)).toBe(true)
    expect(needs([{ inUse: true }], givenImpact())).toBe(false)
  })

  test('where nobody knows who shares it, it counts as shared', () => {
    const shared = givenImpact({ sharing: known({ ...NOBODY, accounts: ['111122223333'] }) })
    expect(needs([{ shared: true }], shared)).toBe(true)
    expect(needs([{ shared: false }], shared)).toBe(false)
    expect(needs([{ shared: true }], undefined)).toBe(true)
    expect(needs([{ shared: false }], undefined)).toBe(false)
    const blind = givenImpact({ sharing: { known: false, why: 'no right' } })
    expect(needs([{ shared: true }], blind)).toBe(true)
  })

  test('of an image that was gone before it was seen, place and state count, its name and tags do not', () => {
    const needed = (when: ApprovalClauses) =>
      decideApproval(configOf([when]), 'deregister', IMAGE, undefined, undefined) !== undefined
    expect(needed({ name: ['web-*'], tags: { Team: 'web' } })).toBe(true)
    expect(needed({ account: [IMAGE.account], name: ['web-*'] })).toBe(true)
    expect(needed({ account: ['999999999999'] })).toBe(false)
    expect(needed({ state: ['deregistered'] })).toBe(true)
    expect(needed({ state: ['available'] })).toBe(false)
  })

  test('facts about uses are asked for only where a clause is about them', () => {
    expect(asksForImpact(configOf([{ shared: false }]), 'deregister')).toBe(true)
    expect(asksForImpact(configOf([{ name: ['x'] }, { inUse: true }]), 'deregister')).toBe(true)
    expect(asksForImpact(configOf([{ name: ['x'] }]), 'deregister')).toBe(false)
    expect(asksForImpact(configOf([]), 'enable')).toBe(false)
    expect(asksForImpact(givenConfig({ actions: { enable: { roles: [] } } }), 'enable')).toBe(false)
  })
})

test('who could approve: each once, never the one who asks, groups that were read', () => {
  const roles = [
    { users: ['U0ALEX', 'U0MARIA'], userGroups: ['S0A', 'S0B'] },
    { users: ['U0ALEX'], userGroups: [] },
  ]
  const membersOf = (group: string) =>
    group === 'S0A'
      ? ({ known: true, userIds: ['U0SAM', 'U0MARIA'] } as const)
      : ({ known: false, reason: 'missing_scope' } as const)
  expect(approversOf(roles, 'U0MARIA', membersOf).sort()).toEqual(['U0ALEX', 'U0SAM'])
})

test('reminders: three at most before it expires, each after twice as long', () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 10_080 }), minutes => {
      const withinMs = minutes * 60_000
      let atMs = 0
      let count = 0
      for (; atMs + nextReminderMs(withinMs, count) < withinMs; count++)
        atMs += nextReminderMs(withinMs, count)
      expect(count).toBe(2)
    }),
    { seed: 20261125 },
  )
})

describe('what is not right about what was filled in', () => {
  const proposal = {
    id: 'a'.repeat(40),
    version: 1,
    action: 'deregister' as const,
    image: IMAGE,
    person: MARIA,
    place: { channelId: 'C0READY', isPrivate: false },
    workspaceId: 'T0HOME',
    appId: 'A0AMIOPS',
    state: 'open' as const,
    askedAtMs: 0,
    options: {},
    facts: givenFacts(),
    impact: givenImpact(),
  }
  test('nothing, for what nobody uses', () => {
    expect(complaintOf(proposal, { options: {} }, false)).toBeUndefined()
  })
  test('the name, then the reason, then the protection', () => {
    const risky = {
      ...proposal,
      impact: inUse,
      facts: givenFacts({ deregistrationProtection: 'enabled-without-cooldown' }),
    }
    const typedName = 'payments-base-42'
    expect(complaintOf(risky, { options: {} }, true)).toMatchObject({ field: 'name' })
    expect(complaintOf(risky, { typedName, options: {} }, true)).toMatchObject({ field: 'purpose' })
    expect(complaintOf(risky, { typedName, purpose: 'old', options: {} }, true)).toMatchObject({
      field: 'options',
    })
    const all = { typedName, purpose: 'old', options: { unprotect: true as const } }
    expect(complaintOf(risky, all, true)).toBeUndefined()
    expect(complaintOf({ ...risky, action: 'disable' }, { ...all, options: {} }, true)).toBeUndefined()
  })
  test('who breaks the glass has to say why', () => {
    expect(complaintOf(proposal, { options: { emergencyOverride: true } }, false)).toMatchObject({
      field: 'purpose',
    })
  })
})

test.each<[typed: string | undefined, expected: string, isRight: boolean]>([
  ['web-1', 'web-1', true],
  ['  web-1\n', 'web-1', true],
  ['web  1', 'web 1', true],
  ['WEB-1', 'web-1', false],
  ['web-', 'web-1', false],
  ['', 'web-1', false],
  [undefined, 'web-1', false],
])('typed %j for %j: %s', (typed, expected, isRight) => {
  expect(isTypedName(typed, expected)).toBe(isRight)
})

test('an image without a name is named by its id', () => {
  expect(typedNameOf(IMAGE.imageId, undefined)).toBe(IMAGE.imageId)
  expect(typedNameOf(IMAGE.imageId, '   ')).toBe(IMAGE.imageId)
})
