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
