import { sessionWords } from '../../blocks/session-words.ts'

test.each([
  [undefined, undefined],
  [0, 'the session could reach all snapshots of the region: the image’s were not known'],
  [40, 'the session could reach all snapshots of the region: its policy has no room for the image’s 40'],
])('the snapshots that a session could reach, of %s', (allSnapshots, words) => {
  expect(sessionWords(allSnapshots === undefined ? {} : { allSnapshots })).toBe(words)
})
