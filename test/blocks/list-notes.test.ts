import { type ListNote, listNotes } from '../../blocks/image-list.ts'

const noBin = (count: number): ListNote[] =>
  Array.from({ length: count }, (_, at) => ({
    kind: 'no-bin',
    place: `team-${at} us-east-1`,
    why: 'TimeoutError',
  }))

test('many Recycle Bins that do not answer are one note, and push no other one out', () => {
  const notes = listNotes([
    ...noBin(500),
    { kind: 'not-all', images: 5_000 },
    { kind: 'undecided', images: 2 },
  ])
  expect(notes).toEqual([
    '⚠️ Only the last 5,000 deregistered images were searched: add account: or region:.',
    '⚠️ 2 images are left out: a tag or date that decides is not known here.',
    expect.stringMatching(
      /^⚠️ Couldn’t list the Recycle Bin of team-0 us-east-1: .*; team-19 us-east-1: [^;]* and 480 more\.$/,
    ),
  ])
})

test('one is named with its reason', () => {
  expect(listNotes(noBin(1))).toEqual([
    expect.stringMatching(/^⚠️ Couldn’t list the Recycle Bin of team-0 us-east-1: no answer in time[^;]*\.$/),
  ])
})
