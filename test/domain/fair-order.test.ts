import type { EventState, ImageEvent } from '../../src/domain/event.ts'
import { alternate, splitBursts } from '../../src/domain/fair-order.ts'

let count = 0
const of = (account: string, size: number, state: EventState = 'available'): ImageEvent[] =>
  Array.from({ length: size }, () => {
    count += 1
    return { id: `event-${count}`, account, region: 'us-east-1', imageId: `ami-${count}`, state, atMs: count }
  })

const sizesOf = (events: readonly ImageEvent[]) => {
  const { first, bursts } = splitBursts(events)
  return [first.length, bursts.length]
}

test.each([
  ['nothing', '', ''],
  ['one account', 'a1 a2 a3', 'a1 a2 a3'],
  ['two accounts', 'a1 a2 a3 b1', 'a1 b1 a2 a3'],
  ['the one that comes first', 'b1 a1 a2 b2', 'b1 a1 b2 a2'],
])('accounts take turns: %s', (_what, given, expected) => {
  const items = given === '' ? [] : given.split(' ')
  expect(alternate(items, item => item[0] ?? '').join(' ')).toBe(expected)
})

test.each([
  ['thirty events of one account', [...of('a', 30), ...of('b', 1)], [31, 0]],
  ['thirty-one', [...of('a', 31), ...of('b', 1)], [1, 31]],
  ['a burst alone', of('a', 1_000), [1_000, 0]],
  ['bursts of all accounts', [...of('a', 40), ...of('b', 40)], [80, 0]],
  ['a few failures of the burst', [...of('a', 40), ...of('a', 30, 'failed'), ...of('b', 2)], [32, 40]],
  ['a burst of failures', [...of('a', 31, 'failed'), ...of('b', 2)], [2, 31]],
])('what does not wait for a burst, and the burst: %s', (_what, events, sizes) => {
  expect(sizesOf(events)).toEqual(sizes)
})

test('all events of an image that failed go together, and nothing is lost', () => {
  const [failed] = of('a', 1, 'failed')
  if (!failed) throw new Error('Expected an event.')
  const later: ImageEvent = { ...failed, id: 'later', state: 'deregistered' }
  const events = [...of('a', 40), failed, later, ...of('b', 1)]
  const { first, bursts } = splitBursts(events)
  expect(first).toEqual(expect.arrayContaining([failed, later]))
  expect(new Set([...first, ...bursts])).toEqual(new Set(events))
})
