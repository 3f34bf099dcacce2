import fc from 'fast-check'
import {
  inBoth,
  NOBODY,
  type Sharing,
  sharedWith,
  withoutSharing,
  withSharing,
} from '../../src/domain/sharing.ts'

const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'))
const sharings: fc.Arbitrary<Sharing> = fc.record({
  accounts: names,
  organizations: names,
  organizationalUnits: names,
  isPublic: fc.boolean(),
})

/** The same people, in whatever order. */
const all = ({ accounts, organizations, organizationalUnits, isPublic }: Sharing): string[] =>
  [
    ...accounts.map(name => `account ${name}`),
    ...organizations.map(name => `organization ${name}`),
    ...organizationalUnits.map(name => `unit ${name}`),
    ...(isPublic ? ['everybody'] : []),
  ].sort()

test('both together have whom either has, each once', () => {
  fc.assert(
    fc.property(sharings, sharings, (a, b) => {
      expect(all(withSharing(a, b))).toEqual([...new Set([...all(a), ...all(b)])].sort())
    }),
  )
})

test('in both are those that each of the two has', () => {
  fc.assert(
    fc.property(sharings, sharings, (a, b) => {
      expect(all(inBoth(a, b))).toEqual(all(a).filter(one => all(b).includes(one)))
    }),
  )
})

test('what is left out of a list is in one of the two, and never in both', () => {
  fc.assert(
    fc.property(sharings, sharings, (wanted, given) => {
      expect(all(withoutSharing(wanted, given))).toEqual(all(wanted).filter(one => !all(given).includes(one)))
    }),
  )
})

test('everybody counts as one, and nobody as none', () => {
  expect(sharedWith(NOBODY)).toBe(0)
  fc.assert(fc.property(sharings, sharing => expect(sharedWith(sharing)).toBe(all(sharing).length)))
})
