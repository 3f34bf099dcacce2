import { groupAliases } from '../../../sandbox/page/aws/alias-families.ts'
import type { Parameter } from '../../../sandbox/page/aws/aws-model.ts'

const parameter = (name: string, region: string, dataType = 'aws:ec2:image'): Parameter => ({
  account: '123456789012',
  region,
  name,
  dataType,
  value: 'ami-0123456789abcdef0',
  version: 1,
  versions: [],
  proposed: [],
})

test('parameters that name images stand together by their folders, other parameters are left out', () => {
  const seen = groupAliases([
    parameter('/golden/payments-base/dev', 'us-east-1'),
    parameter('/golden/payments-base/prod', 'us-east-1'),
    parameter('/golden/app/prod', 'us-east-1'),
    parameter('/golden/payments-base/dev', 'eu-west-1'),
    parameter('/golden/payments-base/owner', 'us-east-1', 'text'),
    parameter('latest', 'us-east-1'),
  ])
  expect(
    seen.map(({ name, folder, aliases }) => [
      name,
      folder,
      aliases.map(alias => [alias.name, alias.places.map(({ region }) => region)]),
    ]),
  ).toEqual([
    ['', '', [['latest', ['us-east-1']]]],
    ['app', '/golden/app', [['prod', ['us-east-1']]]],
    [
      'payments-base',
      '/golden/payments-base',
      [
        ['dev', ['us-east-1', 'eu-west-1']],
        ['prod', ['us-east-1']],
      ],
    ],
  ])
})
