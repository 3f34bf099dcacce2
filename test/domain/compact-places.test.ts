import { compactPlaces, type FailedPlace, sizeOf } from '../../src/domain/compact-places.ts'

const REGIONS = ['us-east-1', 'eu-west-1', 'ap-south-1']
const placesOf = (accounts: readonly string[], regions = REGIONS): FailedPlace[] =>
  accounts.flatMap(account => regions.map(region => ({ account, region })))
const ALL = placesOf(['a', 'b', 'c', 'd'])

const wordsOf = (some: readonly FailedPlace[], all = ALL): string[] =>
  compactPlaces(some, all).map(group => {
    const error = group.error === undefined ? '' : `: ${group.error}`
    return group.kind === 'region'
      ? `${group.region} of ${group.accounts}${error}`
      : `${group.account} ${group.isWhole ? 'whole' : group.regions.join('+')}${error}`
  })

test.each<[what: string, some: FailedPlace[], words: string[]]>([
  ['none', [], []],
  ['one place', placesOf(['a'], ['us-east-1']), ['a us-east-1']],
  [
    'two of three regions of an account',
    placesOf(['a'], ['us-east-1', 'ap-south-1']),
    ['a us-east-1+ap-south-1'],
  ],
  ['all regions of an account', placesOf(['b']), ['b whole']],
  [
    'a region of three of four accounts',
    placesOf(['a', 'b', 'c'], ['us-east-1']),
    ['a us-east-1', 'b us-east-1', 'c us-east-1'],
  ],
  ['a region of all accounts', placesOf(['a', 'b', 'c', 'd'], ['us-east-1']), ['us-east-1 of 4']],
  [
    'a region of all accounts, and another region of one',
    [...placesOf(['a', 'b', 'c', 'd'], ['us-east-1']), ...placesOf(['c'], ['eu-west-1'])],
    ['us-east-1 of 4', 'c eu-west-1'],
  ],
  ['everything', ALL, ['us-east-1 of 4', 'eu-west-1 of 4', 'ap-south-1 of 4']],
])('%s', (_what, some, words) => {
  expect(wordsOf(some)).toEqual(words)
  expect(compactPlaces(some, ALL).reduce((sum, group) => sum + sizeOf(group), 0)).toBe(some.length)
})

test('a region that two accounts have is not named for both of them; three are enough', () => {
  const two = placesOf(['a', 'b'], ['us-east-1'])
  expect(wordsOf(two, two)).toEqual(['a us-east-1', 'b us-east-1'])
  const three = placesOf(['a', 'b', 'c'], ['us-east-1'])
  expect(wordsOf(three, three)).toEqual(['us-east-1 of 3'])
})

test('the only region of an account is named', () => {
  const all = [...placesOf(['a'], ['us-east-1']), ...placesOf(['b'])]
  expect(wordsOf(placesOf(['a'], ['us-east-1']), all)).toEqual(['a us-east-1'])
})

test('errors take turns, and each has its own names', () => {
  const by = (error: string, places: FailedPlace[]) => places.map(place => ({ ...place, error }))
  expect(
    wordsOf([
      ...by('Throttling', placesOf(['a', 'b'], ['us-east-1'])),
      ...by('OptInRequired', placesOf(['c'])),
      ...by('Throttling', placesOf(['d'], ['us-east-1'])),
    ]),
  ).toEqual([
    'a us-east-1: Throttling',
    'c whole: OptInRequired',
    'b us-east-1: Throttling',
    'd us-east-1: Throttling',
  ])
})
