import { differencesOf } from '../../src/domain/differences.ts'
import { givenFacts } from './given.ts'

const GIB_8 = [{ snapshotId: 'snap-1', sizeGiB: 8, encrypted: true }]
const GIB_12 = [{ snapshotId: 'snap-2', sizeGiB: 12, encrypted: true }]

test('architecture, platform, size and tags, in this order', () => {
  const before = givenFacts({
    architecture: 'x86_64',
    platform: 'Linux/UNIX',
    snapshots: GIB_8,
    tags: { Version: '1', Draft: 'yes', Team: 'a' },
  })
  const now = givenFacts({
    architecture: 'arm64',
    platform: 'Windows',
    snapshots: GIB_12,
    tags: { Version: '2', Owner: 'platform', Team: 'a' },
  })
  expect(differencesOf(before, now)).toEqual([
    { what: 'architecture', from: 'x86_64', to: 'arm64' },
    { what: 'platform', from: 'Linux/UNIX', to: 'Windows' },
    { what: 'size', from: '8 GiB', to: '12 GiB' },
    { what: 'tag', key: 'Version', from: '1', to: '2' },
    { what: 'tag', key: 'Owner', to: 'platform' },
    { what: 'tag', key: 'Draft', from: 'yes' },
  ])
  expect(differencesOf(now, now)).toEqual([])
})

test('the source image, where both were made from an instance of one; what is copied is none', () => {
  const built = (sourceImageId: string) =>
    givenFacts({ sourceInstanceId: `i-${sourceImageId}`, sourceImageId })
  expect(differencesOf(built('ami-1'), built('ami-2'))).toEqual([
    { what: 'base', from: 'ami-1', to: 'ami-2' },
  ])
  expect(differencesOf(built('ami-1'), givenFacts({ sourceImageId: 'ami-2' }))).toEqual([])
})

test('what EC2 does not tell of both is no difference', () => {
  expect(differencesOf(givenFacts(), givenFacts({ architecture: 'arm64', snapshots: GIB_8 }))).toEqual([])
})

test('a tag that is called like a property of every object; AWS’s own tags', () => {
  const now = givenFacts({ tags: { toString: 'x', 'aws:tag': '1', Ec2ImageBuilderArn: 'arn:1' } })
  expect(differencesOf(givenFacts(), now)).toEqual([{ what: 'tag', key: 'toString', to: 'x' }])
})
