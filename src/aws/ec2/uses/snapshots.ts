import { paginateDescribeImages } from '@aws-sdk/client-ec2'
import type { SharedSnapshot } from '../../../domain/impact.ts'
import type { Asking } from './asking.ts'
import { askPages } from './finding.ts'

/** The image's snapshots, and the account's other images that need them too. */
export const findSnapshots = async ({ image, facts, ec2, options }: Asking): Promise<SharedSnapshot[]> => {
  if (facts.snapshots.length === 0) return []
  const Filters = [
    { Name: 'block-device-mapping.snapshot-id', Values: facts.snapshots.map(s => s.snapshotId) },
  ]
  const images = await askPages(
    'ec2:DescribeImages',
    () =>
      paginateDescribeImages(
        { client: ec2, pageSize: 1000 },
        { Owners: ['self'], IncludeDisabled: true, IncludeDeprecated: true, Filters },
        options,
      ),
    page => page.Images,
  )
  const others = images.filter(({ ImageId }) => ImageId !== image.imageId)
  return facts.snapshots.map(snapshot => ({
    ...snapshot,
    alsoIn: others
      .filter(({ BlockDeviceMappings = [] }) =>
        BlockDeviceMappings.some(({ Ebs }) => Ebs?.SnapshotId === snapshot.snapshotId),
      )
      .flatMap(({ ImageId }) => ImageId ?? []),
  }))
}
