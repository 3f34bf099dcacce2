import { readDoneSteps } from '../../../sandbox/page/guide-steps.ts'

test.each([
  ['#ami-ready', true],
  // A list, for example: no card.
  ['D0MARIA', false],
])('a message posted to %s: a card has arrived, %s', (to, isDone) => {
  const posted = {
    id: 1,
    atMs: 0,
    service: 'slack',
    title: `chat.postMessage ${to} -> ok`,
    about: [],
  } as const
  expect(readDoneSteps([posted], false).has('create')).toBe(isDone)
})
