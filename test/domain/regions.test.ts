import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { partition } from '@aws-sdk/core/client'
import { isRegion, PARTITIONS, partitionOf, REGIONS } from '../../src/domain/regions.ts'

/** The list that AWS keeps, in the SDK. An update of the SDK that knows more fails here, and says what. */
interface AwsPartition {
  id: string
  outputs: { dnsSuffix: string }
  regions: Readonly<Record<string, unknown>>
}
const folder = createRequire(import.meta.url)
  .resolve('@aws-sdk/core/package.json')
  .replace(/package\.json$/, '')
const text = readFileSync(
  join(folder, 'dist-es/submodules/client/util-endpoints/lib/aws/partitions.js'),
  'utf8',
)
const { partitions } = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)) as {
  partitions: AwsPartition[]
}

test.each(partitions.map(({ id, outputs, regions }) => [id, outputs, regions] as const))(
  'the partition %s is as the SDK lists it',
  (id, { dnsSuffix }, regions) => {
    expect(PARTITIONS.find(one => one.id === id)).toMatchObject({
      dnsSuffix,
      regions: Object.keys(regions).filter(name => !name.endsWith('-global')),
    })
  },
)

test('the list holds no other partition', () => {
  expect(PARTITIONS.map(({ id }) => id).sort()).toEqual(partitions.map(({ id }) => id).sort())
})

test.each([...REGIONS])('%s is a region, in the partition that the SDK names', region => {
  expect(isRegion(region)).toBe(true)
  expect(partitionOf(region).id).toBe(partition(region).name)
})

test.each([
  ['cn-southwest-1', 'aws-cn'],
  ['eusc-de-west-1', 'aws-eusc'],
  ['us-gov-central-1', 'aws-us-gov'],
  ['nz-north-1', 'aws'],
])('%s, which is newer than the list, is a region of %s', (region, id) => {
  expect(isRegion(region)).toBe(true)
  expect(partitionOf(region).id).toBe(id)
})

test.each(['web-api-1', 'golden-image-2', 'us-eas-1', 'us-east-1a', 'eu-west', 'US-EAST-1', ''])(
  '%j is no region',
  word => {
    expect(isRegion(word)).toBe(false)
  },
)
