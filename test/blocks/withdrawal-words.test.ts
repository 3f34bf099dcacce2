import { withdrawalWhy } from '../../blocks/withdrawal-words.ts'

test('why retired images are suggested', () => {
  expect(withdrawalWhy({ action: 'disable', afterDays: 1 })).toBe(
    'The family’s rule: 1 day after the deprecation date. No use or alias was found. They can be enabled again.',
  )
  expect(withdrawalWhy({ action: 'deregister', afterDays: 30 })).toBe(
    'The family’s rule: 30 days after the deprecation date. No use or alias was found. They are disabled already. What is deregistered can be restored only from the Recycle Bin.',
  )
})
