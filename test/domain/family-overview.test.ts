import { type Build, buildsOf, type FamilyMember } from '../../src/domain/builds.ts'
import { overviewOf, type ReadAlias } from '../../src/domain/family-overview.ts'
import type { ComparedUse } from '../../src/domain/fleet-status.ts'
import { NOON_MS } from './given.ts'

const DAY = 86_400_000
const PLACE = { account: '123456789012', region: 'us-east-1' }

const member = (imageId: string, days: number, special: Partial<FamilyMember> = {}): FamilyMember => ({
  ...PLACE,
  imageId,
  family: 'web',
  name: `web-${imageId}`,
  state: 'available',
  createdAtMs: NOON_MS - days * DAY,
  ...special,
})

const BUILDS: readonly Build[] = buildsOf([
  member('ami-3', 1),
  member('ami-2', 5),
  member('ami-2', 4, { region: 'eu-west-1', copyOf: 'us-east-1/ami-2' }),
])

const alias = (imageId: string, special: Partial<ReadAlias> = {}): ReadAlias => ({
  ...PLACE,
  family: 'web',
  alias: 'prod',
  parameter: '/web/prod',
  reading: { kind: 'image', imageId },
  templates: { known: true, value: [] },
  ...special,
})

const use = (imageId: string, special: Partial<ComparedUse> = {}): ComparedUse => ({
  ...PLACE,
  instanceId: 'i-1',
  state: 'running',
  tags: {},
  image: { imageId },
  family: 'web',
  status: 'current',
  ...special,
})

test('aliases name builds by the image of their own region, and say how far behind that is', () => {
  const { targets, builds } = overviewOf(
    BUILDS,
    [
      alias('ami-2'),
      alias('ami-2', { region: 'eu-west-1' }),
      alias('ami-3', { alias: 'dev' }),
      alias('ami-9'),
    ],
    [],
  )
  expect(targets.map(({ build, behind }) => [build?.name, behind])).toEqual([
    ['web-ami-2', { builds: 1, days: 4 }],
    ['web-ami-2', { builds: 1, days: 4 }],
    ['web-ami-3', { builds: 0, days: 0 }],
    [undefined, undefined],
  ])
  expect(builds.map(one => one.aliases)).toEqual([['dev'], ['prod']])
})

test('the same id in another region is another image', () => {
  const { targets } = overviewOf(BUILDS, [alias('ami-3', { region: 'eu-west-1' })], [])
  expect(targets[0]?.build).toBeUndefined()
})

test('what is not set, not an alias or not read stays as it is', () => {
  const readings = [
    { kind: 'none' },
    { kind: 'other', dataType: 'text' },
    { kind: 'unread', why: 'AccessDenied' },
  ] as const
  const { targets } = overviewOf(
    BUILDS,
    readings.map(reading => alias('', { reading })),
    [],
  )
  expect(targets.map(({ reading }) => reading)).toEqual(readings)
})

test('instances by account and owner, of each build, the most first; those of no build are apart', () => {
  const { builds, others } = overviewOf(
    BUILDS,
    [],
    [
      use('ami-2', { account: '2' }),
      use('ami-2', { account: '1', owner: 'payments' }),
      use('ami-2', { account: '1', owner: 'payments', region: 'eu-west-1' }),
      use('ami-0'),
    ],
  )
  expect(builds.map(({ runners }) => runners)).toEqual([
    [],
    [
      { account: '1', owner: 'payments', instances: 2 },
      { account: '2', instances: 1 },
    ],
  ])
  expect(others).toEqual([{ account: PLACE.account, instances: 1 }])
})
