import { groupBy } from '../../src/domain/group-by.ts'

test('items are grouped in the order in which their keys first appear', () => {
  expect([...groupBy(['b1', 'a1', 'b2'], item => item.slice(0, 1))]).toEqual([
    ['b', ['b1', 'b2']],
    ['a', ['a1']],
  ])
})

test('nothing gives no group', () => {
  expect(groupBy([], String).size).toBe(0)
})
