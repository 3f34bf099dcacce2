import type { Assignment } from '../../src/domain/alias.ts'
import { entriesOfOutside, entriesOfPlan } from '../../src/domain/assignment-entries.ts'
import type { Plan } from '../../src/domain/plan.ts'
import type { AssignmentItem } from '../../src/domain/plan-image.ts'

const idOf = (n: number): string => `ami-${String(n).padStart(17, '0')}`
const BY = { userId: 'U0MARIA', name: 'maria', workspaceId: 'T0SANDBOX' }
const ALEX = { userId: 'U0ALEX', name: 'alex', workspaceId: 'T0SANDBOX' }
const ref = (n: number, account = '123456789012') => ({ account, region: 'us-east-1', imageId: idOf(n) })

const plan = (more: object = {}): Plan =>
  ({ id: 'plan-1', action: 'promote', person: BY, createdAtMs: 1_000, ...more }) as unknown as Plan

const item = (n: number, from: string | undefined, region = 'us-east-1', alias = 'prod'): AssignmentItem =>
  ({
    image: ref(n),
    state: 'done',
    assignment: {
      account: '123456789012',
      region,
      family: 'web',
      alias,
      ...(from !== undefined && { from: { imageId: from } }),
    },
  }) as unknown as AssignmentItem

const ENTRY = {
  kind: 'assignment',
  id: 'assigned/plan-1/prod',
  atMs: 1_000,
  change: 'promote',
  family: 'web',
  alias: 'prod',
  places: 1,
  by: BY,
  planId: 'plan-1',
}

test('a plan: one entry for an image and alias, with the number of places; one for what it named before', () => {
  expect(entriesOfPlan(plan(), [item(2, idOf(1)), item(2, idOf(1), 'eu-west-1')])).toEqual([
    { image: ref(2), entry: { ...ENTRY, places: 2 } },
    { image: ref(1), entry: { ...ENTRY, id: 'replaced/plan-1/prod', replaced: true, places: 2 } },
  ])
})

test('two aliases are two entries', () => {
  const found = entriesOfPlan(plan(), [item(2, undefined), item(2, undefined, 'us-east-1', 'dev')])
  expect(found.map(({ entry }) => `${entry.alias} ${entry.places}`)).toEqual(['prod 1', 'dev 1'])
})

test('nothing was replaced where it named nothing, the same image, or what is no image', () => {
  for (const from of [undefined, idOf(2), 'nothing', `x${idOf(1)}`, `${idOf(1)}x`, 'ami-1'])
    expect(entriesOfPlan(plan(), [item(2, from)])).toEqual([{ image: ref(2), entry: ENTRY }])
  expect(entriesOfPlan(plan(), [])).toEqual([])
})

test('who approved it and when, why, and what kind of change it was', () => {
  const approval = { decidedBy: ALEX, decidedAtMs: 5_000 }
  const entryOf = (more: object) => entriesOfPlan(plan(more), [item(2, undefined)])[0]?.entry
  expect(entryOf({ action: 'rollback', approval, purpose: 'CVE' })).toEqual({
    ...ENTRY,
    change: 'rollback',
    atMs: 5_000,
    approvedBy: ALEX,
    purpose: 'CVE',
  })
  expect(entryOf({ action: 'revoke', approval: {} })).toEqual({ ...ENTRY, change: 'revoke' })
})

describe('a change outside amiops', () => {
  const outside = (to?: string, from?: string, more: object = {}): Assignment =>
    ({
      id: 'v3',
      account: '123456789012',
      region: 'us-east-1',
      family: 'web',
      alias: 'prod',
      atMs: 7_000,
      parameter: '/golden/web/prod',
      ...(to !== undefined && { to: { imageId: to } }),
      ...(from !== undefined && { from: { imageId: from } }),
      ...more,
    }) as unknown as Assignment
  const OUTSIDE = {
    kind: 'assignment',
    id: 'assigned//golden/web/prod/v3',
    atMs: 7_000,
    change: 'outside',
    family: 'web',
    alias: 'prod',
    places: 1,
  }

  test('is in the history of the new image and of the one before', () => {
    const principal = { kind: 'role', name: 'ci' }
    expect(entriesOfOutside(outside(idOf(2), idOf(1), { principal }))).toEqual([
      { image: ref(2), entry: { ...OUTSIDE, principal } },
      { image: ref(1), entry: { ...OUTSIDE, id: 'replaced//golden/web/prod/v3', replaced: true, principal } },
    ])
  })

  test('of what is an image: not of a deletion, of no change, or of another value', () => {
    expect(entriesOfOutside(outside(undefined, idOf(1))).map(({ image }) => image)).toEqual([ref(1)])
    expect(entriesOfOutside(outside(idOf(2)))).toEqual([{ image: ref(2), entry: OUTSIDE }])
    expect(entriesOfOutside(outside(idOf(2), idOf(2)))).toEqual([])
    expect(entriesOfOutside(outside('text', 'other'))).toEqual([])
    expect(entriesOfOutside(outside())).toEqual([])
  })
})
