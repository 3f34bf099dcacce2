import { closestFamilies, familyNamed } from '../../src/domain/family-names.ts'

const KNOWN = new Set(['payments-base', 'Payments-Base', 'payments-web', 'eks-nodes'])

test('the family of a name: exactly so, else without regard to capitals', () => {
  expect(familyNamed('Payments-Base', KNOWN)).toBe('Payments-Base')
  expect(familyNamed('EKS-NODES', KNOWN)).toBe('eks-nodes')
  expect(familyNamed('payments', KNOWN)).toBeUndefined()
})

test('the closest ones: misspelt first, then those that the text is a part of, so many at most', () => {
  expect(closestFamilies('eks-nods', KNOWN, 3)).toEqual(['eks-nodes'])
  expect(closestFamilies('WEB', KNOWN, 3)).toEqual(['payments-web'])
  expect(closestFamilies('payments', KNOWN, 2)).toHaveLength(2)
  expect(closestFamilies('zzzzzz', KNOWN, 3)).toEqual([])
})
