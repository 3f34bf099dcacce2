import { type DeadLetters, renderDeadLetters } from '../../blocks/dead-letters.ts'
import { drawn } from './drawn.ts'

const FIRST = { about: 'ami-1 <b>', why: 'invalid event' }
const NEXT = 'Fix the cause, then run `npm run redrive`. Dead letters are kept for two weeks.'

test.each<[string, DeadLetters, string]>([
  [
    'one event',
    { queue: 'events dead letters', count: 1, first: FIRST },
    '1 event could not be processed (ami-1 &lt;b&gt;: invalid event).',
  ],
  [
    'several requests',
    { queue: 'requests dead letters', count: 2, first: FIRST },
    '2 requests could not be processed (for example ami-1 &lt;b&gt;: invalid event).',
  ],
  [
    'one that could not be read',
    { queue: 'requests dead letters', count: 1 },
    '1 request could not be processed.',
  ],
])('%s', (_name, letters, line) => {
  const message = renderDeadLetters([letters])
  expect(drawn(message)).toEqual([`📪 *Dead letters*\n${line}`, NEXT])
  expect(message.text).toBe(`📪 ${line} ${NEXT}`)
})

test('both queues: a line each', () => {
  const message = renderDeadLetters([
    { queue: 'events dead letters', count: 2 },
    { queue: 'requests dead letters', count: 3 },
  ])
  expect(drawn(message)[0]).toBe(
    '📪 *Dead letters*\n2 events could not be processed.\n3 requests could not be processed.',
  )
  expect(message.text).toBe(`📪 2 events could not be processed. 3 requests could not be processed. ${NEXT}`)
})
