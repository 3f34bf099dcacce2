import fc from 'fast-check'
import {
  differenceOf,
  isNoDifference,
  isSameChoice,
  isSameDifference,
  knownChoice,
  oppositeOf,
  outsideAudiences,
  sharingAfter,
} from '../../src/domain/audience.ts'
import type { Audience } from '../../src/domain/config.ts'
import { NOBODY, type Sharing, sharedWith, withoutSharing } from '../../src/domain/sharing.ts'

const OWNER = '123456789012'
const A = '111111111111'
const B = '222222222222'
const C = '333333333333'
const ORGANIZATION = `arn:aws:organizations::${OWNER}:organization/o-abc`
const UNIT = `arn:aws:organizations::${OWNER}:ou/o-abc/ou-ab12-1`

const audiences: Record<string, Audience> = {
  staging: { accounts: [A], ous: [] },
  workloads: { accounts: [A, B, OWNER], ous: [UNIT] },
  everybody: { accounts: [], ous: [], organization: ORGANIZATION },
}
const having = (more: Partial<Sharing>): Sharing => ({ ...NOBODY, ...more })
const difference = (add: string[], remove: string[], now: Sharing = NOBODY) =>
  differenceOf(audiences, { add, remove }, OWNER, now)

test('adds the members who have no access yet, never the owner', () => {
  expect(difference(['workloads'], [], having({ accounts: [A] }))).toEqual({
    share: having({ accounts: [B], organizationalUnits: [UNIT] }),
    unshare: NOBODY,
  })
})

test('removes the members who have access, and nobody else', () => {
  const now = having({ accounts: [A, C], organizations: [ORGANIZATION], isPublic: true })
  expect(difference([], ['workloads', 'everybody'], now)).toEqual({
    share: NOBODY,
    unshare: having({ accounts: [A], organizations: [ORGANIZATION] }),
  })
})

test('who is added by one audience is not removed by another', () => {
  expect(difference(['staging'], ['workloads'], having({ accounts: [A, B] }))).toEqual({
    share: NOBODY,
    unshare: having({ accounts: [B] }),
  })
})

test('an audience that the config does not have changes nothing', () => {
  expect(isNoDifference(difference(['nobody', 'toString'], ['constructor']))).toBe(true)
  expect(knownChoice(audiences, { add: ['staging', 'toString'], remove: ['gone'] })).toEqual({
    add: ['staging'],
    remove: [],
  })
})

test('outside of all audiences: accounts, organizations, everybody', () => {
  const share = having({ accounts: [A, C], organizations: [ORGANIZATION, 'arn:other'], isPublic: true })
  expect(outsideAudiences(audiences, share)).toEqual(
    having({ accounts: [C], organizations: ['arn:other'], isPublic: true }),
  )
  expect(
    sharedWith(outsideAudiences(audiences, having({ accounts: [A], organizationalUnits: [UNIT] }))),
  ).toBe(0)
  expect(sharedWith(outsideAudiences({}, having({ accounts: [A] })))).toBe(1)
})

test('the same choice in another order is the same', () => {
  expect(isSameChoice({ add: ['a', 'b'], remove: [] }, { add: ['b', 'a'], remove: [] })).toBe(true)
  expect(isSameChoice({ add: ['a'], remove: [] }, { add: [], remove: ['a'] })).toBe(false)
})

const names = fc.uniqueArray(fc.constantFrom(...Object.keys(audiences)))
const sharings = fc.record({
  accounts: fc.uniqueArray(fc.constantFrom(A, B, C)),
  organizations: fc.uniqueArray(fc.constantFrom(ORGANIZATION)),
  organizationalUnits: fc.uniqueArray(fc.constantFrom(UNIT)),
  isPublic: fc.boolean(),
})
const isSame = (a: Sharing, b: Sharing): boolean =>
  sharedWith(withoutSharing(a, b)) + sharedWith(withoutSharing(b, a)) === 0

test('taking a difference back gives what was there, and asking for it again changes nothing', () => {
  fc.assert(
    fc.property(names, names, sharings, (add, remove, now) => {
      const changes = difference(add, remove, now)
      const after = sharingAfter(now, changes)
      expect(isSame(sharingAfter(after, oppositeOf(changes)), now)).toBe(true)
      expect(isNoDifference(difference(add, remove, after))).toBe(true)
      expect(isSameDifference(oppositeOf(oppositeOf(changes)), changes)).toBe(true)
      // Nobody is added whom no audience names.
      expect(sharedWith(outsideAudiences(audiences, changes.share))).toBe(0)
    }),
  )
})
