import { nearest } from '../../src/domain/nearest.ts'

const REGIONS = ['us-east-1', 'eu-west-1', 'production']

test.each<[typed: string, meant: string[]]>([
  ['us-eas-1', ['us-east-1']],
  ['us-eats-1', ['us-east-1']],
  ['US-EAST-l', ['us-east-1']],
  ['eu-wset-1', ['eu-west-1']],
  ['prodction', ['production']],
  ['payments', []],
  ['', []],
])('%j was probably meant to be %j', (typed, meant) => {
  expect(nearest(typed, REGIONS)).toEqual(meant)
})

test('the nearest first, at most as many as asked for', () => {
  expect(nearest('payment-base', ['payment-bases', 'payments-bases', 'payment-base'], 2)).toEqual([
    'payment-base',
    'payment-bases',
  ])
})

test.each([
  ['in', ['in', 'on', 'i'], ['in']],
  ['ab', ['ba'], []],
  ['abc', ['abd', 'abcd', 'bac', 'xyc'], ['abcd', 'abd', 'bac']],
  ['abcde', ['abcxy'], []],
  ['abcdef', ['abcdxy', 'abcxyz'], ['abcdxy']],
  ['abcdef', ['badcef'], ['badcef']],
  ['disable', ['isdable', 'DISABLE', 'enable', 'disables'], ['DISABLE', 'disables', 'isdable']],
])('%s among %j: %j', (typed, words, expected) => {
  expect(nearest(typed, words, 9)).toEqual(expected)
})

test('equally near ones by the alphabet, each once, and no more than are wanted', () => {
  expect(nearest('web-1', ['web-3', 'web-2', 'web-2'], 9)).toEqual(['web-2', 'web-3'])
  expect(nearest('web-1', ['web-3', 'web-2'])).toEqual(['web-2'])
  expect(nearest('web', ['webapp'], 1, 3)).toEqual(['webapp'])
  expect(nearest('web', ['webapps'], 1, 3)).toEqual([])
})
