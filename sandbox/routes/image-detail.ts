import { type Fleet, type StoredImage, snapshotIdsOf } from '../aws/ec2/fleet.ts'

const nameTag = (tags: readonly { Key?: string | undefined; Value?: string | undefined }[] = []) =>
  tags.find(({ Key }) => Key === 'Name')?.Value ?? ''

/** An image with all that hangs on it, in every account: the page sees what no single caller of EC2 could. */
export const describeImage = (fleet: Fleet, stored: StoredImage) => {
  const { ImageId } = stored.image
  const snapshotIds = new Set(snapshotIdsOf(stored))
  return {
    account: stored.account,
    region: stored.region,
    image: stored.image,
    launchPermissions: stored.launchPermissions,
    recycled: stored.recycled ?? null,
    protectedUntilMs: stored.protectedUntilMs ?? null,
    snapshots: fleet.snapshots
      .map(({ snapshot }) => snapshot)
      .filter(({ SnapshotId }) => snapshotIds.has(SnapshotId)),
    instances: fleet.instances
      .filter(({ instance }) => instance.ImageId === ImageId)
      .map(({ instance, account }) => ({
        account,
        id: instance.InstanceId,
        name: nameTag(instance.Tags),
        state: instance.State?.Name ?? '',
      })),
    launchTemplates: fleet.launchTemplates
      .map(({ template, versions, account }) => ({
        account,
        id: template.LaunchTemplateId,
        name: template.LaunchTemplateName,
        versions: versions
          .filter(version => version.LaunchTemplateData?.ImageId === ImageId)
          .map(version => version.VersionNumber ?? 0),
      }))
      .filter(({ versions }) => versions.length > 0),
  }
}
